# Como termina uma sessão: as últimas páginas, a saída e a página de estado.

## sync_success

success-title = Ligação a { $bank } concluída
success-accounts = Contas partilhadas
success-until = Acesso até
success-next = { $application } já pode consultar as suas contas. Os movimentos mais antigos chegam nos próximos minutos, e os novos por si mesmos, todos os dias.

## sync_pending

pending-title = { $bank } precisa de um pouco mais de tempo
pending-next = Já não tem de fazer nada: continuamos a leitura sem a sua presença, e { $application } recebe as suas contas assim que estiverem prontas, normalmente em poucos minutos.
pending-stay = Se preferir esperar, fique aqui: a página avança sozinha.

## sync_error

error-credentials-title = { $bank } não nos deixou entrar
error-credentials-do = Verifique os seus dados de acesso e introduza-os novamente. Várias tentativas erradas podem bloquear o seu acesso ao banco.
error-credentials-retry = Introduzir novamente os meus dados
error-act-title = { $bank } precisa primeiro de uma ação sua
error-act-do = Trate disso no site ou na app do seu banco e depois volte aqui.
error-act-retry = Já está feito, tentar novamente
error-technical-title = Não conseguimos ler as suas contas
error-technical-do = Não fez nada de errado. Pode tentar novamente agora ou deixar connosco: continuamos a tentar, e { $application } saberá.
error-technical-retry = Tentar novamente
error-unsupported-title = Não é possível ligar esta conta
error-unsupported-do = Tentar novamente não ajudaria. { $application } talvez possa oferecer-lhe outra solução.
error-paused-title = As atualizações de { $bank } estão suspensas
error-paused-do = Não tem de fazer nada. Continuaremos assim que for possível.
error-authentication-title = { $bank } não recebeu a sua confirmação
error-authentication-do = Comece de novo e tenha por perto o telemóvel através do qual o seu banco comunica consigo.
error-authentication-retry = Confirmar novamente
error-other-title = A ligação a { $bank } não está completa
error-other-do = Tente novamente mais tarde a partir de { $application }, por favor.
error-what-happened = O que aconteceu
error-your-turn = O que pode fazer
error-our-turn = O que vamos fazer
error-nobodys-turn = E agora

## exit

exit-title = Sair sem terminar?
exit-nothing-shared = Se sair agora, nada fica ligado e { $application } não vê nenhuma das suas contas.
exit-unfinished = Se sair agora, a ligação a { $bank } fica por terminar. { $application } vai pedir-lhe que a conclua antes de ver qualquer conta.
exit-unchanged = Se sair agora, a sua ligação a { $bank } fica como estava.
exit-goes-on = Se sair agora, continuamos a ler as suas contas em { $bank } sem a sua presença.
exit-failed = Se sair agora, a ligação a { $bank } continua interrompida até tentar novamente a partir de { $application }.
exit-stay = Ficar aqui
exit-leave = Sair

## end

end-going-back-title = De volta a { $application }…
end-going-back = Se nada acontecer, utilize este botão.
end-worked-title = O seu banco está ligado
end-worked = { $application } já pode consultar as contas que escolheu. Os movimentos mais antigos chegam nos próximos minutos.
end-going-on-title = Continuamos sem a sua presença
end-going-on = O seu banco precisa de um pouco mais de tempo. { $application } recebe as suas contas assim que estiverem prontas; já não tem de fazer nada.
end-failed-title = O seu banco não está ligado
end-failed = Desta vez, não funcionou. Para tentar novamente, volte a { $application } e recomece a partir daí.
end-left-title = Saiu antes do fim
end-left = Já não é lido mais nada do seu banco. Para continuar, volte a { $application } e recomece a partir daí.
end-expired-title = Esta sessão terminou
end-expired = Para sua segurança, uma ligação só fica aberta durante algum tempo. Para continuar, volte a { $application } e recomece a partir daí.
end-domain-removed = { $application } queria que regressasse ao respetivo site, mas esse endereço já não consta da lista. Aceda diretamente ao site, por favor.
