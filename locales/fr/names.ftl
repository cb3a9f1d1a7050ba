# Noms.

long-date = { $day } { $month } { $year }

month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

account-kind-checking = Compte courant
account-kind-card = Carte
account-kind-savings = Épargne
account-kind-shared-saving-plan = Épargne salariale
account-kind-brokerage = Titres
account-kind-life-insurance = Assurance vie
account-kind-loan = Crédit
account-kind-special = Compte

country-at = Autriche
country-be = Belgique
country-bg = Bulgarie
country-cy = Chypre
country-cz = Tchéquie
country-de = Allemagne
country-dk = Danemark
country-ee = Estonie
country-es = Espagne
country-fi = Finlande
country-fr = France
country-gb = Royaume-Uni
country-gr = Grèce
country-hr = Croatie
country-hu = Hongrie
country-ie = Irlande
country-is = Islande
country-it = Italie
country-lu = Luxembourg
country-lv = Lettonie
country-mt = Malte
country-nl = Pays-Bas
country-no = Norvège
country-pl = Pologne
country-pt = Portugal
country-ro = Roumanie
country-se = Suède
country-sk = Slovaquie
