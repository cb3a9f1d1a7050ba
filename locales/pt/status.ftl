# O que o estado de uma ligação diz à pessoa a cujo banco diz respeito (status_code_description).
# status-<code>-<info>; status-<code> fala por cada info que não tem uma frase própria.

status-just-added = Estamos a ligar-nos ao seu banco pela primeira vez.
status-just-edited = Estamos a ligar-nos ao seu banco com os seus novos dados de acesso.

status-402 = O seu banco não aceitou os seus dados de acesso. Verifique-os e introduza-os novamente.
status-402-wrong-id = O seu banco não reconhece este identificador. Verifique-o e introduza-o novamente.
status-402-wrong-id-format = Este identificador não se parece com os do seu banco. Verifique como se escreve.
status-402-wrong-pwd = O seu banco não aceitou esta palavra-passe. Introduza-a novamente.
status-402-wrong-pwd-format = Esta palavra-passe não se parece com as do seu banco. Verifique como se escreve.
status-402-wrong-pwd2 = O seu banco não aceitou a segunda palavra-passe. Introduza-a novamente.
status-402-wrong-pwd2-format = A segunda palavra-passe não se parece com as do seu banco. Verifique como se escreve.
status-402-account-temporarily-blocked = O seu banco bloqueou o seu acesso online durante algum tempo, normalmente após várias palavras-passe erradas. Aguarde que volte a abrir e depois introduza os seus dados de acesso.
status-402-account-blocked = O seu banco bloqueou o seu acesso online. Desbloqueie-o no site ou na app do banco e depois introduza os seus dados de acesso.
status-402-account-blocked-contact-bank = O seu banco bloqueou o seu acesso online. Contacte o banco para o desbloquear.

status-429 = O seu banco está à espera de uma ação sua. Inicie sessão no site ou na app do banco e faça o que lhe é pedido.
status-429-tos-to-validate = O seu banco tem novas condições de utilização. Inicie sessão no site ou na app do banco e aceite-as.
status-429-contract-to-sign = O seu banco tem um contrato para assinar. Inicie sessão no site ou na app do banco e assine-o.
status-429-inactive-creds = Os seus dados de acesso ainda não estão ativos. Ative-os no site ou na app do banco.
status-429-account-to-activate = O seu acesso online ainda não está ativo. Ative-o no site ou na app do banco.
status-429-phone-nb-to-confirm = O seu banco pretende que confirme o seu número de telefone. Faça-o no site ou na app do banco.
status-429-information-to-review = O seu banco pretende que reveja algumas informações. Faça-o no site ou na app do banco.
status-429-smth-to-validate = O seu banco está à espera de uma confirmação sua. Faça-o no site ou na app do banco.
status-429-otp-registration-to-do = O seu banco pretende que defina como recebe os códigos de segurança. Faça-o no site ou na app do banco.
status-429-kyc-to-fill = O seu banco precisa de saber mais sobre si e tem perguntas a fazer-lhe. Responda no site ou na app do banco.
status-429-amlcft-data-to-confirm = O seu banco tem de verificar alguns dados exigidos por lei. Confirme-os no site ou na app do banco.
status-429-phone-nb-to-set = O seu banco precisa de um número de telefone seu. Indique-o no site ou na app do banco.
status-429-perso-data-to-confirm = O seu banco pretende que confirme os seus dados pessoais. Faça-o no site ou na app do banco.
status-429-form-to-fill = O seu banco tem um formulário para preencher. Faça-o no site ou na app do banco.
status-429-readonly-access-to-create = O seu banco precisa que abra primeiro um acesso apenas de leitura. Crie-o no site ou na app do banco.
status-429-cannot-access-services = De momento, o seu banco não permite a sua entrada nos serviços online. Inicie sessão no site ou na app do banco para saber porquê.
status-429-no-online-access = Ainda não tem acesso online a este banco. Peça ao banco que o abra.
status-429-creds-update-message = O seu banco pretende que renove os seus dados de acesso. Faça-o no site ou na app do banco.
status-429-unlock-otp-in-app = Os seus códigos de segurança estão bloqueados. Desbloqueie-os na app do seu banco.

status-430 = O seu banco pretende que altere a sua palavra-passe. Faça-o no site ou na app do banco.

status-1003 = Um problema técnico impediu-nos de ler as suas contas. Voltaremos a tentar automaticamente.
status-1003-cnt-crash = Algo correu mal do nosso lado durante a leitura das suas contas. Voltaremos a tentar automaticamente.
status-1003-bank-is-down = O serviço do seu banco não está disponível de momento. Voltaremos a tentar automaticamente.

status-1005 = Este tipo de conta ou esta forma de iniciar sessão ainda não é suportada.
status-1005-otp-not-supported = A forma como o seu banco confirma os acessos ainda não é suportada.
status-1005-closed-account = Esta conta foi encerrada no seu banco, por isso já não pode ser ligada.

status-1007 = As atualizações deste banco estão suspensas durante algum tempo. Serão retomadas automaticamente.
status-1009 = Podem faltar alguns movimentos, o que é habitual em títulos e seguros de vida. Os seus saldos estão atualizados.
status-1010 = O seu banco precisa de confirmar a sua identidade. Autentique-se novamente, por favor.
status-1010-otp-required = O seu banco precisa de confirmar a sua identidade, com um código ou na respetiva app. Autentique-se novamente, por favor.
status-1099 = Esta ligação está a passar para um novo canal com o seu banco. Por agora, não tem de fazer nada.
status-1100 = Foram encontradas contas profissionais. Confirme que tem o direito de as utilizar.

status-other = Esta ligação precisa da sua atenção. Tente novamente mais tarde, por favor.
