# De pagina’s van de koppeling, in de volgorde waarin men ze tegenkomt.

## Wat er wordt gevraagd, en voor hoe lang

consent-title = Wat u deelt met { $application }
consent-payment = Uw betaalrekeningen en kaarten
consent-all = Uw rekeningen van alle soorten
consent-data = Tenaamstelling, rekeningnummer, saldo en transacties
consent-choice = Alleen wat u kiest
consent-choice-more = U vinkt de rekeningen aan voordat er iets wordt gedeeld
consent-days = Gedurende { $days } dagen
consent-days-more = Daarna vraagt uw bank het u opnieuw
consent-read-only = Alleen lezen
consent-read-only-more = Niemand kan hiermee geld verplaatsen
consent-agree = Door verder te gaan, stemt u ermee in deze gegevens te delen met { $application }.

## highlighted_banks

banks-title = Kies uw bank
banks-intro = { $application } wil graag uw rekeningen inzien. Bij welke bank hebt u die?
banks-search = Zoek een bank
banks-search-button = Zoeken
banks-country = Land
banks-found =
    { $count ->
        [one] { $count } bank
       *[other] { $count } banken
    }
banks-found-for =
    { $count ->
        [one] { $count } bank voor ‘{ $query }’
       *[other] { $count } banken voor ‘{ $query }’
    }
banks-none = Geen bank gevonden voor ‘{ $query }’
banks-none-here = Hier is geen bank om te tonen
banks-none-help = Controleer de spelling of probeer de naam van de groep.
banks-more =
    { $count ->
        [one] Er is nog één bank die niet wordt getoond. U vindt deze door te zoeken.
       *[other] Er zijn nog { $count } banken die niet worden getoond. U vindt de uwe door te zoeken.
    }
banks-highlighted = Voorgesteld door { $application }
banks-others = Andere banken
banks-show-all = Alle banken tonen
banks-error-gone = Deze bank kan op dit moment niet worden gekoppeld. Kies een andere bank.
bank-degraded = Momenteel traag
bank-down = Momenteel buiten dienst
bank-chosen-before = Uw laatste keuze
banks-missing = Staat uw bank er niet bij? Dan kan ze nog niet worden gekoppeld. U kunt stoppen en teruggaan naar { $application }: er gaat niets verloren.

## sub_banks_list

banks-branches =
    { $count ->
        [one] { $count } vestiging
       *[other] { $count } vestigingen
    }
branches-title = Welke vestiging van { $bank }?
branches-intro = Kies de vestiging waar u uw rekeningen hebt. De naam staat op uw pas of in de app.
branches-search = Een vestiging of plaats zoeken
branches-show-all = Alle vestigingen tonen

## bank_creds_form en edit_bank_creds_form

creds-title = Log in bij { $bank }
creds-intro = Gebruik dezelfde inloggegevens als op de website of in de app van uw bank.
creds-field-login = Inlognaam
creds-field-password = Wachtwoord
creds-field-password2 = Tweede wachtwoord
creds-field-other = Antwoord
creds-show = Tonen
creds-hide = Verbergen
creds-error-missing = Vul dit veld in.
creds-error-too-long =
    { $max ->
        [one] Maximaal { $max } teken.
       *[other] Maximaal { $max } tekens.
    }
creds-error-too-short =
    { $min ->
        [one] Minimaal { $min } teken.
       *[other] Minimaal { $min } tekens.
    }
creds-error-digits = Alleen cijfers, zonder spaties.
creds-security = Uw inloggegevens worden versleuteld en alleen gebruikt om uw rekeningen te lezen. { $application } ziet ze nooit.
creds-submit = Akkoord en koppelen
creds-change-bank = Andere bank kiezen
creds-change-branch = Een ander filiaal kiezen
creds-site-title = { $bank } koppelen
creds-site-intro = { $bank } vraagt uw inloggegevens op de eigen website. Daar geeft u toestemming en daarna komt u hier terug.
creds-site-security = Uw inloggegevens blijven tussen u en uw bank.
creds-site-submit = Akkoord en verder naar { $bank }
creds-bank-degraded = { $bank } reageert momenteel traag. Het kan langer duren dan gewoonlijk.
creds-bank-down = { $bank } is momenteel buiten dienst. U kunt het toch proberen, of een andere bank kiezen.
edit-creds-title = Werk uw inloggegevens voor { $bank } bij
edit-creds-intro = Uw koppeling blijft dezelfde, met alles wat erin staat. Alleen de inloggegevens veranderen.
edit-creds-submit = Bijwerken en koppelen

