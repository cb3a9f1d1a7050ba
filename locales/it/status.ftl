# Che cosa dice lo stato di un collegamento alla persona di cui è la banca (status_code_description).
# status-<code>-<info>; status-<code> parla per ogni info che non ha una frase propria.

status-just-added = Ci stiamo collegando alla sua banca per la prima volta.
status-just-edited = Ci stiamo collegando alla sua banca con le sue nuove credenziali.

status-402 = La sua banca non ha accettato le sue credenziali. Le controlli e le inserisca di nuovo.
status-402-wrong-id = La sua banca non riconosce questo codice utente. Lo controlli e lo inserisca di nuovo.
status-402-wrong-id-format = Questo codice utente non sembra uno di quelli della sua banca. Controlli come si scrive.
status-402-wrong-pwd = La sua banca non ha accettato questa password. La inserisca di nuovo.
status-402-wrong-pwd-format = Questa password non sembra una di quelle della sua banca. Controlli come si scrive.
status-402-wrong-pwd2 = La sua banca non ha accettato la seconda password. La inserisca di nuovo.
status-402-wrong-pwd2-format = La seconda password non sembra una di quelle della sua banca. Controlli come si scrive.
status-402-account-temporarily-blocked = La sua banca ha bloccato per un certo tempo il suo accesso online, di solito dopo diverse password errate. Attenda che si riapra, poi inserisca le sue credenziali.
status-402-account-blocked = La sua banca ha bloccato il suo accesso online. Lo sblocchi sul sito o nell’app della banca, poi inserisca le sue credenziali.
status-402-account-blocked-contact-bank = La sua banca ha bloccato il suo accesso online. Contatti la banca per farlo sbloccare.

status-429 = La sua banca attende qualcosa da lei. Acceda al sito o all’app della banca e faccia ciò che le viene chiesto.
status-429-tos-to-validate = La sua banca ha nuove condizioni d’uso. Acceda al sito o all’app della banca e le accetti.
status-429-contract-to-sign = La sua banca ha un contratto da farle firmare. Acceda al sito o all’app della banca e lo firmi.
status-429-inactive-creds = Le sue credenziali non sono ancora attive. Le attivi sul sito o nell’app della banca.
status-429-account-to-activate = Il suo accesso online non è ancora attivo. Lo attivi sul sito o nell’app della banca.
status-429-phone-nb-to-confirm = La sua banca le chiede di confermare il suo numero di telefono. Lo faccia sul sito o nell’app della banca.
status-429-information-to-review = La sua banca le chiede di rivedere alcune informazioni. Lo faccia sul sito o nell’app della banca.
status-429-smth-to-validate = La sua banca attende una sua conferma. La dia sul sito o nell’app della banca.
status-429-otp-registration-to-do = La sua banca le chiede di scegliere come ricevere i codici di sicurezza. Lo faccia sul sito o nell’app della banca.
status-429-kyc-to-fill = La sua banca deve conoscerla meglio e ha alcune domande per lei. Risponda sul sito o nell’app della banca.
status-429-amlcft-data-to-confirm = La sua banca deve verificare alcuni dati richiesti dalla legge. Li confermi sul sito o nell’app della banca.
status-429-phone-nb-to-set = La sua banca ha bisogno di un suo numero di telefono. Lo indichi sul sito o nell’app della banca.
status-429-perso-data-to-confirm = La sua banca le chiede di confermare i suoi dati personali. Lo faccia sul sito o nell’app della banca.
status-429-form-to-fill = La sua banca ha un modulo da farle compilare. Lo faccia sul sito o nell’app della banca.
status-429-readonly-access-to-create = La sua banca le chiede di aprire prima un accesso in sola lettura. Lo crei sul sito o nell’app della banca.
status-429-cannot-access-services = Al momento la sua banca non la lascia entrare nei suoi servizi online. Acceda al sito o all’app della banca per sapere perché.
status-429-no-online-access = Non ha ancora un accesso online a questa banca. Chieda alla banca di aprirlo.
status-429-creds-update-message = La sua banca le chiede di rinnovare le sue credenziali. Lo faccia sul sito o nell’app della banca.
status-429-unlock-otp-in-app = I suoi codici di sicurezza sono bloccati. Li sblocchi nell’app della sua banca.

status-430 = La sua banca le chiede di cambiare la password. Lo faccia sul sito o nell’app della banca.

status-1003 = Un problema tecnico ci ha impedito di leggere i suoi conti. Riproveremo automaticamente.
status-1003-cnt-crash = Qualcosa è andato storto da parte nostra durante la lettura dei suoi conti. Riproveremo automaticamente.
status-1003-bank-is-down = Il servizio della sua banca non è al momento disponibile. Riproveremo automaticamente.

status-1005 = Questo tipo di conto o questo modo di accedere non è ancora supportato.
status-1005-otp-not-supported = Il modo in cui la sua banca conferma gli accessi non è ancora supportato.
status-1005-closed-account = Questo conto è stato chiuso presso la sua banca: non può più essere collegato.

status-1007 = Gli aggiornamenti da questa banca sono sospesi per un certo tempo. Riprenderanno da soli.
status-1009 = Potrebbero mancare alcuni movimenti, cosa normale per titoli e assicurazioni vita. I suoi saldi sono aggiornati.
status-1010 = La sua banca deve assicurarsi che sia davvero lei. Si autentichi di nuovo.
status-1010-otp-required = La sua banca deve assicurarsi che sia davvero lei, con un codice o nella sua app. Si autentichi di nuovo.
status-1099 = Questo collegamento sta passando a un nuovo canale con la sua banca. Per ora non deve fare nulla.
status-1100 = Sono stati trovati conti professionali. Confermi di avere il diritto di usarli.

status-other = Questo collegamento richiede la sua attenzione. Riprovi più tardi.
