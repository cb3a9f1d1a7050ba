# Páginas para o que corre mal à volta da ligação, e não nela.

problem-unknown-link-title = Este link não leva a lado nenhum
problem-unknown-link = Pode estar incompleto, ou a sua sessão foi encerrada há muito tempo. Volte à aplicação de onde veio e recomece a partir daí.
problem-expired-title = Este link expirou
problem-expired = Para sua segurança, um link só funciona durante algum tempo. Volte à aplicação de onde veio e recomece a partir daí.
problem-other-browser-title = Aberto noutro navegador
problem-other-browser = Esta ligação foi iniciada noutro navegador ou noutro dispositivo. Para sua segurança, só continua lá.
problem-other-browser-do = Volte a esse navegador para continuar. Se não puder, recomece a partir de { $application }.
problem-other-browser-do-anywhere = Volte a esse navegador para continuar. Se não puder, recomece a partir da aplicação de onde veio.
problem-csrf-title = Tente mais uma vez, por favor
problem-csrf = Esta página esteve aberta demasiado tempo ou o seu navegador não guarda cookies, por isso não conseguimos confirmar que o pedido veio de si. Nada foi alterado.
problem-csrf-do = Volte atrás, recarregue a página e tente novamente.
problem-csrf-reload = Recarregar a página
problem-too-many-title = Demasiadas tentativas
problem-too-many = Para proteger o seu acesso, temos de fazer uma pausa.
problem-too-many-wait =
    { $minutes ->
        [one] Tente novamente dentro de um minuto, por favor.
       *[other] Tente novamente dentro de { $minutes } minutos, por favor.
    }
problem-unavailable-title = Voltamos dentro de momentos
problem-unavailable = Não fez nada de errado, e o que já fez fica guardado. Aguarde alguns segundos e recarregue a página, por favor. Se o seu navegador perguntar se deve enviar novamente os dados introduzidos, aceite.
problem-internal-title = Algo correu mal do nosso lado
problem-internal = Não fez nada de errado, e nada se perdeu. Recarregue a página dentro de momentos, por favor. Se voltar a acontecer, recomece a partir da aplicação de onde veio.
problem-not-found-title = Não há nenhuma página aqui
problem-not-found = O endereço pode estar mal escrito. Volte à aplicação de onde veio e recomece a partir daí.
problem-bad-request-title = Não percebemos este pedido
problem-bad-request = O seu navegador enviou algo que não conseguimos ler. Nada foi alterado. Volte atrás e tente novamente, por favor.