## at_bank, en de terugkeer in een andere browser

at-bank-title = Verder bij { $bank }
at-bank-intro = U logt in en geeft toestemming op de website van { $bank }.
at-bank-return = Daarna brengt { $bank } u hier terug en gaat deze pagina vanzelf verder.
at-bank-go = Naar { $bank }
at-bank-again = De website opent niet, of het verzoek is verlopen: opnieuw beginnen
confirm-return-title = Is dit uw koppeling?
confirm-return = U komt terug van { $bank }. { $application } is deze koppeling in een andere browser begonnen.
confirm-return-of = U komt terug van { $bank }. { $application } is deze koppeling in een andere browser begonnen, voor { $email }.
confirm-return-only-yours = Ga alleen verder als u ermee begonnen bent.
confirm-return-submit = Ja, hier verdergaan
confirm-return-else = Sluit anders dit venster: er wordt niets gedeeld.

## start: de eerste pagina van een sessie voor een koppeling die al bestaat

start-renew-title = Vernieuw uw toegang tot { $bank }
start-renew-intro = Uw bank moet af en toe controleren of u het echt bent. De bank vraagt om een code of om uw goedkeuring in de app.
start-renew-submit = Akkoord en bevestigen
start-act-title = { $bank } heeft eerst iets van u nodig
start-act-do = Doe dit op de website of in de app van uw bank en kom daarna hier terug.
start-act-submit = Ik heb het gedaan
start-refresh-title = Uw rekeningen bij { $bank } bijwerken
start-refresh-intro = Wij lezen uw rekeningen bij { $bank } opnieuw. Dit duurt ongeveer een minuut.
start-refresh-submit = Akkoord en bijwerken

## sync_in_progress

wait-connecting-title = Verbinding maken met { $bank }
wait-reading-title = Uw rekeningen worden gelezen
wait-intro = Dit duurt meestal minder dan een minuut. De pagina gaat vanzelf verder.
wait-step-connect = Beveiligde verbinding met { $bank }
wait-step-read = Rekeningen en transacties
wait-step-ready = Klaar voor { $application }
wait-progress = { $done } van { $total } rekeningen
wait-progress-label = Gelezen rekeningen

## otp_form

otp-title = Voer uw code in
otp-from-bank = Bericht van { $bank }
otp-intro = { $bank } heeft u een beveiligingscode gestuurd.
otp-label = Beveiligingscode
otp-error-missing = Voer de code in.
otp-error-digits = De code bestaat alleen uit cijfers.
otp-error-wrong = Deze code klopt niet. Controleer de code en voer deze opnieuw in.
otp-attempts =
    { $count ->
        [one] U hebt nog één poging.
       *[other] U hebt nog { $count } pogingen.
    }
otp-submit = Bevestigen
otp-help = Het kan een minuut duren voordat de code aankomt. Geef de code nooit aan iemand door via de telefoon.
approve-title = Keur het verzoek goed in uw app van { $bank }
approve-intro = { $bank } heeft een verzoek naar uw telefoon gestuurd.
approve-intro-scan = { $bank } toont het verzoek hier als QR-code.
approve-step-open = Open uw app van { $bank }
approve-step-approve = Keur het verzoek goed dat daar wordt getoond
approve-step-return = Kom hier terug
approve-waiting = Wachten op uw goedkeuring…
approve-moves-on = De pagina gaat vanzelf verder.
method-title = Hoe moet { $bank } nagaan dat u het bent?
method-intro = Kies wat u bij de hand hebt.
method-sms = Code per sms
method-email = Code per e-mail
method-app = Goedkeuring in de app van de bank
method-photo = Afbeelding om te scannen
method-other = Een andere manier
otp-picture = Afbeelding van { $bank } waar de app of lezer uw code van maakt
otp-digits =
    { $count ->
        [one] De code heeft één cijfer.
       *[other] De code heeft { $count } cijfers.
    }
