# Names of things.

long-date = { $day } { $month } { $year }

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

account-kind-checking = Current account
account-kind-card = Card
account-kind-savings = Savings
account-kind-shared-saving-plan = Employee savings plan
account-kind-brokerage = Investments
account-kind-life-insurance = Life insurance
account-kind-loan = Loan
account-kind-special = Account

country-at = Austria
country-be = Belgium
country-bg = Bulgaria
country-cy = Cyprus
country-cz = Czechia
country-de = Germany
country-dk = Denmark
country-ee = Estonia
country-es = Spain
country-fi = Finland
country-fr = France
country-gb = United Kingdom
country-gr = Greece
country-hr = Croatia
country-hu = Hungary
country-ie = Ireland
country-is = Iceland
country-it = Italy
country-lu = Luxembourg
country-lv = Latvia
country-mt = Malta
country-nl = Netherlands
country-no = Norway
country-pl = Poland
country-pt = Portugal
country-ro = Romania
country-se = Sweden
country-sk = Slovakia
