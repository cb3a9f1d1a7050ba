# Le pagine del collegamento, nell’ordine in cui si incontrano.

## Che cosa viene chiesto, e per quanto tempo

consent-title = Che cosa condivide con { $application }
consent-payment = I suoi conti correnti e le sue carte
consent-all = I suoi conti di ogni tipo
consent-data = Intestazione, numero di conto, saldo e movimenti
consent-choice = Solo ciò che sceglie
consent-choice-more = Seleziona lei i conti prima di ogni condivisione
consent-days = Per { $days } giorni
consent-days-more = Dopo, la sua banca glielo chiederà di nuovo
consent-read-only = Sola lettura
consent-read-only-more = Nessuno può spostare denaro con questo accesso
consent-agree = Proseguendo, accetta di condividere questi dati con { $application }.

## highlighted_banks

banks-title = Scelga la sua banca
banks-intro = { $application } desidera consultare i suoi conti. In quale banca si trovano?
banks-search = Cerca una banca
banks-search-button = Cerca
banks-country = Paese
banks-found =
    { $count ->
        [one] { $count } banca
       *[other] { $count } banche
    }
banks-found-for =
    { $count ->
        [one] { $count } banca per «{ $query }»
       *[other] { $count } banche per «{ $query }»
    }
banks-none = Nessuna banca trovata per «{ $query }»
banks-none-here = Nessuna banca da mostrare qui
banks-none-help = Controlli l’ortografia o provi con il nome del gruppo.
banks-more =
    { $count ->
        [one] C’è un’altra banca che non è mostrata. La cerchi per trovarla.
       *[other] Ci sono altre { $count } banche che non sono mostrate. Cerchi la sua.
    }
banks-highlighted = Suggerite da { $application }
banks-others = Altre banche
banks-show-all = Mostra tutte le banche
banks-error-gone = Al momento non è possibile collegare questa banca. Ne scelga un’altra.
bank-degraded = Lenta al momento
bank-down = Fuori servizio al momento
bank-chosen-before = La sua ultima scelta
banks-missing = Non c’è? La sua banca non si può ancora collegare. Può uscire e tornare a { $application }: non si perde nulla.

## sub_banks_list

banks-branches =
    { $count ->
        [one] { $count } filiale
       *[other] { $count } filiali
    }
branches-title = Quale filiale di { $bank }?
branches-intro = Scelga quella che tiene i suoi conti. Trova il nome sulla sua carta o nella sua app.
branches-search = Cerchi una filiale o una città
branches-show-all = Mostra tutte le filiali

## bank_creds_form e edit_bank_creds_form

creds-title = Acceda a { $bank }
creds-intro = Usi le stesse credenziali del sito o dell’app della sua banca.
creds-field-login = Codice utente
creds-field-password = Password
creds-field-password2 = Seconda password
creds-field-other = Risposta
creds-show = Mostra
creds-hide = Nascondi
creds-error-missing = Compili questo campo.
creds-error-too-long =
    { $max ->
        [one] Al massimo { $max } carattere.
       *[other] Al massimo { $max } caratteri.
    }
creds-error-too-short =
    { $min ->
        [one] Almeno { $min } carattere.
       *[other] Almeno { $min } caratteri.
    }
creds-error-digits = Solo cifre, senza spazi.
creds-security = Le sue credenziali sono cifrate e servono solo a leggere i suoi conti. { $application } non le vede mai.
creds-submit = Accetta e collega
creds-change-bank = Scegli un’altra banca
creds-change-branch = Scegliere un’altra filiale
creds-site-title = Colleghi { $bank }
creds-site-intro = { $bank } chiede le sue credenziali sul proprio sito. Lì dà il consenso, poi torna qui.
creds-site-security = Le sue credenziali restano tra lei e la sua banca.
creds-site-submit = Accetta e continua su { $bank }
creds-bank-degraded = { $bank } al momento risponde lentamente. Può volerci più tempo del solito.
creds-bank-down = { $bank } al momento è fuori servizio. Può provare comunque o scegliere un’altra banca.
edit-creds-title = Aggiorni le sue credenziali di { $bank }
edit-creds-intro = Il collegamento resta lo stesso, con tutto ciò che contiene. Cambiano solo le credenziali.
edit-creds-submit = Aggiorna e collega

