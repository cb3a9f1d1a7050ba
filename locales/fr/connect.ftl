# Les pages du parcours de connexion, dans l’ordre où on les rencontre.

## Ce qui est demandé, et pour combien de temps

consent-title = Ce que vous partagez avec { $application }
consent-payment = Vos comptes courants et vos cartes
consent-all = Vos comptes de toute nature
consent-data = Titulaire, numéro de compte, solde et opérations
consent-choice = Seulement ce que vous choisissez
consent-choice-more = Vous cochez les comptes avant tout partage
consent-days = Pendant { $days } jours
consent-days-more = Ensuite, votre banque vous le redemande
consent-read-only = En lecture seule
consent-read-only-more = Personne ne peut s’en servir pour déplacer de l’argent
consent-agree = En continuant, vous acceptez de partager ces données avec { $application }.

## highlighted_banks

banks-title = Choisissez votre banque
banks-intro = { $application } souhaite consulter vos comptes. Dans quelle banque sont-ils ?
banks-search = Rechercher une banque
banks-search-button = Rechercher
banks-country = Pays
banks-found =
    { $count ->
        [one] { $count } banque
       *[other] { $count } banques
    }
banks-found-for =
    { $count ->
        [one] { $count } banque pour « { $query } »
       *[other] { $count } banques pour « { $query } »
    }
banks-none = Aucune banque trouvée pour « { $query } »
banks-none-here = Aucune banque à afficher ici
banks-none-help = Vérifiez l’orthographe, ou essayez le nom de son groupe.
banks-more =
    { $count ->
        [one] Une autre banque n’est pas affichée. Recherchez-la pour la trouver.
       *[other] { $count } autres banques ne sont pas affichées. Recherchez la vôtre.
    }
banks-highlighted = Suggérées par { $application }
banks-others = Autres banques
banks-show-all = Afficher toutes les banques
banks-error-gone = Cette banque ne peut pas être connectée pour le moment. Veuillez en choisir une autre.
bank-degraded = Lente en ce moment
bank-down = Indisponible en ce moment
bank-chosen-before = Votre dernier choix
banks-missing = Elle n’y est pas ? Votre banque ne peut pas encore être connectée. Vous pouvez quitter et revenir à { $application } : rien n’est perdu.

## sub_banks_list

banks-branches =
    { $count ->
        [one] { $count } caisse
       *[other] { $count } caisses
    }
branches-title = Quelle caisse de { $bank } ?
branches-intro = Choisissez celle qui tient vos comptes. Son nom figure sur votre carte ou dans son application.
branches-search = Rechercher une caisse ou une ville
branches-show-all = Afficher toutes les caisses

## bank_creds_form et edit_bank_creds_form

creds-title = Connectez-vous à { $bank }
creds-intro = Utilisez les mêmes identifiants que sur le site ou l’application de votre banque.
creds-field-login = Identifiant
creds-field-password = Mot de passe
creds-field-password2 = Second mot de passe
creds-field-other = Réponse
creds-show = Afficher
creds-hide = Masquer
creds-error-missing = Veuillez remplir ce champ.
creds-error-too-long =
    { $max ->
        [one] { $max } caractère au plus.
       *[other] { $max } caractères au plus.
    }
creds-error-too-short =
    { $min ->
        [one] { $min } caractère au moins.
       *[other] { $min } caractères au moins.
    }
creds-error-digits = Des chiffres seulement, sans espace.
creds-security = Vos identifiants sont chiffrés et ne servent qu’à lire vos comptes. { $application } ne les voit jamais.
creds-submit = Accepter et connecter
creds-change-bank = Choisir une autre banque
creds-change-branch = Choisir une autre caisse
creds-site-title = Connectez { $bank }
creds-site-intro = { $bank } demande vos identifiants sur son propre site. Vous y donnez votre accord, puis revenez ici.
creds-site-security = Vos identifiants restent entre vous et votre banque.
creds-site-submit = Accepter et continuer chez { $bank }
creds-bank-degraded = { $bank } répond lentement en ce moment. Cela peut durer plus longtemps que d’habitude.
creds-bank-down = { $bank } est indisponible en ce moment. Vous pouvez essayer tout de même, ou choisir une autre banque.
edit-creds-title = Mettez à jour vos identifiants { $bank }
edit-creds-intro = Votre connexion reste la même, avec tout ce qu’elle contient. Seuls les identifiants changent.
edit-creds-submit = Mettre à jour et connecter

