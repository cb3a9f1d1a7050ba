# Pages for what goes wrong around the flow, not in it.

problem-unknown-link-title = This link does not lead anywhere
problem-unknown-link = It may be incomplete, or its session was closed long ago. Go back to the application that sent you here and start again from there.
problem-expired-title = This link has expired
problem-expired = For your safety, a link works only for a while. Go back to the application that sent you here and start again from there.
problem-other-browser-title = Opened in another browser
problem-other-browser = This connection was started in another browser or on another device. For your safety, it goes on only there.
problem-other-browser-do = Go back to that browser to continue. If you cannot, start again from { $application }.
problem-other-browser-do-anywhere = Go back to that browser to continue. If you cannot, start again from the application that sent you here.
problem-csrf-title = Please try once more
problem-csrf = This page was open for too long or your browser does not keep cookies, so we could not be sure that the request came from you. Nothing was changed.
problem-csrf-do = Go back, reload the page, and try again.
problem-csrf-reload = Load the page again
problem-too-many-title = Too many tries
problem-too-many = To protect your access, we have to pause here.
problem-too-many-wait =
    { $minutes ->
        [one] Please try again in one minute.
       *[other] Please try again in { $minutes } minutes.
    }
problem-unavailable-title = Back in a moment
problem-unavailable = You did nothing wrong, and what you did before is kept. Please wait a few seconds and reload the page. If your browser asks whether to send your entries again, let it.
problem-internal-title = Something went wrong on our side
problem-internal = You did nothing wrong, and nothing is lost. Please reload the page in a moment. If it happens again, start again from the application that sent you here.
problem-not-found-title = There is no page here
problem-not-found = The address may be mistyped. Go back to the application that sent you here and start again from there.
problem-bad-request-title = We did not understand this
problem-bad-request = Your browser sent something that we could not read. Nothing was changed. Please go back and try again.
