//! Whom the account holder pays, and what for.

use super::entry::Style::{Card, Debit, Plain, Transfer};
use super::entry::{Label, Style};

/// Something that happens on some days.
pub(crate) struct Habit {
    pub(crate) shops: &'static [Label],
    /// In a thousand: on a weekday, on a Saturday, on a Sunday.
    pub(crate) chances: [i64; 3],
    /// Least and most spent, in steps of a number of cents.
    pub(crate) cents: (i64, i64, i64),
    pub(crate) style: Style,
}

/// Something that happens on a day of the month.
#[derive(Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) day: i8,
    /// Which months, 1 to 12; none means every month.
    pub(crate) months: &'static [i8],
    pub(crate) cents: i64,
    /// Varies by up to so many cents.
    pub(crate) spread: i64,
    pub(crate) label: Label,
    pub(crate) style: Style,
}

const fn habit(shops: &'static [Label], chances: [i64; 3], cents: (i64, i64, i64), style: Style) -> Habit {
    Habit { shops, chances, cents, style }
}

const fn standing(day: i8, cents: i64, spread: i64, style: Style, label: Label) -> Standing {
    Standing { day, months: &[], cents, spread, label, style }
}

const fn some(months: &'static [i8], standing: Standing) -> Standing {
    Standing { months, ..standing }
}

const BAKERIES: &[Label] = &[
    ("Boulangerie du Parc", "BOULANGERIE DU PARC", 273),
    ("Maison Lefèvre", "MAISON LEFEVRE", 273),
    ("Boulangerie Paul", "PAUL GARE", 273),
];
const LUNCHES: &[Label] = &[
    ("Le Comptoir de la Gare", "COMPTOIR GARE", 83),
    ("Brioche Dorée", "BRIOCHE DOREE", 260),
    ("McDonald's", "MC DONALDS 1142", 260),
    ("Sushi Shop", "SUSHI SHOP", 83),
];
const MARKETS: &[Label] = &[
    ("Carrefour Market", "CARREFOUR MARKET", 273),
    ("Monoprix", "MONOPRIX 0417", 273),
    ("Picard", "PICARD SA", 273),
    ("Franprix", "FRANPRIX 5062", 273),
];
const HYPERMARKETS: &[Label] = &[
    ("E.Leclerc", "E.LECLERC", 273),
    ("Intermarché", "INTERMARCHE", 273),
    ("Grand Frais", "GRAND FRAIS", 273),
    ("Lidl", "LIDL 1893", 273),
];
const TRIPS: &[Label] = &[
    ("SNCF", "SNCF INTERNET", 197),
    ("Péage Vinci Autoroutes", "VINCI AUTOROUTES", 309),
    ("TotalEnergies", "TOTALENERGIES 4018", 87),
    ("Esso Express", "ESSO EXPRESS", 87),
    ("Parking Indigo", "INDIGO PARK", 251),
];
const SHOPPING: &[Label] = &[
    ("Decathlon", "DECATHLON 0212", 262),
    ("Fnac", "FNAC PARIS", 184),
    ("Uniqlo", "UNIQLO FR", 272),
    ("Amazon", "AMAZON EU SARL", 186),
    ("IKEA", "IKEA 0358", 221),
    ("Yves Rocher", "YVES ROCHER", 248),
];
const OUTINGS: &[Label] = &[
    ("UGC Ciné Cité", "UGC CINE CITE", 244),
    ("Le Bistrot d'Henri", "BISTROT HENRI", 83),
    ("Bar des Amis", "BAR DES AMIS", 227),
    ("Fnac Spectacles", "FNAC SPECTACLES", 244),
    ("Gibert Joseph", "GIBERT JOSEPH", 243),
];
const HEALTH: &[Label] = &[
    ("Pharmacie Centrale", "PHARMACIE CENTRALE", 236),
    ("Dr Moreau", "DR MOREAU", 261),
    ("Pharmacie de l'Église", "PHIE DE L EGLISE", 236),
];
const CASH: &[Label] = &[("Retrait d'espèces", "PARIS 12 NATION", 85)];
const CHEQUES: &[Label] = &[("Chèque", "CHQ.", 88)];

const HABITS_C1: &[Habit] = &[
    habit(BAKERIES, [420, 700, 450], (130, 940, 5), Style::Card),
    habit(LUNCHES, [380, 200, 100], (390, 1890, 10), Style::Card),
    habit(MARKETS, [220, 350, 80], (780, 3950, 1), Style::Card),
    habit(CASH, [60, 90, 30], (2000, 6000, 2000), Style::Withdrawal),
    habit(CHEQUES, [18, 0, 0], (2500, 9000, 500), Style::Cheque),
];

const HABITS_C2: &[Habit] = &[
    habit(HYPERMARKETS, [80, 620, 60], (4200, 11_900, 1), Style::Card),
    habit(BAKERIES, [120, 200, 300], (130, 890, 5), Style::Card),
    habit(HEALTH, [60, 50, 0], (650, 3000, 10), Style::Card),
];

const HABITS_C4: &[Habit] = &[
    habit(OUTINGS, [60, 240, 120], (890, 4500, 10), Style::Card),
    habit(CASH, [10, 40, 10], (2000, 4000, 2000), Style::Withdrawal),
];

const HABITS_D1: &[Habit] = &[
    habit(TRIPS, [180, 250, 200], (690, 6900, 1), Style::DeferredCard),
    habit(SHOPPING, [90, 230, 40], (990, 8900, 1), Style::DeferredCard),
    habit(OUTINGS, [40, 160, 80], (1500, 6200, 10), Style::DeferredCard),
];

