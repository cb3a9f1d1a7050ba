# Die Seiten der Bankverbindung, in der Reihenfolge, in der man ihnen begegnet.

## Worum gebeten wird, und für wie lange

consent-title = Was Sie mit { $application } teilen
consent-payment = Ihre Girokonten und Karten
consent-all = Ihre Konten jeder Art
consent-data = Name, Kontonummer, Kontostand und Umsätze
consent-choice = Nur was Sie auswählen
consent-choice-more = Sie wählen die Konten aus, bevor etwas geteilt wird
consent-days = Für { $days } Tage
consent-days-more = Danach fragt Ihre Bank Sie erneut
consent-read-only = Nur Lesezugriff
consent-read-only-more = Niemand kann damit Geld bewegen
consent-agree = Wenn Sie fortfahren, stimmen Sie zu, diese Daten mit { $application } zu teilen.

## highlighted_banks

banks-title = Wählen Sie Ihre Bank
banks-intro = { $application } möchte Ihre Konten einsehen. Bei welcher Bank haben Sie sie?
banks-search = Bank suchen
banks-search-button = Suchen
banks-country = Land
banks-found =
    { $count ->
        [one] { $count } Bank
       *[other] { $count } Banken
    }
banks-found-for =
    { $count ->
        [one] { $count } Bank für „{ $query }“
       *[other] { $count } Banken für „{ $query }“
    }
banks-none = Keine Bank für „{ $query }“ gefunden
banks-none-here = Hier ist keine Bank verfügbar
banks-none-help = Prüfen Sie die Schreibweise, oder versuchen Sie es mit dem Namen der Bankengruppe.
banks-more =
    { $count ->
        [one] Eine weitere Bank wird nicht angezeigt. Über die Suche finden Sie sie.
       *[other] { $count } weitere Banken werden nicht angezeigt. Über die Suche finden Sie Ihre Bank.
    }
banks-highlighted = Von { $application } vorgeschlagen
banks-others = Weitere Banken
banks-show-all = Alle Banken anzeigen
banks-error-gone = Diese Bank kann derzeit nicht verbunden werden. Bitte wählen Sie eine andere.
bank-degraded = Zurzeit langsam
bank-down = Zurzeit außer Betrieb
bank-chosen-before = Ihre letzte Wahl
banks-missing = Nicht dabei? Ihre Bank kann noch nicht verbunden werden. Sie können die Seite verlassen und zu { $application } zurückkehren: Es geht nichts verloren.

## sub_banks_list

banks-branches =
    { $count ->
        [one] { $count } Filiale
       *[other] { $count } Filialen
    }
branches-title = Welche Filiale von { $bank }?
branches-intro = Wählen Sie die Filiale, die Ihre Konten führt. Ihr Name steht auf Ihrer Karte oder in ihrer App.
branches-search = Filiale oder Ort suchen
branches-show-all = Alle Filialen anzeigen

## bank_creds_form und edit_bank_creds_form

creds-title = Melden Sie sich bei { $bank } an
creds-intro = Verwenden Sie dieselben Zugangsdaten wie auf der Website oder in der App Ihrer Bank.
creds-field-login = Anmeldename
creds-field-password = Passwort
creds-field-password2 = Zweites Passwort
creds-field-other = Antwort
creds-show = Anzeigen
creds-hide = Verbergen
creds-error-missing = Bitte füllen Sie dieses Feld aus.
creds-error-too-long =
    { $max ->
        [one] Höchstens { $max } Zeichen.
       *[other] Höchstens { $max } Zeichen.
    }
creds-error-too-short =
    { $min ->
        [one] Mindestens { $min } Zeichen.
       *[other] Mindestens { $min } Zeichen.
    }
creds-error-digits = Nur Ziffern, ohne Leerzeichen.
creds-security = Ihre Zugangsdaten werden verschlüsselt und nur zum Lesen Ihrer Konten verwendet. { $application } sieht sie nie.
creds-submit = Zustimmen und verbinden
creds-change-bank = Andere Bank wählen
creds-change-branch = Andere Filiale wählen
creds-site-title = Verbinden Sie { $bank }
creds-site-intro = { $bank } fragt Ihre Zugangsdaten auf der eigenen Website ab. Dort stimmen Sie zu und kommen dann hierher zurück.
creds-site-security = Ihre Zugangsdaten bleiben zwischen Ihnen und Ihrer Bank.
creds-site-submit = Zustimmen und weiter zu { $bank }
creds-bank-degraded = { $bank } antwortet zurzeit langsam. Es kann länger dauern als sonst.
creds-bank-down = { $bank } ist zurzeit außer Betrieb. Sie können es trotzdem versuchen oder eine andere Bank wählen.
edit-creds-title = Aktualisieren Sie Ihre Zugangsdaten für { $bank }
edit-creds-intro = Ihre Verbindung bleibt bestehen, mit allem, was sie enthält. Nur die Zugangsdaten ändern sich.
edit-creds-submit = Aktualisieren und verbinden

