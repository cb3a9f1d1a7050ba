# Mails.

## The code that confirms an e-mail address

mail-code-subject = Confirm your e-mail address for { $application }
mail-code-intro = { $application } asks you to confirm that this e-mail address is yours, before you connect a bank account.
mail-code-label = Your code
mail-code-valid =
    { $minutes ->
        [one] Enter it on the page that you have open. It is valid for one minute.
       *[other] Enter it on the page that you have open. It is valid for { $minutes } minutes.
    }
mail-code-never = Nobody will ever ask you for this code, on the phone or in a message. Whoever does is a fraud.
mail-code-ignore = You did not ask for it? Then you need not do anything: without the code nothing is connected.
