# Ciò che ogni pagina ha intorno al suo contenuto.

title-error = Errore:

exit = Esci
language-form = Lingua
run-by = Collegamento gestito da { $operator }
runs-on = Realizzato con Passerelle

done = completato
in-progress = in corso
to-come = da completare

back-to-application = Torna a { $application }
finish = Termina
close-window = Può chiudere questa finestra.

expiry-title = È ancora qui?
expiry-soon = Per la sua sicurezza, questa connessione si chiude tra meno di due minuti. Ciò che ha scritto andrebbe perso.
expiry-stay = Restare connessi