## at_bank, und die Rückkehr von dort in einem anderen Browser

at-bank-title = Weiter bei { $bank }
at-bank-intro = Sie melden sich auf der Website von { $bank } an und stimmen dort zu.
at-bank-return = Danach bringt { $bank } Sie hierher zurück, und diese Seite geht von selbst weiter.
at-bank-go = Zu { $bank }
at-bank-again = Die Website öffnet sich nicht oder die Anfrage ist abgelaufen: neu beginnen
confirm-return-title = Ist das Ihre Verbindung?
confirm-return = Sie kommen von { $bank } zurück. { $application } hat diese Verbindung in einem anderen Browser begonnen.
confirm-return-of = Sie kommen von { $bank } zurück. { $application } hat diese Verbindung in einem anderen Browser begonnen, für { $email }.
confirm-return-only-yours = Fahren Sie nur fort, wenn Sie selbst sie begonnen haben.
confirm-return-submit = Ja, hier fortfahren
confirm-return-else = Andernfalls schließen Sie dieses Fenster: Es wird nichts geteilt.

## start: die erste Seite einer Sitzung für eine Verbindung, die es schon gibt

start-renew-title = Erneuern Sie Ihren Zugang zu { $bank }
start-renew-intro = Ihre Bank muss sich von Zeit zu Zeit vergewissern, dass wirklich Sie es sind. Sie fragt nach einem Code oder nach Ihrer Freigabe in ihrer App.
start-renew-submit = Zustimmen und bestätigen
start-act-title = { $bank } braucht zuerst etwas von Ihnen
start-act-do = Erledigen Sie es auf der Website oder in der App Ihrer Bank, und kommen Sie dann hierher zurück.
start-act-submit = Ich habe es erledigt
start-refresh-title = Aktualisieren Sie Ihre Konten bei { $bank }
start-refresh-intro = Wir lesen Ihre Konten bei { $bank } noch einmal. Das dauert etwa eine Minute.
start-refresh-submit = Zustimmen und aktualisieren

## sync_in_progress

wait-connecting-title = Verbindung mit { $bank } wird hergestellt
wait-reading-title = Ihre Konten werden gelesen
wait-intro = Das dauert meist weniger als eine Minute. Die Seite geht von selbst weiter.
wait-step-connect = Sichere Verbindung mit { $bank }
wait-step-read = Konten und Umsätze
wait-step-ready = Bereit für { $application }
wait-progress = { $done } von { $total } Konten
wait-progress-label = Gelesene Konten

## otp_form

otp-title = Geben Sie Ihren Code ein
otp-from-bank = Nachricht von { $bank }
otp-intro = { $bank } hat Ihnen einen Sicherheitscode gesendet.
otp-label = Sicherheitscode
otp-error-missing = Bitte geben Sie den Code ein.
otp-error-digits = Der Code besteht nur aus Ziffern.
otp-error-wrong = Dieser Code stimmt nicht. Bitte prüfen Sie ihn und geben Sie ihn erneut ein.
otp-attempts =
    { $count ->
        [one] Sie haben noch einen Versuch.
       *[other] Sie haben noch { $count } Versuche.
    }
otp-submit = Bestätigen
otp-help = Es kann eine Minute dauern, bis der Code ankommt. Geben Sie ihn nie am Telefon weiter.
approve-title = Geben Sie die Anfrage in Ihrer App von { $bank } frei
approve-intro = { $bank } hat eine Anfrage an Ihr Telefon gesendet.
approve-intro-scan = { $bank } zeigt die Anfrage hier als QR-Code.
approve-step-open = Öffnen Sie Ihre App von { $bank }
approve-step-approve = Geben Sie die dort angezeigte Anfrage frei
approve-step-return = Kommen Sie hierher zurück
approve-waiting = Wir warten auf Ihre Freigabe …
approve-moves-on = Die Seite geht von selbst weiter.
method-title = Wie soll { $bank } prüfen, dass Sie es sind?
method-intro = Wählen Sie, was Sie zur Hand haben.
method-sms = Code per SMS
method-email = Code per E-Mail
method-app = Freigabe in der App der Bank
method-photo = Bild zum Scannen
method-other = Ein anderer Weg
otp-picture = Bild von { $bank }, aus dem App oder Lesegerät Ihren Code macht
otp-digits =
    { $count ->
        [one] Der Code hat eine Ziffer.
       *[other] Der Code hat { $count } Ziffern.
    }