## at_bank, e il ritorno da lì in un altro browser

at-bank-title = Continui su { $bank }
at-bank-intro = Accede e dà il consenso sul sito di { $bank }.
at-bank-return = Dopo, { $bank } la riporta qui e questa pagina va avanti da sola.
at-bank-go = Vai a { $bank }
at-bank-again = Non si apre, o la richiesta è scaduta: ricomincia
confirm-return-title = È il suo collegamento?
confirm-return = Sta tornando da { $bank }. { $application } ha iniziato questo collegamento in un altro browser.
confirm-return-of = Sta tornando da { $bank }. { $application } ha iniziato questo collegamento in un altro browser, per { $email }.
confirm-return-only-yours = Continui solo se è stata una sua richiesta.
confirm-return-submit = Sì, continua qui
confirm-return-else = Altrimenti chiuda questa finestra: nulla viene condiviso.

## start: la prima pagina di una sessione per un collegamento che esiste già

start-renew-title = Rinnovi il suo accesso a { $bank }
start-renew-intro = Di tanto in tanto la sua banca deve verificare che sia davvero lei. Le chiede un codice, oppure un’autorizzazione nella sua app.
start-renew-submit = Accetta e conferma
start-act-title = { $bank } attende prima qualcosa da lei
start-act-do = Lo faccia sul sito o nell’app della sua banca, poi torni qui.
start-act-submit = Fatto
start-refresh-title = Aggiorni i suoi conti di { $bank }
start-refresh-intro = Leggiamo di nuovo i suoi conti presso { $bank }. Ci vuole circa un minuto.
start-refresh-submit = Accetta e aggiorna

## sync_in_progress

wait-connecting-title = Collegamento a { $bank } in corso
wait-reading-title = Lettura dei suoi conti in corso
wait-intro = Di solito ci vuole meno di un minuto. La pagina va avanti da sola.
wait-step-connect = Collegamento sicuro a { $bank }
wait-step-read = Conti e movimenti
wait-step-ready = Pronto per { $application }
wait-progress = { $done } conti su { $total }
wait-progress-label = Conti letti

## otp_form

otp-title = Inserisca il suo codice
otp-from-bank = Messaggio di { $bank }
otp-intro = { $bank } le ha inviato un codice di sicurezza.
otp-label = Codice di sicurezza
otp-error-missing = Inserisca il codice.
otp-error-digits = Il codice contiene solo cifre.
otp-error-wrong = Questo codice non è corretto. Lo controlli e lo inserisca di nuovo.
otp-attempts =
    { $count ->
        [one] Le resta un tentativo.
       *[other] Le restano { $count } tentativi.
    }
otp-submit = Conferma
otp-help = Il codice può impiegare un minuto ad arrivare. Non lo comunichi mai a nessuno per telefono.
approve-title = Autorizzi nella sua app di { $bank }
approve-intro = { $bank } ha inviato una richiesta al suo telefono.
approve-intro-scan = { $bank } mostra qui la richiesta come codice QR.
approve-step-open = Apra la sua app di { $bank }
approve-step-approve = Autorizzi la richiesta che vi appare
approve-step-return = Torni qui
approve-waiting = In attesa della sua autorizzazione…
approve-moves-on = La pagina va avanti da sola.
method-title = In che modo { $bank } deve verificare che sia lei?
method-intro = Scelga ciò che ha a portata di mano.
method-sms = Codice via SMS
method-email = Codice via e-mail
method-app = Approvazione nell’app della banca
method-photo = Immagine da scansionare
method-other = Un altro modo
otp-picture = Immagine di { $bank } che la sua app o il lettore trasforma nel codice
otp-digits =
    { $count ->
        [one] Il codice ha una cifra.
       *[other] Il codice ha { $count } cifre.
    }