## at_bank, et le retour dans un autre navigateur

at-bank-title = Continuez chez { $bank }
at-bank-intro = Vous vous connectez et donnez votre accord sur le site de { $bank }.
at-bank-return = Ensuite, { $bank } vous ramène ici, et cette page avance d’elle-même.
at-bank-go = Aller chez { $bank }
at-bank-again = Le site ne s’ouvre pas, ou la demande a expiré : recommencer
confirm-return-title = Est-ce bien votre connexion ?
confirm-return = Vous revenez de { $bank }. { $application } a commencé cette connexion dans un autre navigateur.
confirm-return-of = Vous revenez de { $bank }. { $application } a commencé cette connexion dans un autre navigateur, pour { $email }.
confirm-return-only-yours = Continuez seulement si c’est vous qui l’avez commencée.
confirm-return-submit = Oui, continuer ici
confirm-return-else = Sinon, fermez cette fenêtre : rien n’est partagé.

## start : la première page d’une session pour une connexion qui existe

start-renew-title = Renouvelez votre accès à { $bank }
start-renew-intro = Votre banque doit vérifier de temps en temps que c’est bien vous. Elle vous demande un code, ou une validation dans son application.
start-renew-submit = Accepter et confirmer
start-act-title = { $bank } attend d’abord quelque chose de vous
start-act-do = Faites-le sur le site ou dans l’application de votre banque, puis revenez ici.
start-act-submit = C’est fait
start-refresh-title = Actualisez vos comptes { $bank }
start-refresh-intro = Nous lisons à nouveau vos comptes chez { $bank }. Cela prend environ une minute.
start-refresh-submit = Accepter et actualiser

## sync_in_progress

wait-connecting-title = Connexion à { $bank }
wait-reading-title = Lecture de vos comptes
wait-intro = Cela prend le plus souvent moins d’une minute. La page avance toute seule.
wait-step-connect = Connexion sécurisée à { $bank }
wait-step-read = Comptes et opérations
wait-step-ready = Prêt pour { $application }
wait-progress = { $done } sur { $total } comptes
wait-progress-label = Comptes lus

## otp_form

otp-title = Saisissez votre code
otp-from-bank = Message de { $bank }
otp-intro = { $bank } vous a envoyé un code de sécurité.
otp-label = Code de sécurité
otp-error-missing = Veuillez saisir le code.
otp-error-digits = Le code ne contient que des chiffres.
otp-error-wrong = Ce code n’est pas le bon. Veuillez le vérifier et le saisir à nouveau.
otp-attempts =
    { $count ->
        [one] Il reste un essai.
       *[other] Il reste { $count } essais.
    }
otp-submit = Confirmer
otp-help = Le code peut mettre une minute à arriver. Ne le donnez jamais à personne par téléphone.
approve-title = Validez dans l’application { $bank }
approve-intro = { $bank } a envoyé une demande sur votre téléphone.
approve-intro-scan = { $bank } affiche ici sa demande sous forme de QR code.
approve-step-open = Ouvrez votre application { $bank }
approve-step-approve = Validez la demande qui s’y affiche
approve-step-return = Revenez ici
approve-waiting = En attente de votre validation…
approve-moves-on = La page avance toute seule.
method-title = Comment { $bank } doit-elle s’assurer que c’est bien vous ?
method-intro = Choisissez ce que vous avez sous la main.
method-sms = Code par SMS
method-email = Code par e-mail
method-app = Validation dans l’application de la banque
method-photo = Image à scanner
method-other = Un autre moyen
otp-picture = Image de { $bank }, que son application ou son lecteur transforme en code
otp-digits =
    { $count ->
        [one] Le code comporte un chiffre.
       *[other] Le code comporte { $count } chiffres.
    }
