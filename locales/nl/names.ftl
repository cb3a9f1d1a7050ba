# Namen.

long-date = { $day } { $month } { $year }

month-1 = januari
month-2 = februari
month-3 = maart
month-4 = april
month-5 = mei
month-6 = juni
month-7 = juli
month-8 = augustus
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december

account-kind-checking = Betaalrekening
account-kind-card = Kaart
account-kind-savings = Spaarrekening
account-kind-shared-saving-plan = Bedrijfsspaarplan
account-kind-brokerage = Beleggingen
account-kind-life-insurance = Levensverzekering
account-kind-loan = Lening
account-kind-special = Rekening

country-at = Oostenrijk
country-be = België
country-bg = Bulgarije
country-cy = Cyprus
country-cz = Tsjechië
country-de = Duitsland
country-dk = Denemarken
country-ee = Estland
country-es = Spanje
country-fi = Finland
country-fr = Frankrijk
country-gb = Verenigd Koninkrijk
country-gr = Griekenland
country-hr = Kroatië
country-hu = Hongarije
country-ie = Ierland
country-is = IJsland
country-it = Italië
country-lu = Luxemburg
country-lv = Letland
country-mt = Malta
country-nl = Nederland
country-no = Noorwegen
country-pl = Polen
country-pt = Portugal
country-ro = Roemenië
country-se = Zweden
country-sk = Slowakije
