# Les pages pour ce qui va de travers autour du parcours, et non dedans.

problem-unknown-link-title = Ce lien ne mène nulle part
problem-unknown-link = Il est peut-être incomplet, ou sa session est close depuis longtemps. Retournez sur l’application qui vous a envoyé ici et recommencez de là.
problem-expired-title = Ce lien a expiré
problem-expired = Pour votre sécurité, un lien ne fonctionne qu’un moment. Retournez sur l’application qui vous a envoyé ici et recommencez de là.
problem-other-browser-title = Ouvert dans un autre navigateur
problem-other-browser = Cette connexion a été commencée dans un autre navigateur ou sur un autre appareil. Pour votre sécurité, elle ne se poursuit que là-bas.
problem-other-browser-do = Retournez dans ce navigateur pour continuer. Si vous ne le pouvez pas, recommencez depuis { $application }.
problem-other-browser-do-anywhere = Retournez dans ce navigateur pour continuer. Si vous ne le pouvez pas, recommencez depuis l’application qui vous a envoyé ici.
problem-csrf-title = Veuillez réessayer
problem-csrf = Cette page est restée ouverte trop longtemps ou votre navigateur ne garde pas les cookies : nous n’avons pas pu vérifier que la demande venait de vous. Rien n’a été modifié.
problem-csrf-do = Revenez en arrière, rechargez la page et réessayez.
problem-csrf-reload = Recharger la page
problem-too-many-title = Trop d’essais
problem-too-many = Pour protéger votre accès, nous devons faire une pause ici.
problem-too-many-wait =
    { $minutes ->
        [one] Veuillez réessayer dans une minute.
       *[other] Veuillez réessayer dans { $minutes } minutes.
    }
problem-unavailable-title = De retour dans un instant
problem-unavailable = Vous n’y êtes pour rien, et ce que vous avez déjà fait est conservé. Veuillez patienter quelques secondes puis recharger la page ; si votre navigateur demande s’il faut renvoyer vos saisies, acceptez.
problem-internal-title = Un incident est survenu de notre côté
problem-internal = Vous n’y êtes pour rien, et rien n’est perdu. Veuillez recharger la page dans un instant. Si cela se reproduit, recommencez depuis l’application qui vous a envoyé ici.
problem-not-found-title = Il n’y a pas de page ici
problem-not-found = L’adresse est peut-être mal écrite. Retournez sur l’application qui vous a envoyé ici et recommencez de là.
problem-bad-request-title = Nous n’avons pas compris
problem-bad-request = Votre navigateur a envoyé quelque chose que nous n’avons pas pu lire. Rien n’a été modifié. Veuillez revenir en arrière et réessayer.
