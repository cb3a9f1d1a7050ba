# Mails.

## The code that confirms an e-mail address

mail-code-subject = Confermi il suo indirizzo e-mail per { $application }
mail-code-intro = { $application } le chiede di confermare che questo indirizzo e-mail è suo, prima di collegare un conto bancario.
mail-code-label = Il suo codice
mail-code-valid =
    { $minutes ->
        [one] Lo inserisca nella pagina che ha aperta. È valido per un minuto.
       *[other] Lo inserisca nella pagina che ha aperta. È valido per { $minutes } minuti.
    }
mail-code-never = Nessuno le chiederà mai questo codice, né al telefono né in un messaggio. Chi lo fa è un truffatore.
mail-code-ignore = Non lo ha chiesto? Allora non deve fare nulla: senza il codice non si collega nulla.