otp-characters =
    { $count ->
        [one] Der Code hat ein Zeichen.
       *[other] Der Code hat { $count } Zeichen.
    }
otp-valid =
    { $minutes ->
        [one] Der Code gilt noch eine Minute.
       *[other] Der Code gilt noch { $minutes } Minuten.
    }
otp-over = Die Zeit für diesen Code ist abgelaufen.
otp-new-code = Neuen Code anfordern
otp-renewed = Es gibt einen neuen Code. Der vorige gilt nicht mehr.
otp-other-method = Einen anderen Weg nehmen
approve-picture = QR-Code für die App von { $bank }
approve-step-scan = Scannen Sie damit den QR-Code
approve-valid =
    { $minutes ->
        [one] Die Anfrage bleibt noch eine Minute offen.
       *[other] Die Anfrage bleibt noch { $minutes } Minuten offen.
    }
approve-over = Die Zeit für diese Anfrage ist abgelaufen.

## Auswahl der Konten

accounts-title = Wählen Sie Ihre Konten aus
accounts-intro = { $application } sieht nur die Konten, die Sie ankreuzen.
accounts-max =
    { $max ->
        [one] Sie können ein Konto teilen.
       *[other] Sie können bis zu { $max } Konten teilen.
    }
accounts-legend = Ihre Konten bei { $bank }
accounts-count = { $count } von { $max } ausgewählt
accounts-error-none = Bitte wählen Sie mindestens ein Konto aus.
accounts-error-too-many =
    { $max ->
        [one] Es kann nur ein Konto geteilt werden. Bitte wählen Sie die anderen ab.
       *[other] Es können höchstens { $max } Konten geteilt werden. Bitte wählen Sie einige ab.
    }
accounts-number = endet auf { $digits }
accounts-submit = Diese Konten teilen

## pro_validation_form

pro-title = Dürfen Sie diese Konten teilen?
pro-intro = Dies sind Geschäftskonten. { $application } sieht nichts davon, bis Sie bestätigen, dass Sie sie teilen dürfen.
pro-accounts = Geschäftskonten bei { $bank }
pro-agree = Mit der Bestätigung erklären Sie, dass Sie für das Unternehmen handeln und seine Konten mit { $application } teilen dürfen.
pro-attest = Bestätigen und teilen
pro-exclude = Ohne sie fortfahren

## email_validation_form

email-title = Bestätigen Sie Ihre E‑Mail-Adresse
email-known = { $application } hat uns { $email } als Ihre Adresse genannt. Wir senden einen Code dorthin, um sicher zu sein, dass sie Ihnen gehört.
email-ask = Bevor Sie eine Bank verbinden, senden wir einen Code an Ihre Adresse, um sicher zu sein, dass sie Ihnen gehört.
email-label = E-Mail-Adresse
email-send = Code senden
email-error-missing = Bitte geben Sie Ihre E-Mail-Adresse ein.
email-error-invalid = Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.com.
email-error-refused = Diese Adresse nimmt keine E-Mails an. Bitte prüfen Sie sie oder geben Sie eine andere ein.
email-refused = { $email } nimmt keine E-Mails an. Gehen Sie zurück zu { $application }, geben Sie dort eine andere Adresse an und beginnen Sie neu.
email-unsent = Wir konnten den Code nicht senden. Sie haben nichts falsch gemacht: Bitte versuchen Sie es gleich noch einmal.
email-code-title = Geben Sie den Code aus der E‑Mail ein
email-code-intro = Ein Code ist unterwegs an { $email }.
email-code-valid =
    { $minutes ->
        [one] Er gilt eine Minute.
       *[other] Er gilt { $minutes } Minuten.
    }
email-code-help = Nach einer Minute noch nichts da? Sehen Sie im Spam-Ordner nach, oder fordern Sie einen neuen Code an.
email-code-error-digits = Der Code hat sechs Ziffern.
email-code-resend = Neuen Code senden
email-code-change = Andere Adresse verwenden
email-code-expired = Dieser Code ist abgelaufen. Bitte fordern Sie einen neuen an.
email-code-used-up = Der Code war zu oft falsch und gilt nicht mehr. Bitte fordern Sie einen neuen an.
email-code-soon =
    { $seconds ->
        [one] Bitte warten Sie eine Sekunde, bevor Sie einen weiteren Code anfordern.
       *[other] Bitte warten Sie { $seconds } Sekunden, bevor Sie einen weiteren Code anfordern.
    }
email-code-none-left = Hier können keine weiteren Codes gesendet werden. Gehen Sie zurück zu { $application } und beginnen Sie neu.
