# As páginas da ligação, pela ordem em que aparecem.

## O que é pedido, e durante quanto tempo

consent-title = O que partilha com { $application }
consent-payment = As suas contas à ordem e os seus cartões
consent-all = As suas contas de todos os tipos
consent-data = Titular, número de conta, saldo e movimentos
consent-choice = Apenas o que escolher
consent-choice-more = Seleciona as contas antes de qualquer partilha
consent-days = Durante { $days } dias
consent-days-more = Depois, o seu banco volta a perguntar-lhe
consent-read-only = Apenas leitura
consent-read-only-more = Ninguém pode movimentar dinheiro com este acesso
consent-agree = Ao continuar, aceita partilhar estes dados com { $application }.

## highlighted_banks

banks-title = Escolha o seu banco
banks-intro = { $application } gostaria de consultar as suas contas. Em que banco as tem?
banks-search = Procurar um banco
banks-search-button = Procurar
banks-country = País
banks-found =
    { $count ->
        [one] { $count } banco
       *[other] { $count } bancos
    }
banks-found-for =
    { $count ->
        [one] { $count } banco para «{ $query }»
       *[other] { $count } bancos para «{ $query }»
    }
banks-none = Nenhum banco encontrado para «{ $query }»
banks-none-here = Nenhum banco para mostrar aqui
banks-none-help = Verifique a ortografia ou experimente o nome do grupo.
banks-more =
    { $count ->
        [one] Há mais um banco que não é mostrado. Procure-o para o encontrar.
       *[other] Há mais { $count } bancos que não são mostrados. Procure o seu.
    }
banks-highlighted = Sugeridos por { $application }
banks-others = Outros bancos
banks-show-all = Mostrar todos os bancos
banks-error-gone = De momento, não é possível ligar este banco. Escolha outro, por favor.
bank-degraded = Lento de momento
bank-down = Fora de serviço de momento
bank-chosen-before = A sua última escolha
banks-missing = Não está aqui? O seu banco ainda não pode ser ligado. Pode sair e voltar a { $application }: nada se perde.

## sub_banks_list

banks-branches =
    { $count ->
        [one] { $count } balcão regional
       *[other] { $count } balcões regionais
    }
branches-title = Que balcão regional de { $bank }?
branches-intro = Escolha o que tem as suas contas. Encontra o nome no seu cartão ou na app.
branches-search = Procurar um balcão ou uma cidade
branches-show-all = Mostrar todos os balcões

## bank_creds_form e edit_bank_creds_form

creds-title = Inicie sessão em { $bank }
creds-intro = Utilize os mesmos dados de acesso que no site ou na app do seu banco.
creds-field-login = Identificador
creds-field-password = Palavra-passe
creds-field-password2 = Segunda palavra-passe
creds-field-other = Resposta
creds-show = Mostrar
creds-hide = Ocultar
creds-error-missing = Preencha este campo, por favor.
creds-error-too-long =
    { $max ->
        [one] No máximo, { $max } carácter.
       *[other] No máximo, { $max } caracteres.
    }
creds-error-too-short =
    { $min ->
        [one] No mínimo, { $min } carácter.
       *[other] No mínimo, { $min } caracteres.
    }
creds-error-digits = Apenas algarismos, sem espaços.
creds-security = Os seus dados de acesso são cifrados e servem apenas para ler as suas contas. { $application } nunca os vê.
creds-submit = Aceitar e ligar
creds-change-bank = Escolher outro banco
creds-change-branch = Escolher outra agência
creds-site-title = Ligue { $bank }
creds-site-intro = { $bank } pede os seus dados de acesso no seu próprio site. Dá aí o seu consentimento e depois volta aqui.
creds-site-security = Os seus dados de acesso ficam entre si e o seu banco.
creds-site-submit = Aceitar e continuar em { $bank }
creds-bank-degraded = { $bank } responde lentamente de momento. Pode demorar mais do que o habitual.
creds-bank-down = { $bank } está fora de serviço de momento. Pode tentar na mesma ou escolher outro banco.
edit-creds-title = Atualize os seus dados de acesso a { $bank }
edit-creds-intro = A sua ligação mantém-se, com tudo o que contém. Só mudam os dados de acesso.
edit-creds-submit = Atualizar e ligar

## at_bank, e o regresso noutro navegador

at-bank-title = Continue em { $bank }
at-bank-intro = Inicia sessão e dá o seu consentimento no site de { $bank }.
at-bank-return = Depois regressa de { $bank } para aqui, e esta página avança sozinha.
at-bank-go = Ir para { $bank }
at-bank-again = Não abre, ou o pedido expirou: recomeçar
confirm-return-title = Esta ligação é sua?
confirm-return = Está de volta de { $bank }. { $application } iniciou esta ligação noutro navegador.
confirm-return-of = Está de volta de { $bank }. { $application } iniciou esta ligação noutro navegador, para { $email }.
confirm-return-only-yours = Continue apenas se foi quem a iniciou.
confirm-return-submit = Sim, continuar aqui
confirm-return-else = Caso contrário, feche esta janela: nada é partilhado.

## start: a primeira página de uma sessão para uma ligação que já existe

start-renew-title = Renove o seu acesso a { $bank }
start-renew-intro = De tempos a tempos, o seu banco tem de confirmar a sua identidade. Pede-lhe um código ou a sua autorização na respetiva app.
start-renew-submit = Aceitar e confirmar
start-act-title = { $bank } precisa primeiro de uma ação sua
start-act-do = Trate disso no site ou na app do seu banco e depois volte aqui.
start-act-submit = Já está feito
start-refresh-title = Atualize as suas contas em { $bank }
start-refresh-intro = Vamos ler novamente as suas contas em { $bank }. Demora cerca de um minuto.
start-refresh-submit = Aceitar e atualizar

