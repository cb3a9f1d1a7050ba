# Ce que chaque page du parcours porte autour de son contenu.

title-error = Erreur :

exit = Quitter
language-form = Langue
run-by = Connexion assurée par { $operator }
runs-on = Propulsé par Passerelle

done = terminé
in-progress = en cours
to-come = à venir

back-to-application = Retour à { $application }
finish = Terminer
close-window = Vous pouvez fermer cette fenêtre.

expiry-title = Êtes-vous toujours là ?
expiry-soon = Pour votre sécurité, cette connexion se ferme dans moins de deux minutes. Ce que vous avez saisi serait perdu.
expiry-stay = Rester connecté
