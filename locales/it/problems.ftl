# Le pagine per ciò che va storto intorno al collegamento, non al suo interno.

problem-unknown-link-title = Questo link non porta da nessuna parte
problem-unknown-link = Forse è incompleto, o la sua sessione è stata chiusa molto tempo fa. Torni all’applicazione da cui proviene e ricominci da lì.
problem-expired-title = Questo link è scaduto
problem-expired = Per la sua sicurezza, un link funziona solo per un certo tempo. Torni all’applicazione da cui proviene e ricominci da lì.
problem-other-browser-title = Aperto in un altro browser
problem-other-browser = Questo collegamento è stato iniziato in un altro browser o su un altro dispositivo. Per la sua sicurezza, prosegue solo lì.
problem-other-browser-do = Torni a quel browser per continuare. Se non può, ricominci da { $application }.
problem-other-browser-do-anywhere = Torni a quel browser per continuare. Se non può, ricominci dall’applicazione da cui proviene.
problem-csrf-title = Provi ancora una volta
problem-csrf = Questa pagina è rimasta aperta troppo a lungo, oppure il suo browser non conserva i cookie: non abbiamo potuto verificare che la richiesta venisse da lei. Non è stato modificato nulla.
problem-csrf-do = Torni indietro, ricarichi la pagina e riprovi.
problem-csrf-reload = Ricarica la pagina
problem-too-many-title = Troppi tentativi
problem-too-many = Per proteggere il suo accesso, dobbiamo fare una pausa.
problem-too-many-wait =
    { $minutes ->
        [one] Riprovi tra un minuto.
       *[other] Riprovi tra { $minutes } minuti.
    }
problem-unavailable-title = Torniamo tra un momento
problem-unavailable = Non ha sbagliato nulla, e ciò che ha già fatto è conservato. Attenda qualche secondo e ricarichi la pagina. Se il browser chiede se inviare di nuovo i dati inseriti, accetti.
problem-internal-title = Qualcosa è andato storto da parte nostra
problem-internal = Non ha sbagliato nulla, e nulla è andato perso. Ricarichi la pagina tra un momento. Se succede di nuovo, ricominci dall’applicazione da cui proviene.
problem-not-found-title = Qui non c’è nessuna pagina
problem-not-found = Forse l’indirizzo è scritto male. Torni all’applicazione da cui proviene e ricominci da lì.
problem-bad-request-title = Non abbiamo capito
problem-bad-request = Il suo browser ha inviato qualcosa che non siamo riusciti a leggere. Non è stato modificato nulla. Torni indietro e riprovi.
