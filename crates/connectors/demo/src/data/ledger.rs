//! What happens on an account, month by month.
//!
//! On checking, card and savings accounts the entries of a month add up to zero: what is left of a checking account at
//! the end of the month moves to savings, a card is settled, savings move on to securities. So a balance needs no
//! history: it is the account's base and the entries of the last months.

use jiff::civil::Weekday;

use super::calendar::{Chance, Month, day_of, last_working_day, month_of, nth_working_day, plus};
use super::entry::{Entry, Label, Style};
use super::loan::{CAR, MORTGAGE};
use super::tables::{habits, standings};

/// Slots of a day below this are habits.
const FIRST_STANDING: usize = 40;
const CLOSING: usize = 90;
const EVENING: usize = 91;
const CARD_BILL: usize = 95;

/// Entries of the tables that the account holder makes in a month.
fn made_in(account: &str, month: Month) -> Vec<Entry> {
    let mut entries = Vec::new();
    let last = day_of(month, 31);
    for day in 1..=last.day() {
        let date = day_of(month, day);
        let mut chance = Chance::of(account, date);
        let column = match date.weekday() {
            Weekday::Saturday => 1,
            Weekday::Sunday => 2,
            _ => 0,
        };
        for (slot, habit) in habits(account).iter().enumerate() {
            let shop = chance.between(0, i64::try_from(habit.shops.len()).unwrap_or(1) - 1);
            let (low, high, step) = habit.cents;
            let cents = chance.between(0, (high - low) / step) * step + low;
            let is_due = chance.between(0, 999) < habit.chances[column];
            // The main account always has something pending: the bakery at least every other day.
            let is_bread = account == "c1" && slot == 0 && date.day_of_year() % 2 == 0;
            if is_due || is_bread {
                let label = habit.shops[usize::try_from(shop).unwrap_or(0)];
                entries.push(Entry::new(date, slot, -cents, label, habit.style));
            }
        }
    }
    for (index, standing) in standings(account).iter().enumerate() {
        let date = day_of(month, standing.day);
        if standing.months.is_empty() || standing.months.contains(&date.month()) {
            let varied = Chance::of(standing.label.1, date).between(-standing.spread, standing.spread);
            let cents = standing.cents + varied;
            entries.push(Entry::new(date, FIRST_STANDING + index, cents, standing.label, standing.style));
        }
    }
    entries
}

/// Where a checking account's closing purchase is made.
fn closing_shop(account: &str) -> Label {
    match account {
        "c1" => ("Carrefour", "CARREFOUR", 273),
        "c2" => ("Auchan", "AUCHAN 0091", 273),
        "c3" => ("Leroy Merlin", "LEROY MERLIN", 222),
        _ => ("Cultura", "CULTURA", 226),
    }
}

/// What a checking account posts in a month, before its rest moves on; a whole number of tens of euros.
fn checking_posts(account: &str, month: Month) -> Vec<Entry> {
    let mut entries = made_in(account, month - 1);
    entries.extend(made_in(account, month));
    match account {
        "c1" => {
            entries.extend([
                CAR.debit(month),
                card_bill("d1", month - 1, ("Carte Visa Premier", "DEBIT DIFFERE VISA PREMIER", 191)),
            ]);
            let trip = Label::from(("Marjane Market", "MARJANE M.M G", 273));
            if month.rem_euclid(12) == 10 {
                entries.push(Entry::new(day_of(month, 9), 30, -692, trip, Style::Dirhams(736)));
            }
        }
        "c2" => entries.push(card_bill(
            "d2",
            month - 1,
            ("Carte Mastercard Gold", "DEBIT DIFFERE MASTERCARD GOLD", 191),
        )),
        "c3" => entries.push(MORTGAGE.debit(month)),
        _ => {}
    }
    entries.retain(|entry| month_of(entry.booked) == month);
    let so_far: i64 = entries.iter().map(|entry| entry.cents).sum();
    let purchase = 3100 + (so_far - 3100).rem_euclid(1000);
    entries.push(Entry::new(day_of(month, 22), CLOSING, -purchase, closing_shop(account), Style::Card));
    entries
}

fn total(entries: &[Entry]) -> i64 {
    entries.iter().map(|entry| entry.cents).sum()
}

/// What checking account 1 saves in a month; negative when savings have to help.
fn saved(month: Month) -> i64 {
    ["c1", "c2", "c3", "c4"].into_iter().map(|account| total(&checking_posts(account, month))).sum()
}

/// A transfer of the last working day, as the account that it reaches or leaves sees it.
fn evening(month: Month, slot: usize, cents: i64, label: Label) -> Option<Entry> {
    (cents != 0).then(|| Entry::new(last_working_day(month), slot, cents, label, Style::Transfer))
}

