# Was der Status einer Verbindung der Person sagt, deren Bank es ist (status_code_description).
# status-<code>-<info>; status-<code> spricht für jede Info, die keinen eigenen Satz hat.

status-just-added = Wir verbinden uns zum ersten Mal mit Ihrer Bank.
status-just-edited = Wir verbinden uns über Ihre neuen Zugangsdaten mit Ihrer Bank.

status-402 = Ihre Bank hat Ihre Zugangsdaten nicht angenommen. Bitte prüfen Sie sie und geben Sie sie erneut ein.
status-402-wrong-id = Ihre Bank kennt diesen Anmeldenamen nicht. Bitte prüfen Sie ihn und geben Sie ihn erneut ein.
status-402-wrong-id-format = Dieser Anmeldename sieht nicht wie einer Ihrer Bank aus. Bitte prüfen Sie, wie er geschrieben wird.
status-402-wrong-pwd = Ihre Bank hat dieses Passwort nicht angenommen. Bitte geben Sie es erneut ein.
status-402-wrong-pwd-format = Dieses Passwort sieht nicht wie eines Ihrer Bank aus. Bitte prüfen Sie, wie es geschrieben wird.
status-402-wrong-pwd2 = Ihre Bank hat das zweite Passwort nicht angenommen. Bitte geben Sie es erneut ein.
status-402-wrong-pwd2-format = Das zweite Passwort sieht nicht wie eines Ihrer Bank aus. Bitte prüfen Sie, wie es geschrieben wird.
status-402-account-temporarily-blocked = Ihre Bank hat Ihren Online-Zugang vorübergehend gesperrt, meist nach mehreren falschen Passwörtern. Bitte warten Sie, bis er wieder frei ist, und geben Sie dann Ihre Zugangsdaten ein.
status-402-account-blocked = Ihre Bank hat Ihren Online-Zugang gesperrt. Bitte entsperren Sie ihn auf der Website oder in der App Ihrer Bank, und geben Sie dann Ihre Zugangsdaten ein.
status-402-account-blocked-contact-bank = Ihre Bank hat Ihren Online-Zugang gesperrt. Bitte wenden Sie sich an Ihre Bank, um ihn entsperren zu lassen.

