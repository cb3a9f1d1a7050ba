# Ce que dit l’état d’une connexion à la personne dont c’est la banque (status_code_description).
# status-<code>-<info> ; status-<code> parle pour chaque info qui n’a pas sa propre phrase.

status-just-added = Nous nous connectons à votre banque pour la première fois.
status-just-edited = Nous nous connectons à votre banque avec vos nouveaux identifiants.

status-402 = Votre banque n’a pas accepté vos identifiants. Veuillez les vérifier et les saisir à nouveau.
status-402-wrong-id = Votre banque ne connaît pas cet identifiant. Veuillez le vérifier et le saisir à nouveau.
status-402-wrong-id-format = Cet identifiant ne ressemble pas à ceux de votre banque. Veuillez vérifier comment il s’écrit.
status-402-wrong-pwd = Votre banque n’a pas accepté ce mot de passe. Veuillez le saisir à nouveau.
status-402-wrong-pwd-format = Ce mot de passe ne ressemble pas à ceux de votre banque. Veuillez vérifier comment il s’écrit.
status-402-wrong-pwd2 = Votre banque n’a pas accepté le second mot de passe. Veuillez le saisir à nouveau.
status-402-wrong-pwd2-format = Le second mot de passe ne ressemble pas à ceux de votre banque. Veuillez vérifier comment il s’écrit.
status-402-account-temporarily-blocked = Votre banque a bloqué votre accès en ligne pour un moment, le plus souvent après plusieurs mots de passe erronés. Veuillez attendre sa réouverture, puis saisir vos identifiants.
status-402-account-blocked = Votre banque a bloqué votre accès en ligne. Veuillez le débloquer sur son site ou dans son application, puis saisir vos identifiants.
status-402-account-blocked-contact-bank = Votre banque a bloqué votre accès en ligne. Veuillez la contacter pour le faire débloquer.

status-429 = Votre banque attend quelque chose de vous. Veuillez vous connecter à son site ou à son application et faire ce qu’elle demande.
status-429-tos-to-validate = Votre banque a de nouvelles conditions d’utilisation. Veuillez vous connecter à son site ou à son application pour les accepter.
status-429-contract-to-sign = Votre banque a un contrat à vous faire signer. Veuillez vous connecter à son site ou à son application pour le signer.
status-429-inactive-creds = Vos identifiants ne sont pas encore actifs. Veuillez les activer sur le site ou dans l’application de votre banque.
status-429-account-to-activate = Votre accès en ligne n’est pas encore actif. Veuillez l’activer sur le site ou dans l’application de votre banque.
status-429-phone-nb-to-confirm = Votre banque souhaite que vous confirmiez votre numéro de téléphone. Veuillez le faire sur son site ou dans son application.
status-429-information-to-review = Votre banque souhaite que vous relisiez certaines informations. Veuillez le faire sur son site ou dans son application.
status-429-smth-to-validate = Votre banque attend une confirmation de votre part. Veuillez la donner sur son site ou dans son application.
status-429-otp-registration-to-do = Votre banque souhaite que vous choisissiez comment recevoir ses codes de sécurité. Veuillez le faire sur son site ou dans son application.
status-429-kyc-to-fill = Votre banque doit mieux vous connaître et vous pose des questions. Veuillez y répondre sur son site ou dans son application.
status-429-amlcft-data-to-confirm = Votre banque doit vérifier des informations exigées par la loi. Veuillez les confirmer sur son site ou dans son application.
status-429-phone-nb-to-set = Votre banque a besoin de votre numéro de téléphone. Veuillez l’indiquer sur son site ou dans son application.
status-429-perso-data-to-confirm = Votre banque souhaite que vous confirmiez vos données personnelles. Veuillez le faire sur son site ou dans son application.
status-429-form-to-fill = Votre banque a un formulaire à vous faire remplir. Veuillez le faire sur son site ou dans son application.
status-429-readonly-access-to-create = Votre banque demande d’ouvrir d’abord un accès en lecture seule. Veuillez le créer sur son site ou dans son application.
status-429-cannot-access-services = Votre banque ne vous laisse pas entrer dans ses services en ligne pour le moment. Veuillez vous connecter à son site ou à son application pour savoir pourquoi.
status-429-no-online-access = Vous n’avez pas encore d’accès en ligne à cette banque. Veuillez lui demander de l’ouvrir.
status-429-creds-update-message = Votre banque souhaite que vous renouveliez vos identifiants. Veuillez le faire sur son site ou dans son application.
status-429-unlock-otp-in-app = Vos codes de sécurité sont verrouillés. Veuillez les déverrouiller dans l’application de votre banque.

status-430 = Votre banque souhaite que vous changiez de mot de passe. Veuillez le faire sur son site ou dans son application.

status-1003 = Un problème technique nous a empêchés de lire vos comptes. Nous réessaierons de nous-mêmes.
status-1003-cnt-crash = Un incident de notre côté a interrompu la lecture de vos comptes. Nous réessaierons de nous-mêmes.
status-1003-bank-is-down = Le service de votre banque n’est pas disponible pour le moment. Nous réessaierons de nous-mêmes.

status-1005 = Ce type de compte ou cette façon de se connecter n’est pas encore pris en charge.
status-1005-otp-not-supported = La façon dont votre banque confirme les connexions n’est pas encore prise en charge.
status-1005-closed-account = Ce compte a été clôturé par votre banque : il ne peut plus être connecté.

status-1007 = Les mises à jour de cette banque sont suspendues pour un moment. Elles reprendront d’elles-mêmes.
status-1009 = Des opérations peuvent manquer, ce qui est courant pour les titres et l’assurance vie. Vos soldes sont à jour.
status-1010 = Votre banque doit s’assurer que c’est bien vous. Veuillez vous authentifier à nouveau.
status-1010-otp-required = Votre banque doit s’assurer que c’est bien vous, par un code ou dans son application. Veuillez vous authentifier à nouveau.
status-1099 = Cette connexion passe à un nouveau lien avec votre banque. Vous n’avez rien à faire pour l’instant.
status-1100 = Des comptes professionnels ont été trouvés. Veuillez confirmer que vous avez le droit de les utiliser.

status-other = Cette connexion demande votre attention. Veuillez réessayer plus tard.
