# Wie eine Sitzung endet: die letzten Seiten, das Verlassen und die Statusseite.

## sync_success

success-title = { $bank } ist verbunden
success-accounts = Geteilte Konten
success-until = Zugriff bis
success-next = { $application } kann Ihre Konten jetzt einsehen. Ältere Umsätze folgen in den nächsten Minuten, und neue kommen jeden Tag von selbst hinzu.

## sync_pending

pending-title = { $bank } braucht etwas länger
pending-next = Sie müssen nichts mehr tun: Wir lesen ohne Sie weiter, und { $application } erhält Ihre Konten, sobald sie bereit sind, meist innerhalb weniger Minuten.
pending-stay = Wenn Sie lieber warten möchten, bleiben Sie hier: Die Seite geht von selbst weiter.

## sync_error

error-credentials-title = { $bank } hat uns nicht eingelassen
error-credentials-do = Prüfen Sie Ihre Zugangsdaten und geben Sie sie erneut ein. Mehrere falsche Versuche können Ihren Zugang bei der Bank sperren.
error-credentials-retry = Zugangsdaten erneut eingeben
error-act-title = { $bank } braucht zuerst etwas von Ihnen
error-act-do = Erledigen Sie es auf der Website oder in der App Ihrer Bank, und kommen Sie dann hierher zurück.
error-act-retry = Ich habe es erledigt, erneut versuchen
error-technical-title = Wir konnten Ihre Konten nicht lesen
error-technical-do = Sie haben nichts falsch gemacht. Sie können es jetzt erneut versuchen oder es uns überlassen: Wir versuchen es weiter, und { $application } erfährt davon.
error-technical-retry = Erneut versuchen
error-unsupported-title = Dieses Konto kann nicht verbunden werden
error-unsupported-do = Ein neuer Versuch würde nicht helfen. { $application } bietet Ihnen vielleicht einen anderen Weg an.
error-paused-title = Die Aktualisierungen von { $bank } pausieren
error-paused-do = Sie müssen nichts tun. Wir machen von selbst weiter, sobald es möglich ist.
error-authentication-title = { $bank } hat Ihre Bestätigung nicht erhalten
error-authentication-do = Beginnen Sie von vorn, und halten Sie das Telefon bereit, auf dem Ihre Bank Sie erreicht.
error-authentication-retry = Erneut bestätigen
error-other-title = Die Verbindung mit { $bank } ist nicht vollständig
error-other-do = Bitte versuchen Sie es später von { $application } aus erneut.
error-what-happened = Was geschehen ist
error-your-turn = Was Sie tun können
error-our-turn = Was wir tun
error-nobodys-turn = Wie es weitergeht

## exit

exit-title = Vor dem Abschluss verlassen?
exit-nothing-shared = Wenn Sie jetzt gehen, wird nichts verbunden, und { $application } sieht keines Ihrer Konten.
exit-unfinished = Wenn Sie jetzt gehen, bleibt die Verbindung mit { $bank } unvollständig. { $application } wird Sie bitten, sie abzuschließen, bevor ein Konto zu sehen ist.
exit-unchanged = Wenn Sie jetzt gehen, bleibt Ihre Verbindung mit { $bank }, wie sie war.
exit-goes-on = Wenn Sie jetzt gehen, lesen wir Ihre Konten bei { $bank } ohne Sie weiter.
exit-failed = Wenn Sie jetzt gehen, bleibt die Verbindung mit { $bank } unterbrochen, bis Sie es von { $application } aus erneut versuchen.
exit-stay = Hier bleiben
exit-leave = Verlassen

## end

end-going-back-title = Zurück zu { $application } …
end-going-back = Wenn nichts geschieht, verwenden Sie diese Schaltfläche.
end-worked-title = Ihre Bank ist verbunden
end-worked = { $application } kann jetzt die Konten einsehen, die Sie ausgewählt haben. Ältere Umsätze folgen in den nächsten Minuten.
end-going-on-title = Wir machen ohne Sie weiter
end-going-on = Ihre Bank braucht etwas länger. { $application } erhält Ihre Konten, sobald sie bereit sind; Sie müssen nichts mehr tun.
end-failed-title = Ihre Bank ist nicht verbunden
end-failed = Diesmal hat es nicht geklappt. Um es erneut zu versuchen, gehen Sie zurück zu { $application } und beginnen Sie dort von vorn.
end-left-title = Sie sind vor dem Ende gegangen
end-left = Von Ihrer Bank wird nichts mehr gelesen. Um fortzufahren, gehen Sie zurück zu { $application } und beginnen Sie dort von vorn.
end-expired-title = Diese Sitzung ist beendet
end-expired = Zu Ihrer Sicherheit bleibt eine Verbindung nur eine Zeit lang offen. Um fortzufahren, gehen Sie zurück zu { $application } und beginnen Sie dort von vorn.
end-domain-removed = { $application } wollte Sie auf die eigene Website zurückführen, aber diese Adresse steht nicht mehr auf der Liste. Bitte gehen Sie selbst dorthin.