otp-characters =
    { $count ->
        [one] Il codice ha un carattere.
       *[other] Il codice ha { $count } caratteri.
    }
otp-valid =
    { $minutes ->
        [one] Il codice è valido ancora per un minuto.
       *[other] Il codice è valido ancora per { $minutes } minuti.
    }
otp-over = Il tempo per questo codice è scaduto.
otp-new-code = Richiedere un nuovo codice
otp-renewed = C’è un nuovo codice. Il precedente non vale più.
otp-other-method = Usare un altro modo
approve-picture = Codice QR per l’app di { $bank }
approve-step-scan = Scansioni con essa il codice QR
approve-valid =
    { $minutes ->
        [one] La richiesta resta aperta ancora per un minuto.
       *[other] La richiesta resta aperta ancora per { $minutes } minuti.
    }
approve-over = Il tempo per questa richiesta è scaduto.

## Scelta dei conti

accounts-title = Scelga i suoi conti
accounts-intro = { $application } vede solo i conti che seleziona.
accounts-max =
    { $max ->
        [one] Può condividere un conto.
       *[other] Può condividere fino a { $max } conti.
    }
accounts-legend = I suoi conti presso { $bank }
accounts-count = { $count } di { $max } selezionati
accounts-error-none = Scelga almeno un conto.
accounts-error-too-many =
    { $max ->
        [one] È possibile condividere un solo conto. Deselezioni gli altri.
       *[other] È possibile condividere al massimo { $max } conti. Ne deselezioni alcuni.
    }
accounts-number = che termina con { $digits }
accounts-submit = Condividi questi conti

## pro_validation_form

pro-title = Può condividere questi conti?
pro-intro = Sono conti aziendali. { $application } non ne vede nulla finché non conferma di poterli condividere.
pro-accounts = Conti aziendali presso { $bank }
pro-agree = Confermando, dichiara di poter agire per l’azienda e condividerne i conti con { $application }.
pro-attest = Confermare e condividere
pro-exclude = Continuare senza

## email_validation_form

email-title = Confermi il suo indirizzo e‑mail
email-known = { $application } ci ha indicato { $email } come suo indirizzo. Inviamo un codice per verificare che sia davvero suo.
email-ask = Prima di collegare una banca, inviamo un codice al suo indirizzo per verificare che sia davvero suo.
email-label = Indirizzo e-mail
email-send = Invia il codice
email-error-missing = Inserisca il suo indirizzo e-mail.
email-error-invalid = Questo non è un indirizzo e-mail. Ha la forma nome@example.com.
email-error-refused = Questo indirizzo non accetta posta. Lo controlli o ne inserisca un altro.
email-refused = { $email } non accetta posta. Torni a { $application }, indichi un altro indirizzo e ricominci.
email-unsent = Non siamo riusciti a inviare il codice. Lei non ha sbagliato nulla: riprovi tra un momento.
email-code-title = Inserisca il codice ricevuto per e‑mail
email-code-intro = Un codice è in arrivo a { $email }.
email-code-valid =
    { $minutes ->
        [one] È valido per un minuto.
       *[other] È valido per { $minutes } minuti.
    }
email-code-help = Nulla dopo un minuto? Guardi nella posta indesiderata, o chieda un nuovo codice.
email-code-error-digits = Il codice ha sei cifre.
email-code-resend = Invia un nuovo codice
email-code-change = Usa un altro indirizzo
email-code-expired = Questo codice è scaduto. Ne chieda uno nuovo.
email-code-used-up = Il codice è stato sbagliato troppe volte e non è più valido. Ne chieda uno nuovo.
email-code-soon =
    { $seconds ->
        [one] Attenda un secondo prima di chiedere un altro codice.
       *[other] Attenda { $seconds } secondi prima di chiedere un altro codice.
    }
email-code-none-left = Qui non si possono inviare altri codici. Torni a { $application } e ricominci.
