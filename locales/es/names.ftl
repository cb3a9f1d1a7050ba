# Nombres.

long-date = { $day } de { $month } de { $year }

month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre

account-kind-checking = Cuenta corriente
account-kind-card = Tarjeta
account-kind-savings = Ahorro
account-kind-shared-saving-plan = Plan de ahorro de empresa
account-kind-brokerage = Inversiones
account-kind-life-insurance = Seguro de vida
account-kind-loan = Préstamo
account-kind-special = Cuenta

country-at = Austria
country-be = Bélgica
country-bg = Bulgaria
country-cy = Chipre
country-cz = Chequia
country-de = Alemania
country-dk = Dinamarca
country-ee = Estonia
country-es = España
country-fi = Finlandia
country-fr = Francia
country-gb = Reino Unido
country-gr = Grecia
country-hr = Croacia
country-hu = Hungría
country-ie = Irlanda
country-is = Islandia
country-it = Italia
country-lu = Luxemburgo
country-lv = Letonia
country-mt = Malta
country-nl = Países Bajos
country-no = Noruega
country-pl = Polonia
country-pt = Portugal
country-ro = Rumanía
country-se = Suecia
country-sk = Eslovaquia