const HABITS_D2: &[Habit] = &[
    habit(SHOPPING, [60, 200, 20], (990, 7900, 1), Style::DeferredCard),
    habit(TRIPS, [70, 120, 90], (1200, 6900, 1), Style::DeferredCard),
];

const STANDINGS_C1: &[Standing] = &[
    standing(27, 284_736, 0, Transfer, ("Salaire Atelier Nord", "ATELIER NORD SAS SALAIRE", 230)),
    standing(5, -81_200, 0, Debit, ("Loyer Foncia", "FONCIA LOYER", 216)),
    standing(2, -250, 0, Plain, ("Cotisation carte", "COTISATION MENSUELLE CB", 79)),
    standing(7, -15_000, 0, Transfer, ("Virement permanent vers PEA", "PERMANENT PEA", 326)),
    standing(12, -1999, 0, Debit, ("Free Mobile", "FREE MOBILE", 277)),
    standing(15, -4230, 0, Debit, ("Maif assurance auto", "MAIF AUTO", 247)),
    standing(17, -1840, 0, Debit, ("Maif assurance habitation", "MAIF HABITATION", 246)),
    standing(25, -1465, 0, Debit, ("Generali prévoyance", "GENERALI VIE PREVOYANCE", 278)),
    standing(3, -1214, 0, Card, ("Spotify", "SPOTIFY P2F8A1", 280)),
    standing(19, -2299, 0, Debit, ("Basic-Fit", "BASIC FIT FRANCE", 242)),
    standing(1, -8880, 0, Debit, ("Navigo", "RATP COMUTITRES NAVIGO", 196)),
    standing(22, 2365, 1500, Transfer, ("Remboursement CPAM", "CPAM PARIS", 283)),
    some(&[9], standing(25, -28_700, 0, Debit, ("Impôt sur le revenu", "DGFIP IMPOT IR", 208))),
];

const STANDINGS_C2: &[Standing] = &[
    standing(3, 95_000, 0, Transfer, ("Virement Claire Martin", "MME CLAIRE MARTIN", 78)),
    standing(5, 14_847, 0, Transfer, ("CAF", "CAF DE PARIS", 327)),
    standing(8, -8312, 1900, Debit, ("EDF", "EDF CLIENTS PARTICULIERS", 217)),
    standing(6, -6240, 0, Debit, ("Mutuelle Harmonie", "HARMONIE MUTUELLE", 245)),
    standing(13, -3499, 0, Debit, ("Orange Internet", "ORANGE SA LIVEBOX", 180)),
    standing(18, -5890, 900, Debit, ("Cantine scolaire", "CAISSE DES ECOLES", 239)),
    standing(23, -1349, 0, Card, ("Netflix", "NETFLIX.COM", 280)),
    some(&[2, 5, 8, 11], standing(20, -6380, 900, Debit, ("Eau de Paris", "EAU DE PARIS", 293))),
];

const STANDINGS_C3: &[Standing] = &[
    standing(4, 104_500, 0, Transfer, ("Loyer M. Dubois", "M DUBOIS LOYER", 314)),
    standing(12, -1290, 0, Debit, ("Assurance propriétaire", "GMF ASSURANCES PNO", 246)),
    some(
        &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        standing(15, -10_800, 0, Debit, ("Taxe foncière", "DGFIP TAXES FONCIERES", 209)),
    ),
    some(&[1, 4, 7, 10], standing(10, -21_450, 1200, Debit, ("Charges de copropriété", "SYNDIC LAMY", 328))),
];

const STANDINGS_C4: &[Standing] = &[
    standing(9, -699, 0, Card, ("Deezer", "DEEZER", 318)),
    standing(21, -1500, 0, Debit, ("Médecins sans frontières", "MEDECINS SANS FRONTIERES", 294)),
];

const STANDINGS_T1: &[Standing] = &[
    some(&[3, 6, 9, 12], standing(28, -1250, 0, Plain, ("Droits de garde", "DROITS DE GARDE", 306))),
    some(
        &[5, 11],
        standing(14, 8640, 0, Plain, ("Dividendes Valmont Énergies", "COUPON VALMONT ENERGIES", 80)),
    ),
];

const STANDINGS_T2: &[Standing] = &[
    standing(7, 15_000, 0, Transfer, ("Virement permanent du Compte Courant 1", "PERMANENT PEA", 282)),
    some(&[5], standing(16, 4310, 0, Plain, ("Dividendes Garonne Aéro", "COUPON GARONNE AERO", 80))),
];

const STANDINGS_T3: &[Standing] = &[
    some(&[6], standing(11, 2875, 0, Plain, ("Dividendes Soleil Logiciels", "COUPON SOLEIL LOGICIELS", 80))),
    some(&[1, 7], standing(8, -600, 0, Plain, ("Frais de tenue de compte", "FRAIS TENUE PEA PME", 79))),
];

/// What happens on some days on the account of that key.
pub(crate) fn habits(account: &str) -> &'static [Habit] {
    match account {
        "c1" => HABITS_C1,
        "c2" => HABITS_C2,
        "c4" => HABITS_C4,
        "d1" => HABITS_D1,
        "d2" => HABITS_D2,
        _ => &[],
    }
}

/// What happens on a day of the month on the account of that key.
pub(crate) fn standings(account: &str) -> &'static [Standing] {
    match account {
        "c1" => STANDINGS_C1,
        "c2" => STANDINGS_C2,
        "c3" => STANDINGS_C3,
        "c4" => STANDINGS_C4,
        "t1" => STANDINGS_T1,
        "t2" => STANDINGS_T2,
        "t3" => STANDINGS_T3,
        _ => &[],
    }
}
