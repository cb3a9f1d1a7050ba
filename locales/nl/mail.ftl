# Mails.

## The code that confirms an e-mail address

mail-code-subject = Bevestig uw e-mailadres voor { $application }
mail-code-intro = { $application } vraagt u te bevestigen dat dit e-mailadres van u is, voordat u een bankrekening koppelt.
mail-code-label = Uw code
mail-code-valid =
    { $minutes ->
        [one] Voer de code in op de pagina die u hebt geopend. De code is één minuut geldig.
       *[other] Voer de code in op de pagina die u hebt geopend. De code is { $minutes } minuten geldig.
    }
mail-code-never = Niemand zal u ooit om deze code vragen, niet aan de telefoon en niet in een bericht. Wie dat doet, is een oplichter.
mail-code-ignore = Hebt u er niet om gevraagd? Dan hoeft u niets te doen: zonder de code wordt er niets gekoppeld.
