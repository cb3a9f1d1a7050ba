# Mails.

## The code that confirms an e-mail address

mail-code-subject = Confirme o seu endereço de e-mail para { $application }
mail-code-intro = { $application } pede-lhe que confirme que este endereço de e-mail é seu, antes de ligar uma conta bancária.
mail-code-label = O seu código
mail-code-valid =
    { $minutes ->
        [one] Introduza-o na página que tem aberta. É válido durante um minuto.
       *[other] Introduza-o na página que tem aberta. É válido durante { $minutes } minutos.
    }
mail-code-never = Ninguém lhe pedirá alguma vez este código, nem por telefone nem numa mensagem. Quem o fizer é um burlão.
mail-code-ignore = Não o pediu? Então não precisa de fazer nada: sem o código, nada é ligado.
