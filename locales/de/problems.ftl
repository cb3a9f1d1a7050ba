# Seiten für das, was um die Bankverbindung herum schiefgeht, nicht darin.

problem-unknown-link-title = Dieser Link führt nirgendwohin
problem-unknown-link = Er ist vielleicht unvollständig, oder seine Sitzung wurde vor langer Zeit geschlossen. Gehen Sie zurück zu der Anwendung, die Sie hierher geschickt hat, und beginnen Sie dort von vorn.
problem-expired-title = Dieser Link ist abgelaufen
problem-expired = Zu Ihrer Sicherheit funktioniert ein Link nur eine Zeit lang. Gehen Sie zurück zu der Anwendung, die Sie hierher geschickt hat, und beginnen Sie dort von vorn.
problem-other-browser-title = In einem anderen Browser geöffnet
problem-other-browser = Diese Verbindung wurde in einem anderen Browser oder auf einem anderen Gerät begonnen. Zu Ihrer Sicherheit geht sie nur dort weiter.
problem-other-browser-do = Kehren Sie zu jenem Browser zurück, um fortzufahren. Wenn das nicht möglich ist, beginnen Sie von { $application } aus von vorn.
problem-other-browser-do-anywhere = Kehren Sie zu jenem Browser zurück, um fortzufahren. Wenn das nicht möglich ist, beginnen Sie in der Anwendung von vorn, die Sie hierher geschickt hat.
problem-csrf-title = Bitte versuchen Sie es noch einmal
problem-csrf = Diese Seite war zu lange geöffnet, oder Ihr Browser speichert keine Cookies; deshalb konnten wir nicht sicher sein, dass die Anfrage von Ihnen kam. Es wurde nichts geändert.
problem-csrf-do = Gehen Sie zurück, laden Sie die Seite neu, und versuchen Sie es erneut.
problem-csrf-reload = Seite neu laden
problem-too-many-title = Zu viele Versuche
problem-too-many = Um Ihren Zugang zu schützen, müssen wir hier eine Pause machen.
problem-too-many-wait =
    { $minutes ->
        [one] Bitte versuchen Sie es in einer Minute erneut.
       *[other] Bitte versuchen Sie es in { $minutes } Minuten erneut.
    }
problem-unavailable-title = Gleich wieder da
problem-unavailable = Sie haben nichts falsch gemacht, und was Sie bisher getan haben, bleibt erhalten. Bitte warten Sie einige Sekunden und laden Sie die Seite neu. Wenn Ihr Browser fragt, ob er Ihre Eingaben erneut senden soll, stimmen Sie zu.
problem-internal-title = Bei uns ist etwas schiefgegangen
problem-internal = Sie haben nichts falsch gemacht, und nichts ist verloren. Bitte laden Sie die Seite gleich noch einmal. Wenn es wieder geschieht, beginnen Sie in der Anwendung von vorn, die Sie hierher geschickt hat.
problem-not-found-title = Hier gibt es keine Seite
problem-not-found = Die Adresse ist vielleicht falsch geschrieben. Gehen Sie zurück zu der Anwendung, die Sie hierher geschickt hat, und beginnen Sie dort von vorn.
problem-bad-request-title = Das haben wir nicht verstanden
problem-bad-request = Ihr Browser hat etwas gesendet, das wir nicht lesen konnten. Es wurde nichts geändert. Bitte gehen Sie zurück und versuchen Sie es erneut.
