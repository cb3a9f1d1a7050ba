# Mails.

## The code that confirms an e-mail address

mail-code-subject = Confirmez votre adresse e-mail pour { $application }
mail-code-intro = { $application } vous demande de confirmer que cette adresse e-mail est la vôtre, avant de connecter un compte bancaire.
mail-code-label = Votre code
mail-code-valid =
    { $minutes ->
        [one] Saisissez-le sur la page que vous avez ouverte. Il est valable une minute.
       *[other] Saisissez-le sur la page que vous avez ouverte. Il est valable { $minutes } minutes.
    }
mail-code-never = Personne ne vous demandera jamais ce code, ni par téléphone ni par message. Qui le fait est un escroc.
mail-code-ignore = Vous n’avez rien demandé ? Alors vous n’avez rien à faire : sans le code, rien n’est connecté.
