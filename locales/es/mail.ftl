# Mails.

## The code that confirms an e-mail address

mail-code-subject = Confirme su dirección de correo para { $application }
mail-code-intro = { $application } le pide que confirme que esta dirección de correo es suya, antes de conectar una cuenta bancaria.
mail-code-label = Su código
mail-code-valid =
    { $minutes ->
        [one] Introdúzcalo en la página que tiene abierta. Es válido durante un minuto.
       *[other] Introdúzcalo en la página que tiene abierta. Es válido durante { $minutes } minutos.
    }
mail-code-never = Nadie le pedirá nunca este código, ni por teléfono ni en un mensaje. Quien lo haga es un estafador.
mail-code-ignore = ¿No lo ha pedido? Entonces no tiene que hacer nada: sin el código no se conecta nada.
