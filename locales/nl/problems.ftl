# Pagina’s voor wat er misgaat rond de koppeling, niet erin.

problem-unknown-link-title = Deze link leidt nergens heen
problem-unknown-link = De link is misschien onvolledig, of de sessie is lang geleden gesloten. Ga terug naar de applicatie die u hierheen heeft gestuurd en begin daar opnieuw.
problem-expired-title = Deze link is verlopen
problem-expired = Voor uw veiligheid werkt een link maar een beperkte tijd. Ga terug naar de applicatie die u hierheen heeft gestuurd en begin daar opnieuw.
problem-other-browser-title = Geopend in een andere browser
problem-other-browser = Deze koppeling is begonnen in een andere browser of op een ander apparaat. Voor uw veiligheid gaat ze alleen daar verder.
problem-other-browser-do = Ga terug naar die browser om verder te gaan. Als dat niet kan, begin dan opnieuw vanuit { $application }.
problem-other-browser-do-anywhere = Ga terug naar die browser om verder te gaan. Als dat niet kan, begin dan opnieuw vanuit de applicatie die u hierheen heeft gestuurd.
problem-csrf-title = Probeer het nog een keer
problem-csrf = Deze pagina heeft te lang opengestaan of uw browser bewaart geen cookies, waardoor wij niet zeker wisten of het verzoek van u kwam. Er is niets gewijzigd.
problem-csrf-do = Ga terug, laad de pagina opnieuw en probeer het nog eens.
problem-csrf-reload = Pagina opnieuw laden
problem-too-many-title = Te veel pogingen
problem-too-many = Om uw toegang te beschermen, moeten wij hier even pauzeren.
problem-too-many-wait =
    { $minutes ->
        [one] Probeer het over één minuut opnieuw.
       *[other] Probeer het over { $minutes } minuten opnieuw.
    }
problem-unavailable-title = Zo weer terug
problem-unavailable = U hebt niets verkeerd gedaan, en wat u al hebt gedaan blijft bewaard. Wacht enkele seconden en laad de pagina opnieuw. Als uw browser vraagt of uw invoer opnieuw moet worden verzonden, ga dan akkoord.
problem-internal-title = Er is bij ons iets misgegaan
problem-internal = U hebt niets verkeerd gedaan, en er is niets verloren gegaan. Laad de pagina zo meteen opnieuw. Als het nog eens gebeurt, begin dan opnieuw vanuit de applicatie die u hierheen heeft gestuurd.
problem-not-found-title = Hier is geen pagina
problem-not-found = Het adres is misschien verkeerd getypt. Ga terug naar de applicatie die u hierheen heeft gestuurd en begin daar opnieuw.
problem-bad-request-title = Dit hebben wij niet begrepen
problem-bad-request = Uw browser heeft iets gestuurd wat wij niet konden lezen. Er is niets gewijzigd. Ga terug en probeer het opnieuw.
