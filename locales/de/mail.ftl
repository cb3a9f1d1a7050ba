# Mails.

## The code that confirms an e-mail address

mail-code-subject = Bestätigen Sie Ihre E-Mail-Adresse für { $application }
mail-code-intro = { $application } bittet Sie zu bestätigen, dass diese E-Mail-Adresse Ihnen gehört, bevor Sie ein Bankkonto verbinden.
mail-code-label = Ihr Code
mail-code-valid =
    { $minutes ->
        [one] Geben Sie ihn auf der Seite ein, die Sie geöffnet haben. Er gilt eine Minute.
       *[other] Geben Sie ihn auf der Seite ein, die Sie geöffnet haben. Er gilt { $minutes } Minuten.
    }
mail-code-never = Niemand wird Sie je nach diesem Code fragen, weder am Telefon noch in einer Nachricht. Wer es tut, will betrügen.
mail-code-ignore = Sie haben ihn nicht angefordert? Dann brauchen Sie nichts zu tun: Ohne den Code wird nichts verbunden.
