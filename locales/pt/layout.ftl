# O que cada página tem à volta do seu conteúdo.

title-error = Erro:

exit = Sair
language-form = Idioma
run-by = Ligação assegurada por { $operator }
runs-on = Funciona com Passerelle

done = concluído
in-progress = em curso
to-come = a seguir

back-to-application = Voltar a { $application }
finish = Concluir
close-window = Pode fechar esta janela.

expiry-title = Ainda está aí?
expiry-soon = Para sua segurança, esta ligação fecha em menos de dois minutos. O que escreveu perder-se-ia.
expiry-stay = Manter a ligação
