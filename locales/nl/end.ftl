# Hoe een sessie eindigt: de laatste pagina’s, het verlaten en de statuspagina.

## sync_success

success-title = { $bank } is gekoppeld
success-accounts = Gedeelde rekeningen
success-until = Toegang tot
success-next = { $application } kan nu uw rekeningen inzien. Oudere transacties volgen in de komende minuten, en nieuwe komen er elke dag vanzelf bij.

## sync_pending

pending-title = { $bank } heeft iets meer tijd nodig
pending-next = U hoeft niets meer te doen: wij lezen verder zonder u, en { $application } krijgt uw rekeningen zodra ze klaar zijn, meestal binnen enkele minuten.
pending-stay = Als u liever wacht, blijf dan hier: de pagina gaat vanzelf verder.

## sync_error

error-credentials-title = { $bank } heeft ons niet binnengelaten
error-credentials-do = Controleer uw inloggegevens en voer ze opnieuw in. Meerdere foute pogingen kunnen uw toegang bij de bank blokkeren.
error-credentials-retry = Mijn gegevens opnieuw invoeren
error-act-title = { $bank } heeft eerst iets van u nodig
error-act-do = Doe dit op de website of in de app van uw bank en kom daarna hier terug.
error-act-retry = Ik heb het gedaan, opnieuw proberen
error-technical-title = Wij konden uw rekeningen niet lezen
error-technical-do = U hebt niets verkeerd gedaan. U kunt het nu opnieuw proberen of het aan ons overlaten: wij blijven het proberen, en { $application } hoort ervan.
error-technical-retry = Opnieuw proberen
error-unsupported-title = Deze rekening kan niet worden gekoppeld
error-unsupported-do = Opnieuw proberen zou niet helpen. { $application } kan u misschien een andere oplossing bieden.
error-paused-title = De updates van { $bank } zijn gepauzeerd
error-paused-do = U hoeft niets te doen. Wij gaan vanzelf verder zodra het kan.
error-authentication-title = { $bank } heeft uw bevestiging niet ontvangen
error-authentication-do = Begin opnieuw en houd de telefoon bij de hand waarop uw bank u bereikt.
error-authentication-retry = Opnieuw bevestigen
error-other-title = De koppeling met { $bank } is niet compleet
error-other-do = Probeer het later opnieuw vanuit { $application }.
error-what-happened = Wat er is gebeurd
error-your-turn = Wat u kunt doen
error-our-turn = Wat wij doen
error-nobodys-turn = Hoe nu verder

## exit

exit-title = Stoppen voor het einde?
exit-nothing-shared = Als u nu stopt, wordt er niets gekoppeld en ziet { $application } geen van uw rekeningen.
exit-unfinished = Als u nu stopt, blijft de koppeling met { $bank } onvoltooid. { $application } zal u vragen deze te voltooien voordat er een rekening te zien is.
exit-unchanged = Als u nu stopt, blijft uw koppeling met { $bank } zoals die was.
exit-goes-on = Als u nu stopt, lezen wij uw rekeningen bij { $bank } zonder u verder.
exit-failed = Als u nu stopt, blijft de koppeling met { $bank } verbroken totdat u het opnieuw probeert vanuit { $application }.
exit-stay = Hier blijven
exit-leave = Stoppen

## end

end-going-back-title = Terug naar { $application }…
end-going-back = Als er niets gebeurt, gebruik dan deze knop.
end-worked-title = Uw bank is gekoppeld
end-worked = { $application } kan nu de rekeningen inzien die u hebt gekozen. Oudere transacties volgen in de komende minuten.
end-going-on-title = Wij gaan verder zonder u
end-going-on = Uw bank heeft iets meer tijd nodig. { $application } krijgt uw rekeningen zodra ze klaar zijn; u hoeft niets meer te doen.
end-failed-title = Uw bank is niet gekoppeld
end-failed = Het is deze keer niet gelukt. Om het opnieuw te proberen, gaat u terug naar { $application } en begint u daar opnieuw.
end-left-title = U bent vóór het einde gestopt
end-left = Er wordt niets meer gelezen bij uw bank. Om verder te gaan, gaat u terug naar { $application } en begint u daar opnieuw.
end-expired-title = Deze sessie is beëindigd
end-expired = Voor uw veiligheid blijft een koppeling maar een beperkte tijd open. Om verder te gaan, gaat u terug naar { $application } en begint u daar opnieuw.
end-domain-removed = { $application } wilde u terugbrengen naar de eigen website, maar dat adres staat niet meer op de lijst. Ga er zelf naartoe.