status-429 = Ihre Bank wartet auf etwas von Ihnen. Bitte melden Sie sich auf der Website oder in der App Ihrer Bank an und tun Sie, worum sie bittet.
status-429-tos-to-validate = Ihre Bank hat neue Nutzungsbedingungen. Bitte melden Sie sich auf der Website oder in der App Ihrer Bank an und stimmen Sie ihnen zu.
status-429-contract-to-sign = Ihre Bank hat einen Vertrag, den Sie unterzeichnen sollen. Bitte melden Sie sich auf der Website oder in der App Ihrer Bank an und unterzeichnen Sie ihn.
status-429-inactive-creds = Ihre Zugangsdaten sind noch nicht aktiv. Bitte aktivieren Sie sie auf der Website oder in der App Ihrer Bank.
status-429-account-to-activate = Ihr Online-Zugang ist noch nicht aktiv. Bitte aktivieren Sie ihn auf der Website oder in der App Ihrer Bank.
status-429-phone-nb-to-confirm = Ihre Bank möchte, dass Sie Ihre Telefonnummer bestätigen. Bitte tun Sie das auf ihrer Website oder in ihrer App.
status-429-information-to-review = Ihre Bank möchte, dass Sie einige Angaben durchsehen. Bitte tun Sie das auf ihrer Website oder in ihrer App.
status-429-smth-to-validate = Ihre Bank wartet darauf, dass Sie etwas bestätigen. Bitte tun Sie das auf ihrer Website oder in ihrer App.
status-429-otp-registration-to-do = Ihre Bank möchte, dass Sie festlegen, wie Sie Sicherheitscodes erhalten. Bitte tun Sie das auf ihrer Website oder in ihrer App.
status-429-kyc-to-fill = Ihre Bank muss mehr über Sie wissen und hat Fragen an Sie. Bitte beantworten Sie sie auf ihrer Website oder in ihrer App.
status-429-amlcft-data-to-confirm = Ihre Bank muss einige gesetzlich vorgeschriebene Angaben prüfen. Bitte bestätigen Sie sie auf ihrer Website oder in ihrer App.
status-429-phone-nb-to-set = Ihre Bank braucht eine Telefonnummer von Ihnen. Bitte geben Sie sie auf ihrer Website oder in ihrer App an.
status-429-perso-data-to-confirm = Ihre Bank möchte, dass Sie Ihre persönlichen Daten bestätigen. Bitte tun Sie das auf ihrer Website oder in ihrer App.
status-429-form-to-fill = Ihre Bank hat ein Formular, das Sie ausfüllen sollen. Bitte tun Sie das auf ihrer Website oder in ihrer App.
status-429-readonly-access-to-create = Ihre Bank verlangt, dass Sie zuerst einen Lesezugang eröffnen. Bitte richten Sie ihn auf ihrer Website oder in ihrer App ein.
status-429-cannot-access-services = Ihre Bank lässt Sie derzeit nicht in ihre Online-Dienste. Bitte melden Sie sich auf ihrer Website oder in ihrer App an, um den Grund zu erfahren.
status-429-no-online-access = Sie haben bei dieser Bank noch keinen Online-Zugang. Bitte lassen Sie ihn von Ihrer Bank freischalten.
status-429-creds-update-message = Ihre Bank möchte, dass Sie Ihre Zugangsdaten erneuern. Bitte tun Sie das auf ihrer Website oder in ihrer App.
status-429-unlock-otp-in-app = Ihre Sicherheitscodes sind gesperrt. Bitte entsperren Sie sie in der App Ihrer Bank.

status-430 = Ihre Bank möchte, dass Sie Ihr Passwort ändern. Bitte tun Sie das auf ihrer Website oder in ihrer App.

status-1003 = Wegen eines technischen Problems konnten wir Ihre Konten nicht lesen. Wir versuchen es automatisch erneut.
status-1003-cnt-crash = Beim Lesen Ihrer Konten ist bei uns etwas schiefgegangen. Wir versuchen es automatisch erneut.
status-1003-bank-is-down = Der Dienst Ihrer Bank ist derzeit nicht erreichbar. Wir versuchen es automatisch erneut.

status-1005 = Diese Art von Konto oder dieser Anmeldeweg wird noch nicht unterstützt.
status-1005-otp-not-supported = Die Art, wie Ihre Bank Anmeldungen bestätigt, wird noch nicht unterstützt.
status-1005-closed-account = Dieses Konto wurde bei Ihrer Bank geschlossen und kann deshalb nicht mehr verbunden werden.

status-1007 = Die Aktualisierungen von dieser Bank pausieren eine Zeit lang. Sie beginnen von selbst wieder.
status-1009 = Einige Umsätze fehlen möglicherweise, was bei Wertpapieren und Lebensversicherungen üblich ist. Ihre Kontostände sind aktuell.
status-1010 = Ihre Bank muss sich vergewissern, dass Sie es sind. Bitte authentifizieren Sie sich erneut.
status-1010-otp-required = Ihre Bank muss sich vergewissern, dass Sie es sind, mit einem Code oder in ihrer App. Bitte authentifizieren Sie sich erneut.
status-1099 = Diese Verbindung wechselt zu einem neuen Zugang zu Ihrer Bank. Sie müssen vorerst nichts tun.
status-1100 = Es wurden Geschäftskonten gefunden. Bitte bestätigen Sie, dass Sie berechtigt sind, sie zu nutzen.

status-other = Diese Verbindung braucht Ihre Aufmerksamkeit. Bitte versuchen Sie es später erneut.
