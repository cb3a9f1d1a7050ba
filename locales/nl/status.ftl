# Wat de status van een koppeling zegt tegen de persoon van wie de bank is (status_code_description).
# status-<code>-<info>; status-<code> spreekt voor elke info zonder eigen zin.

status-just-added = Wij maken voor het eerst verbinding met uw bank.
status-just-edited = Wij maken verbinding met uw bank met uw nieuwe inloggegevens.

status-402 = Uw bank heeft uw inloggegevens niet geaccepteerd. Controleer ze en voer ze opnieuw in.
status-402-wrong-id = Uw bank kent deze inlognaam niet. Controleer de inlognaam en voer deze opnieuw in.
status-402-wrong-id-format = Deze inlognaam lijkt niet op die van uw bank. Controleer hoe u de inlognaam schrijft.
status-402-wrong-pwd = Uw bank heeft dit wachtwoord niet geaccepteerd. Voer het opnieuw in.
status-402-wrong-pwd-format = Dit wachtwoord lijkt niet op dat van uw bank. Controleer hoe u het schrijft.
status-402-wrong-pwd2 = Uw bank heeft het tweede wachtwoord niet geaccepteerd. Voer het opnieuw in.
status-402-wrong-pwd2-format = Het tweede wachtwoord lijkt niet op dat van uw bank. Controleer hoe u het schrijft.
status-402-account-temporarily-blocked = Uw bank heeft uw online toegang tijdelijk geblokkeerd, meestal na meerdere foute wachtwoorden. Wacht tot de toegang weer open is en voer dan uw inloggegevens in.
status-402-account-blocked = Uw bank heeft uw online toegang geblokkeerd. Hef de blokkering op via de website of de app van uw bank en voer daarna uw inloggegevens in.
status-402-account-blocked-contact-bank = Uw bank heeft uw online toegang geblokkeerd. Neem contact op met uw bank om de blokkering te laten opheffen.

status-429 = Uw bank wacht op iets van u. Log in op de website of in de app van uw bank en doe wat er wordt gevraagd.
status-429-tos-to-validate = Uw bank heeft nieuwe gebruiksvoorwaarden. Log in op de website of in de app van uw bank en ga ermee akkoord.
status-429-contract-to-sign = Uw bank heeft een overeenkomst die u moet ondertekenen. Log in op de website of in de app van uw bank en onderteken de overeenkomst.
status-429-inactive-creds = Uw inloggegevens zijn nog niet actief. Activeer ze op de website of in de app van uw bank.
status-429-account-to-activate = Uw online toegang is nog niet actief. Activeer deze op de website of in de app van uw bank.
status-429-phone-nb-to-confirm = Uw bank wil dat u uw telefoonnummer bevestigt. Doe dit op de website of in de app van uw bank.
status-429-information-to-review = Uw bank wil dat u enkele gegevens doorneemt. Doe dit op de website of in de app van uw bank.
status-429-smth-to-validate = Uw bank wacht tot u iets bevestigt. Doe dit op de website of in de app van uw bank.
status-429-otp-registration-to-do = Uw bank wil dat u instelt hoe u beveiligingscodes ontvangt. Doe dit op de website of in de app van uw bank.
status-429-kyc-to-fill = Uw bank moet u beter leren kennen en heeft vragen voor u. Beantwoord ze op de website of in de app van uw bank.
status-429-amlcft-data-to-confirm = Uw bank moet enkele wettelijk verplichte gegevens controleren. Bevestig ze op de website of in de app van uw bank.
status-429-phone-nb-to-set = Uw bank heeft een telefoonnummer van u nodig. Geef het op via de website of de app van uw bank.
status-429-perso-data-to-confirm = Uw bank wil dat u uw persoonlijke gegevens bevestigt. Doe dit op de website of in de app van uw bank.
status-429-form-to-fill = Uw bank heeft een formulier dat u moet invullen. Doe dit op de website of in de app van uw bank.
status-429-readonly-access-to-create = Uw bank vraagt u om eerst een toegang met alleen leesrechten te openen. Maak deze aan op de website of in de app van uw bank.
status-429-cannot-access-services = Uw bank geeft u op dit moment geen toegang tot de onlinediensten. Log in op de website of in de app van uw bank om te zien waarom.
status-429-no-online-access = U hebt nog geen online toegang bij deze bank. Vraag uw bank om die te openen.
status-429-creds-update-message = Uw bank wil dat u uw inloggegevens vernieuwt. Doe dit op de website of in de app van uw bank.
status-429-unlock-otp-in-app = Uw beveiligingscodes zijn geblokkeerd. Deblokkeer ze in de app van uw bank.

status-430 = Uw bank wil dat u uw wachtwoord wijzigt. Doe dit op de website of in de app van uw bank.

status-1003 = Door een technisch probleem konden wij uw rekeningen niet lezen. Wij proberen het automatisch opnieuw.
status-1003-cnt-crash = Er is bij ons iets misgegaan tijdens het lezen van uw rekeningen. Wij proberen het automatisch opnieuw.
status-1003-bank-is-down = De dienst van uw bank is op dit moment niet beschikbaar. Wij proberen het automatisch opnieuw.

status-1005 = Dit soort rekening of deze manier van inloggen wordt nog niet ondersteund.
status-1005-otp-not-supported = De manier waarop uw bank het inloggen bevestigt, wordt nog niet ondersteund.
status-1005-closed-account = Deze rekening is bij uw bank opgeheven en kan daarom niet meer worden gekoppeld.

status-1007 = De updates van deze bank zijn een tijdje gepauzeerd. Ze beginnen vanzelf weer.
status-1009 = Er kunnen transacties ontbreken, wat gebruikelijk is bij effecten en levensverzekeringen. Uw saldi zijn bijgewerkt.
status-1010 = Uw bank moet zeker weten dat u het bent. Bevestig opnieuw uw identiteit.
status-1010-otp-required = Uw bank moet zeker weten dat u het bent, met een code of in de app. Bevestig opnieuw uw identiteit.
status-1099 = Deze koppeling gaat over op een nieuwe verbinding met uw bank. U hoeft voorlopig niets te doen.
status-1100 = Er zijn zakelijke rekeningen gevonden. Bevestig dat u gerechtigd bent om ze te gebruiken.

status-other = Deze koppeling vraagt uw aandacht. Probeer het later opnieuw.
