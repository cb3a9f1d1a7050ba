# Namen.

long-date = { $day }. { $month } { $year }

month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember

account-kind-checking = Girokonto
account-kind-card = Karte
account-kind-savings = Sparkonto
account-kind-shared-saving-plan = Betrieblicher Sparplan
account-kind-brokerage = Wertpapiere
account-kind-life-insurance = Lebensversicherung
account-kind-loan = Kredit
account-kind-special = Konto

country-at = Österreich
country-be = Belgien
country-bg = Bulgarien
country-cy = Zypern
country-cz = Tschechien
country-de = Deutschland
country-dk = Dänemark
country-ee = Estland
country-es = Spanien
country-fi = Finnland
country-fr = Frankreich
country-gb = Vereinigtes Königreich
country-gr = Griechenland
country-hr = Kroatien
country-hu = Ungarn
country-ie = Irland
country-is = Island
country-it = Italien
country-lu = Luxemburg
country-lv = Lettland
country-mt = Malta
country-nl = Niederlande
country-no = Norwegen
country-pl = Polen
country-pt = Portugal
country-ro = Rumänien
country-se = Schweden
country-sk = Slowakei
