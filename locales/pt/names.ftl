# Nomes.

long-date = { $day } de { $month } de { $year }

month-1 = janeiro
month-2 = fevereiro
month-3 = março
month-4 = abril
month-5 = maio
month-6 = junho
month-7 = julho
month-8 = agosto
month-9 = setembro
month-10 = outubro
month-11 = novembro
month-12 = dezembro

account-kind-checking = Conta à ordem
account-kind-card = Cartão
account-kind-savings = Poupança
account-kind-shared-saving-plan = Plano de poupança da empresa
account-kind-brokerage = Investimentos
account-kind-life-insurance = Seguro de vida
account-kind-loan = Crédito
account-kind-special = Conta

country-at = Áustria
country-be = Bélgica
country-bg = Bulgária
country-cy = Chipre
country-cz = Chéquia
country-de = Alemanha
country-dk = Dinamarca
country-ee = Estónia
country-es = Espanha
country-fi = Finlândia
country-fr = França
country-gb = Reino Unido
country-gr = Grécia
country-hr = Croácia
country-hu = Hungria
country-ie = Irlanda
country-is = Islândia
country-it = Itália
country-lu = Luxemburgo
country-lv = Letónia
country-mt = Malta
country-nl = Países Baixos
country-no = Noruega
country-pl = Polónia
country-pt = Portugal
country-ro = Roménia
country-se = Suécia
country-sk = Eslováquia
