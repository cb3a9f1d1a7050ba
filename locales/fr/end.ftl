# Comment une session se termine : les dernières pages, le départ, et la page d’état.

## sync_success

success-title = Connexion à { $bank } réussie
success-accounts = Comptes partagés
success-until = Accès jusqu’au
success-next = { $application } peut maintenant consulter vos comptes. Les opérations plus anciennes suivent dans les prochaines minutes, et les nouvelles arrivent d’elles-mêmes, chaque jour.

## sync_pending

pending-title = { $bank } a besoin d’un peu plus de temps
pending-next = Vous n’avez plus rien à faire : nous continuons la lecture sans vous, et { $application } reçoit vos comptes dès qu’ils sont prêts, le plus souvent en quelques minutes.
pending-stay = Si vous préférez attendre, restez ici : la page avance toute seule.

## sync_error

error-credentials-title = { $bank } ne nous a pas laissés entrer
error-credentials-do = Vérifiez vos identifiants et saisissez-les à nouveau. Plusieurs essais erronés peuvent bloquer votre accès à la banque.
error-credentials-retry = Saisir à nouveau mes identifiants
error-act-title = { $bank } attend d’abord quelque chose de vous
error-act-do = Faites-le sur le site ou dans l’application de votre banque, puis revenez ici.
error-act-retry = C’est fait, réessayer
error-technical-title = Nous n’avons pas pu lire vos comptes
error-technical-do = Vous n’y êtes pour rien. Vous pouvez réessayer maintenant ou nous laisser faire : nous continuons d’essayer, et { $application } le saura.
error-technical-retry = Réessayer
error-unsupported-title = Ce compte ne peut pas être connecté
error-unsupported-do = Réessayer ne changerait rien. { $application } a peut-être une autre solution à vous proposer.
error-paused-title = Les mises à jour de { $bank } sont suspendues
error-paused-do = Vous n’avez rien à faire. Nous reprendrons de nous-mêmes dès que possible.
error-authentication-title = { $bank } n’a pas reçu votre confirmation
error-authentication-do = Recommencez, en gardant près de vous le téléphone sur lequel votre banque vous joint.
error-authentication-retry = Confirmer à nouveau
error-other-title = La connexion à { $bank } n’est pas complète
error-other-do = Veuillez réessayer plus tard depuis { $application }.
error-what-happened = Ce qui s’est passé
error-your-turn = C’est à vous
error-our-turn = C’est à nous d’agir
error-nobodys-turn = Et maintenant

## exit

exit-title = Quitter avant la fin ?
exit-nothing-shared = Si vous quittez maintenant, rien n’est connecté et { $application } ne voit aucun de vos comptes.
exit-unfinished = Si vous quittez maintenant, la connexion à { $bank } reste inachevée. { $application } vous demandera de la terminer avant de voir le moindre compte.
exit-unchanged = Si vous quittez maintenant, votre connexion à { $bank } reste telle qu’elle était.
exit-goes-on = Si vous quittez maintenant, nous continuons sans vous à lire vos comptes chez { $bank }.
exit-failed = Si vous quittez maintenant, la connexion à { $bank } reste interrompue jusqu’à ce que vous réessayiez depuis { $application }.
exit-stay = Rester ici
exit-leave = Quitter

## end

end-going-back-title = Retour à { $application }…
end-going-back = Si rien ne se passe, utilisez ce bouton.
end-worked-title = Votre banque est connectée
end-worked = { $application } peut maintenant consulter les comptes que vous avez choisis. Les opérations plus anciennes suivent dans les prochaines minutes.
end-going-on-title = Nous continuons sans vous
end-going-on = Votre banque a besoin d’un peu plus de temps. { $application } reçoit vos comptes dès qu’ils sont prêts ; vous n’avez plus rien à faire.
end-failed-title = Votre banque n’est pas connectée
end-failed = Cela n’a pas fonctionné cette fois. Pour réessayer, retournez sur { $application } et recommencez de là.
end-left-title = Vous avez quitté avant la fin
end-left = Plus rien n’est lu auprès de votre banque. Pour continuer, retournez sur { $application } et recommencez de là.
end-expired-title = Cette session est terminée
end-expired = Pour votre sécurité, une connexion ne reste ouverte qu’un moment. Pour continuer, retournez sur { $application } et recommencez de là.
end-domain-removed = { $application } souhaitait vous faire revenir sur son site, mais cette adresse n’est plus dans sa liste. Veuillez y retourner par vous-même.