otp-characters =
    { $count ->
        [one] Le code comporte un caractère.
       *[other] Le code comporte { $count } caractères.
    }
otp-valid =
    { $minutes ->
        [one] Le code est encore valable une minute.
       *[other] Le code est encore valable { $minutes } minutes.
    }
otp-over = Le temps accordé à ce code est écoulé.
otp-new-code = Demander un nouveau code
otp-renewed = Il y a un nouveau code. Le précédent n’est plus valable.
otp-other-method = Utiliser un autre moyen
approve-picture = QR code pour l’application { $bank }
approve-step-scan = Scannez-y le QR code
approve-valid =
    { $minutes ->
        [one] La demande reste ouverte une minute.
       *[other] La demande reste ouverte { $minutes } minutes.
    }
approve-over = Le temps accordé à cette demande est écoulé.

## Choix des comptes

accounts-title = Choisissez vos comptes
accounts-intro = { $application } ne voit que les comptes que vous cochez.
accounts-max =
    { $max ->
        [one] Vous pouvez partager un compte.
       *[other] Vous pouvez partager jusqu’à { $max } comptes.
    }
accounts-legend = Vos comptes chez { $bank }
accounts-count = { $count } sur { $max } choisis
accounts-error-none = Veuillez choisir au moins un compte.
accounts-error-too-many =
    { $max ->
        [one] Un seul compte peut être partagé. Veuillez décocher les autres.
       *[other] { $max } comptes au plus peuvent être partagés. Veuillez en décocher.
    }
accounts-number = se terminant par { $digits }
accounts-submit = Partager ces comptes

## pro_validation_form

pro-title = Pouvez-vous partager ces comptes ?
pro-intro = Ce sont des comptes professionnels. { $application } n’en voit rien tant que vous ne confirmez pas que vous pouvez les partager.
pro-accounts = Comptes professionnels chez { $bank }
pro-agree = En confirmant, vous déclarez pouvoir agir pour l’entreprise et partager ses comptes avec { $application }.
pro-attest = Confirmer et partager
pro-exclude = Continuer sans eux

## email_validation_form

email-title = Confirmez votre adresse e‑mail
email-known = { $application } nous a indiqué { $email } comme votre adresse. Nous y envoyons un code pour vérifier qu’elle est bien la vôtre.
email-ask = Avant de connecter une banque, nous envoyons un code à votre adresse pour vérifier qu’elle est bien la vôtre.
email-label = Adresse e-mail
email-send = Envoyer le code
email-error-missing = Veuillez saisir votre adresse e-mail.
email-error-invalid = Ce n’est pas une adresse e-mail. Elle ressemble à nom@example.com.
email-error-refused = Cette adresse n’accepte pas de courrier. Veuillez la vérifier ou en saisir une autre.
email-refused = { $email } n’accepte pas de courrier. Retournez à { $application }, indiquez une autre adresse et recommencez.
email-unsent = Nous n’avons pas pu envoyer le code. Vous n’y êtes pour rien : veuillez réessayer dans un instant.
email-code-title = Saisissez le code reçu par e‑mail
email-code-intro = Un code est en route vers { $email }.
email-code-valid =
    { $minutes ->
        [one] Il est valable une minute.
       *[other] Il est valable { $minutes } minutes.
    }
email-code-help = Rien reçu après une minute ? Regardez parmi les courriers indésirables, ou demandez un nouveau code.
email-code-error-digits = Le code comporte six chiffres.
email-code-resend = Envoyer un nouveau code
email-code-change = Utiliser une autre adresse
email-code-expired = Ce code a expiré. Veuillez en demander un nouveau.
email-code-used-up = Trop de codes incorrects ont été saisis, ce code n’est plus valable. Veuillez en demander un nouveau.
email-code-soon =
    { $seconds ->
        [one] Veuillez patienter une seconde avant de demander un autre code.
       *[other] Veuillez patienter { $seconds } secondes avant de demander un autre code.
    }
email-code-none-left = Aucun autre code ne peut être envoyé ici. Retournez à { $application } et recommencez.