/// Category of a transfer between own accounts: credit or debit.
fn internal(cents: i64) -> i64 {
    if cents > 0 { 282 } else { 326 }
}

/// All that checking account posts in a month.
fn checking(account: &str, month: Month) -> Vec<Entry> {
    let mut entries = checking_posts(account, month);
    if account == "c1" {
        let others = [
            ("c2", "Virement interne Compte Courant 2", "M MARTIN COMPTE COURANT 2"),
            ("c3", "Virement interne Compte Courant 3", "M MARTIN COMPTE COURANT 3"),
            ("c4", "Virement interne Compte Courant 4", "M MARTIN COMPTE COURANT 4"),
        ];
        for (index, (other, clean, raw)) in others.into_iter().enumerate() {
            let cents = total(&checking_posts(other, month));
            entries.extend(evening(month, EVENING + 1 + index, cents, (clean, raw, internal(cents))));
        }
        let cents = -total(&entries);
        let label = ("Virement interne Livret A", "M MARTIN LIVRET A", internal(cents));
        entries.extend(evening(month, EVENING, cents, label));
    } else {
        let cents = -total(&entries);
        let label = ("Virement interne Compte Courant 1", "M MARTIN COMPTE COURANT 1", internal(cents));
        entries.extend(evening(month, EVENING, cents, label));
    }
    entries
}

/// The month's purchases by a card, as one debit of the next month.
fn card_bill(card: &str, month: Month, label: Label) -> Entry {
    let date = nth_working_day(month + 1, 4);
    Entry::new(date, CARD_BILL, total(&made_in(card, month)), label, Style::CardBill)
}

fn card(account: &str, month: Month) -> Vec<Entry> {
    let mut entries = made_in(account, month);
    let bill = nth_working_day(month + 1, 4);
    let label = ("Règlement mensuel de la carte", "REGLEMENT DEBIT DIFFERE", 191);
    entries.push(Entry::new(bill, CARD_BILL, -total(&entries), label, Style::Plain));
    entries
}

/// Interests of the year, paid in December.
const YEARLY_INTERESTS: i64 = 20_943;

fn savings(month: Month) -> Vec<Entry> {
    let cents = saved(month);
    let label = ("Virement interne Compte Courant 1", "M MARTIN COMPTE COURANT 1", internal(cents));
    let mut entries: Vec<Entry> = evening(month, EVENING, cents, label).into_iter().collect();
    if month.rem_euclid(12) == 11 {
        let label = ("Intérêts Livret A", "INTERETS ANNUELS LIVRET A", 80);
        entries.push(Entry::new(last_working_day(month), 50, YEARLY_INTERESTS, label, Style::Plain));
    }
    let rest = -total(&entries);
    if rest != 0 {
        let label = ("Virement interne Compte Titres", "M MARTIN COMPTE TITRES", internal(rest));
        entries.push(Entry::new(day_of(month + 1, 6), EVENING, rest, label, Style::Transfer));
    }
    entries
}

fn brokerage(month: Month) -> Vec<Entry> {
    let mut entries = made_in("t1", month);
    let moved = savings(month).into_iter().filter(|entry| month_of(entry.made) != month);
    entries.extend(moved.map(|entry| {
        let label = ("Virement interne Livret A", "M MARTIN LIVRET A", internal(-entry.cents));
        Entry::new(entry.made, EVENING, -entry.cents, label, Style::Transfer)
    }));
    entries
}

/// The entries of an account that belong to a month. They may be posted in the next one.
pub(crate) fn entries(account: &str, month: Month) -> Vec<Entry> {
    match account {
        "c1" | "c2" | "c3" | "c4" => checking(account, month),
        "d1" | "d2" => card(account, month),
        "s1" => savings(month),
        "t1" => brokerage(month),
        "t2" | "t3" => made_in(account, month),
        "l1" => MORTGAGE.entries(month..=month),
        "l2" => CAR.entries(month..=month),
        _ => Vec::new(),
    }
}

/// What a security is worth on that day: it swings around its base by up to a tenth.
pub(crate) fn market_value(security: &str, base: i64, today: jiff::civil::Date) -> i64 {
    let level = |month: Month| Chance::of(security, day_of(month, 1)).between(-100, 100);
    let month = month_of(today);
    let (day, days) = (i64::from(today.day()) - 1, i64::from(today.days_in_month()));
    let trend = level(month) * (days - day) + level(month + 1) * day;
    let noise = Chance::of(security, plus(today, 0)).between(-40, 40);
    base + base * trend / (1000 * days) + base * noise / 10_000
}
