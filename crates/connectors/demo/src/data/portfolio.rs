//! What lies on the securities accounts. Companies and funds are invented; their ISINs are well formed and nobody's.
//!
//! Nothing is bought or sold; prices move with each trading day, and an account's balance is what its positions are
//! worth.

use jiff::civil::Date;
use passerelle_connector::BankPosition;
use passerelle_domain::{Currency, Millionths};

use super::calendar::{is_working_day, plus};
use super::ledger::market_value;

/// A security and how much of it is held.
struct Holding {
    account: &'static str,
    ticker: &'static str,
    label: &'static str,
    /// None for funds, which no exchange trades.
    marketplace: Option<&'static str>,
    isin: &'static str,
    /// What the price swings around, in cents.
    price: i64,
    /// In millionths.
    quantity: i64,
    /// What one cost, in cents.
    bought_at: i64,
}

type Row = (&'static str, &'static str, &'static str, Option<&'static str>, &'static str, [i64; 3]);

const fn holding((account, ticker, label, marketplace, isin, [price, quantity, bought_at]): Row) -> Holding {
    Holding { account, ticker, label, marketplace, isin, price, quantity, bought_at }
}

const PARIS: Option<&str> = Some("Euronext Paris");
const GROWTH: Option<&str> = Some("Euronext Growth Paris");
const XETRA: Option<&str> = Some("Xetra");

const HOLDINGS: [Holding; 10] = [
    holding(("t1", "VALE", "Valmont Énergies", PARIS, "FR00DEMO0015", [8430, 62_000_000, 7112])),
    holding(("t1", "LUMO", "Lumen Optique", PARIS, "FR00DEMO0023", [11_284, 45_000_000, 12_090])),
    holding(("t1", "RHMA", "Rheintal Maschinenbau", XETRA, "DE00DEMO0038", [15_820, 30_000_000, 13_475])),
    holding(("t1", "HOEU", "Horizon Obligations Euro", None, "LU00DEMO0046", [11_064, 32_417_500, 10_850])),
    holding(("t2", "GARA", "Garonne Aéro", PARIS, "FR00DEMO0056", [9640, 70_000_000, 6288])),
    holding(("t2", "PHLY", "Pharmalys", PARIS, "FR00DEMO0064", [5825, 120_000_000, 6130])),
    holding(("t2", "BRMA", "Brise Marine", PARIS, "FR00DEMO0072", [2370, 210_000_000, 1944])),
    holding(("t2", "HOAE", "Horizon Actions Europe", None, "FR00DEMO0080", [13_120, 41_235_000, 11_702])),
    holding(("t3", "SOLL", "Soleil Logiciels", GROWTH, "FR00DEMO0098", [3160, 85_000_000, 2475])),
    holding(("t3", "MFJU", "Micro-Forges du Jura", GROWTH, "FR00DEMO0106", [1740, 140_000_000, 1810])),
];

/// How many millionths a cent is.
const CENT: i64 = 10_000;

/// The positions of an account; none on accounts that hold no securities.
pub(crate) fn positions(account: &str, today: Date) -> Vec<BankPosition> {
    let traded = (0..10).map(|days| plus(today, -days)).find(|date| is_working_day(*date)).unwrap_or(today);
    let holdings = HOLDINGS.iter().filter(|holding| holding.account == account);
    holdings.map(|holding| holding.position(traded)).collect()
}

impl Holding {
    fn position(&self, traded: Date) -> BankPosition {
        let price = market_value(self.ticker, self.price, traded);
        BankPosition {
            key: self.ticker.to_owned(),
            label: self.label.to_owned(),
            ticker: self.ticker.to_owned(),
            marketplace: self.marketplace.map(str::to_owned),
            isin: self.isin.parse().expect("a test parses all of them"),
            current_price: Millionths(price * CENT),
            currency: Currency::EUR,
            quantity: Millionths(self.quantity),
            total_value_minor: (price * self.quantity + 500_000).div_euclid(1_000_000),
            average_purchase_price: Some(Millionths(self.bought_at * CENT)),
            value_date: traded,
        }
    }
}