otp-characters =
    { $count ->
        [one] De code heeft één teken.
       *[other] De code heeft { $count } tekens.
    }
otp-valid =
    { $minutes ->
        [one] De code is nog één minuut geldig.
       *[other] De code is nog { $minutes } minuten geldig.
    }
otp-over = De tijd voor deze code is voorbij.
otp-new-code = Nieuwe code vragen
otp-renewed = Er is een nieuwe code. De vorige telt niet meer.
otp-other-method = Een andere manier gebruiken
approve-picture = QR-code voor de app van { $bank }
approve-step-scan = Scan daarmee de QR-code
approve-valid =
    { $minutes ->
        [one] Het verzoek blijft nog één minuut open.
       *[other] Het verzoek blijft nog { $minutes } minuten open.
    }
approve-over = De tijd voor dit verzoek is voorbij.

## Keuze van de rekeningen

accounts-title = Kies uw rekeningen
accounts-intro = { $application } ziet alleen de rekeningen die u aanvinkt.
accounts-max =
    { $max ->
        [one] U kunt één rekening delen.
       *[other] U kunt maximaal { $max } rekeningen delen.
    }
accounts-legend = Uw rekeningen bij { $bank }
accounts-count = { $count } van { $max } gekozen
accounts-error-none = Kies ten minste één rekening.
accounts-error-too-many =
    { $max ->
        [one] Er kan maar één rekening worden gedeeld. Vink de andere uit.
       *[other] Er kunnen maximaal { $max } rekeningen worden gedeeld. Vink er enkele uit.
    }
accounts-number = eindigt op { $digits }
accounts-submit = Deze rekeningen delen

## pro_validation_form

pro-title = Mag u deze rekeningen delen?
pro-intro = Dit zijn zakelijke rekeningen. { $application } ziet er niets van tot u bevestigt dat u ze mag delen.
pro-accounts = Zakelijke rekeningen bij { $bank }
pro-agree = Door te bevestigen verklaart u dat u namens het bedrijf mag handelen en de rekeningen ervan met { $application } mag delen.
pro-attest = Bevestigen en delen
pro-exclude = Zonder deze verdergaan

## email_validation_form

email-title = Bevestig uw e‑mailadres
email-known = { $application } heeft ons { $email } als uw adres gegeven. We sturen er een code naartoe om zeker te weten dat het van u is.
email-ask = Voordat u een bank koppelt, sturen we een code naar uw adres om zeker te weten dat het van u is.
email-label = E-mailadres
email-send = Code sturen
email-error-missing = Voer uw e-mailadres in.
email-error-invalid = Dit is geen e-mailadres. Het ziet eruit als naam@example.com.
email-error-refused = Dit adres neemt geen mail aan. Controleer het of voer een ander adres in.
email-refused = { $email } neemt geen mail aan. Ga terug naar { $application }, geef een ander adres op en begin opnieuw.
email-unsent = We konden de code niet sturen. U hebt niets fout gedaan: probeer het zo nog eens.
email-code-title = Voer de code uit de mail in
email-code-intro = Er is een code onderweg naar { $email }.
email-code-valid =
    { $minutes ->
        [one] De code is één minuut geldig.
       *[other] De code is { $minutes } minuten geldig.
    }
email-code-help = Na een minuut nog niets? Kijk bij de ongewenste mail, of vraag een nieuwe code aan.
email-code-error-digits = De code heeft zes cijfers.
email-code-resend = Nieuwe code sturen
email-code-change = Ander adres gebruiken
email-code-expired = Deze code is verlopen. Vraag een nieuwe aan.
email-code-used-up = De code was te vaak fout en is niet meer geldig. Vraag een nieuwe aan.
email-code-soon =
    { $seconds ->
        [one] Wacht één seconde voordat u een andere code aanvraagt.
       *[other] Wacht { $seconds } seconden voordat u een andere code aanvraagt.
    }
email-code-none-left = Hier kunnen geen codes meer worden gestuurd. Ga terug naar { $application } en begin opnieuw.
