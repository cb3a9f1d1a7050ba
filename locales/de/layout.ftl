# Was jede Seite um ihren Inhalt herum hat.

title-error = Fehler:

exit = Verlassen
language-form = Sprache
run-by = Verbindung betrieben von { $operator }
runs-on = Läuft mit Passerelle

done = erledigt
in-progress = läuft
to-come = folgt noch

back-to-application = Zurück zu { $application }
finish = Fertig
close-window = Sie können dieses Fenster schließen.

expiry-title = Sind Sie noch da?
expiry-soon = Zu Ihrer Sicherheit endet diese Verbindung in weniger als zwei Minuten. Ihre Eingaben gingen verloren.
expiry-stay = Verbunden bleiben