## sync_in_progress

wait-connecting-title = A estabelecer ligação a { $bank }
wait-reading-title = A ler as suas contas
wait-intro = Normalmente, demora menos de um minuto. A página avança sozinha.
wait-step-connect = Ligação segura a { $bank }
wait-step-read = Contas e movimentos
wait-step-ready = Tudo pronto para { $application }
wait-progress = { $done } de { $total } contas
wait-progress-label = Contas lidas

## otp_form

otp-title = Introduza o seu código
otp-from-bank = Mensagem de { $bank }
otp-intro = { $bank } enviou-lhe um código de segurança.
otp-label = Código de segurança
otp-error-missing = Introduza o código, por favor.
otp-error-digits = O código só contém algarismos.
otp-error-wrong = Este código não está correto. Verifique-o e introduza-o novamente.
otp-attempts =
    { $count ->
        [one] Resta-lhe uma tentativa.
       *[other] Restam-lhe { $count } tentativas.
    }
otp-submit = Confirmar
otp-help = O código pode demorar um minuto a chegar. Nunca o dê a ninguém por telefone.
approve-title = Autorize na sua app de { $bank }
approve-intro = { $bank } enviou um pedido para o seu telemóvel.
approve-intro-scan = { $bank } mostra aqui o pedido como código QR.
approve-step-open = Abra a sua app de { $bank }
approve-step-approve = Autorize o pedido que aí aparece
approve-step-return = Volte aqui
approve-waiting = A aguardar a sua autorização…
approve-moves-on = A página avança sozinha.
method-title = Como deve { $bank } confirmar a sua identidade?
method-intro = Escolha o que tem à mão.
method-sms = Código por SMS
method-email = Código por e-mail
method-app = Aprovação na aplicação do banco
method-photo = Imagem para digitalizar
method-other = Outra forma
otp-picture = Imagem de { $bank } que a aplicação ou o leitor transforma no seu código
otp-digits =
    { $count ->
        [one] O código tem um algarismo.
       *[other] O código tem { $count } algarismos.
    }
otp-characters =
    { $count ->
        [one] O código tem um carácter.
       *[other] O código tem { $count } caracteres.
    }
otp-valid =
    { $minutes ->
        [one] O código é válido por mais um minuto.
       *[other] O código é válido por mais { $minutes } minutos.
    }
otp-over = O tempo para este código terminou.
otp-new-code = Pedir um novo código
otp-renewed = Há um novo código. O anterior já não é válido.
otp-other-method = Usar outra forma
approve-picture = Código QR para a aplicação de { $bank }
approve-step-scan = Digitalize com ela o código QR
approve-valid =
    { $minutes ->
        [one] O pedido fica aberto por mais um minuto.
       *[other] O pedido fica aberto por mais { $minutes } minutos.
    }
approve-over = O tempo para este pedido terminou.

## Escolha das contas

accounts-title = Escolha as suas contas
accounts-intro = { $application } só vê as contas que selecionar.
accounts-max =
    { $max ->
        [one] Pode partilhar uma conta.
       *[other] Pode partilhar até { $max } contas.
    }
accounts-legend = As suas contas em { $bank }
accounts-count = { $count } de { $max } selecionadas
accounts-error-none = Escolha pelo menos uma conta, por favor.
accounts-error-too-many =
    { $max ->
        [one] Só é possível partilhar uma conta. Desmarque as outras, por favor.
       *[other] Só é possível partilhar até { $max } contas. Desmarque algumas, por favor.
    }
accounts-number = terminada em { $digits }
accounts-submit = Partilhar estas contas

## pro_validation_form

pro-title = Pode partilhar estas contas?
pro-intro = São contas de empresa. { $application } não vê nada delas até confirmar que as pode partilhar.
pro-accounts = Contas de empresa em { $bank }
pro-agree = Ao confirmar, declara que pode agir pela empresa e partilhar as suas contas com { $application }.
pro-attest = Confirmar e partilhar
pro-exclude = Continuar sem elas

## email_validation_form

email-title = Confirme o seu endereço de e‑mail
email-known = { $application } indicou-nos { $email } como o seu endereço. Enviamos-lhe um código para confirmar que é seu.
email-ask = Antes de ligar um banco, enviamos um código para o seu endereço para confirmar que é seu.
email-label = Endereço de e-mail
email-send = Enviar o código
email-error-missing = Introduza o seu endereço de e-mail, por favor.
email-error-invalid = Isto não é um endereço de e-mail. Tem a forma nome@example.com.
email-error-refused = Este endereço não aceita correio. Verifique-o ou introduza outro.
email-refused = { $email } não aceita correio. Volte a { $application }, indique outro endereço e recomece.
email-unsent = Não conseguimos enviar o código. Não fez nada de errado: tente novamente dentro de momentos.
email-code-title = Introduza o código do e‑mail
email-code-intro = Um código vai a caminho de { $email }.
email-code-valid =
    { $minutes ->
        [one] É válido durante um minuto.
       *[other] É válido durante { $minutes } minutos.
    }
email-code-help = Nada depois de um minuto? Procure no correio não solicitado, ou peça um novo código.
email-code-error-digits = O código tem seis algarismos.
email-code-resend = Enviar um novo código
email-code-change = Usar outro endereço
email-code-expired = Este código expirou. Peça um novo, por favor.
email-code-used-up = O código esteve errado demasiadas vezes e já não é válido. Peça um novo, por favor.
email-code-soon =
    { $seconds ->
        [one] Aguarde um segundo antes de pedir outro código.
       *[other] Aguarde { $seconds } segundos antes de pedir outro código.
    }
email-code-none-left = Aqui não é possível enviar mais códigos. Volte a { $application } e recomece.
