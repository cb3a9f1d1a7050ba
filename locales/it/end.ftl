# Come finisce una sessione: le ultime pagine, l’uscita e la pagina di stato.

## sync_success

success-title = Collegamento a { $bank } riuscito
success-accounts = Conti condivisi
success-until = Scadenza dell’accesso
success-next = { $application } può ora consultare i suoi conti. I movimenti più vecchi arriveranno nei prossimi minuti, e i nuovi da soli, ogni giorno.

## sync_pending

pending-title = { $bank } ha bisogno di un po’ più di tempo
pending-next = Non deve fare altro: continuiamo la lettura senza di lei, e { $application } riceverà i suoi conti appena saranno pronti, di solito in pochi minuti.
pending-stay = Se preferisce attendere, resti qui: la pagina va avanti da sola.

## sync_error

error-credentials-title = { $bank } non ci ha lasciato entrare
error-credentials-do = Controlli le sue credenziali e le inserisca di nuovo. Diversi tentativi errati possono bloccare il suo accesso alla banca.
error-credentials-retry = Inserisci di nuovo le credenziali
error-act-title = { $bank } attende prima qualcosa da lei
error-act-do = Lo faccia sul sito o nell’app della sua banca, poi torni qui.
error-act-retry = Fatto, riprova
error-technical-title = Non siamo riusciti a leggere i suoi conti
error-technical-do = Non ha sbagliato nulla. Può riprovare adesso o lasciar fare a noi: continueremo a provare, e { $application } lo saprà.
error-technical-retry = Riprova
error-unsupported-title = Non è possibile collegare questo conto
error-unsupported-do = Riprovare non servirebbe. { $application } può forse offrirle un’altra soluzione.
error-paused-title = Gli aggiornamenti da { $bank } sono sospesi
error-paused-do = Non deve fare nulla. Riprenderemo automaticamente appena possibile.
error-authentication-title = { $bank } non ha ricevuto la sua conferma
error-authentication-do = Ricominci, tenendo a portata di mano il telefono su cui la banca la contatta.
error-authentication-retry = Conferma di nuovo
error-other-title = Il collegamento a { $bank } non è completo
error-other-do = Riprovi più tardi da { $application }.
error-what-happened = Che cosa è successo
error-your-turn = Che cosa può fare lei
error-our-turn = Che cosa facciamo noi
error-nobodys-turn = E adesso

## exit

exit-title = Uscire prima della fine?
exit-nothing-shared = Se esce adesso, nulla viene collegato e { $application } non vede nessuno dei suoi conti.
exit-unfinished = Se esce adesso, il collegamento a { $bank } resta incompiuto. { $application } le chiederà di completarlo prima di vedere qualsiasi conto.
exit-unchanged = Se esce adesso, il suo collegamento a { $bank } resta com’era.
exit-goes-on = Se esce adesso, continuiamo senza di lei a leggere i suoi conti presso { $bank }.
exit-failed = Se esce adesso, il collegamento a { $bank } resta interrotto finché non riprova da { $application }.
exit-stay = Resta qui
exit-leave = Esci

## end

end-going-back-title = Ritorno a { $application }…
end-going-back = Se non succede nulla, usi questo pulsante.
end-worked-title = La sua banca è collegata
end-worked = { $application } può ora consultare i conti che ha scelto. I movimenti più vecchi arriveranno nei prossimi minuti.
end-going-on-title = Continuiamo senza di lei
end-going-on = La sua banca ha bisogno di un po’ più di tempo. { $application } riceverà i suoi conti appena saranno pronti; non deve fare altro.
end-failed-title = La sua banca non è collegata
end-failed = Questa volta non ha funzionato. Per riprovare, torni a { $application } e ricominci da lì.
end-left-title = Uscita prima della fine
end-left = Dalla sua banca non viene più letto nulla. Per continuare, torni a { $application } e ricominci da lì.
end-expired-title = Questa sessione è terminata
end-expired = Per la sua sicurezza, un collegamento resta aperto solo per un certo tempo. Per continuare, torni a { $application } e ricominci da lì.
end-domain-removed = { $application } voleva riportarla sul proprio sito, ma quell’indirizzo non è più nel suo elenco. La preghiamo di tornarci direttamente.
