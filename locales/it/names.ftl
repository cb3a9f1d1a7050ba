# Nomi.

long-date = { $day } { $month } { $year }

month-1 = gennaio
month-2 = febbraio
month-3 = marzo
month-4 = aprile
month-5 = maggio
month-6 = giugno
month-7 = luglio
month-8 = agosto
month-9 = settembre
month-10 = ottobre
month-11 = novembre
month-12 = dicembre

account-kind-checking = Conto corrente
account-kind-card = Carta
account-kind-savings = Risparmio
account-kind-shared-saving-plan = Piano di risparmio aziendale
account-kind-brokerage = Investimenti
account-kind-life-insurance = Assicurazione vita
account-kind-loan = Prestito
account-kind-special = Conto

country-at = Austria
country-be = Belgio
country-bg = Bulgaria
country-cy = Cipro
country-cz = Cechia
country-de = Germania
country-dk = Danimarca
country-ee = Estonia
country-es = Spagna
country-fi = Finlandia
country-fr = Francia
country-gb = Regno Unito
country-gr = Grecia
country-hr = Croazia
country-hu = Ungheria
country-ie = Irlanda
country-is = Islanda
country-it = Italia
country-lu = Lussemburgo
country-lv = Lettonia
country-mt = Malta
country-nl = Paesi Bassi
country-no = Norvegia
country-pl = Polonia
country-pt = Portogallo
country-ro = Romania
country-se = Svezia
country-sk = Slovacchia
