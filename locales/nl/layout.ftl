# Wat elke pagina om haar inhoud heen heeft.

title-error = Fout:

exit = Stoppen
language-form = Taal
run-by = Koppeling verzorgd door { $operator }
runs-on = Werkt met Passerelle

done = klaar
in-progress = bezig
to-come = volgt nog

back-to-application = Terug naar { $application }
finish = Afronden
close-window = U kunt dit venster sluiten.

expiry-title = Bent u er nog?
expiry-soon = Voor uw veiligheid sluit deze verbinding binnen twee minuten. Wat u hebt getypt zou verloren gaan.
expiry-stay = Verbonden blijven
