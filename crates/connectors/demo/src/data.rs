//! The bank's data: a pure function of the account and of today's date.
//!
//! A day that passes adds its operations and changes no booked one. Balances and operations add up to the cent; the
//! balance of a securities account is what its positions are worth.

mod calendar;
mod entry;
mod ledger;
mod loan;
mod portfolio;
mod tables;

use jiff::civil::Date;
use passerelle_connector::{BankAccount, BankOperation};
use passerelle_domain::{AccountType, AccountTypes, Currency, Holder, Iban};

use calendar::{month_of, months_before};
use entry::Entry;
pub(crate) use portfolio::positions;

/// Key, name, kind, base of the balance, number at the bank.
type Row = (&'static str, &'static str, AccountType, i64, Option<u64>);

const ACCOUNTS: [Row; 12] = [
    ("c1", "Compte Courant 1", AccountType::Checking, 298_954, Some(10_421_574)),
    ("c2", "Compte Courant 2", AccountType::Checking, 118_230, Some(10_421_575)),
    ("c3", "Compte Courant 3", AccountType::Checking, 81_417, Some(10_421_576)),
    ("c4", "Compte Courant 4", AccountType::Checking, 46_088, Some(10_421_577)),
    ("d1", "Carte Visa Premier à débit différé", AccountType::Card, 0, None),
    ("d2", "Carte Mastercard Gold à débit différé", AccountType::Card, 0, None),
    ("s1", "Livret A", AccountType::Savings, 1_047_215, Some(30_077_412)),
    ("t1", "Compte Titres", AccountType::Brokerage, 0, None),
    ("t2", "PEA", AccountType::SharedSavingPlan, 0, None),
    ("t3", "PEA-PME", AccountType::SharedSavingPlan, 0, None),
    ("l1", "Crédit Immobilier", AccountType::Loan, 0, None),
    ("l2", "Crédit Auto", AccountType::Loan, 0, None),
];

/// The accounts of those kinds, with their balances.
pub(crate) fn accounts(today: Date, types: AccountTypes) -> Vec<BankAccount> {
    ACCOUNTS
        .iter()
        .filter(|row| types == AccountTypes::All || row.2.is_payment())
        .map(|row| account(row, today))
        .collect()
}

/// Who holds the accounts.
pub(crate) fn holder() -> Holder {
    Holder { first_name: Some("CAMILLE".to_owned()), last_name: Some("MARTIN".to_owned()) }
}

/// The account as a business customer has it: two of the current accounts are the business's.
pub(crate) fn of_business(mut account: BankAccount) -> BankAccount {
    if let "c3" | "c4" = account.key.as_str() {
        account.name = account.name.replace("Compte Courant", "Compte Professionnel");
        account.is_pro = true;
    }
    account
}

fn account(&(key, name, account_type, base, number): &Row, today: Date) -> BankAccount {
    let loan_details = match key {
        "l1" => Some(loan::MORTGAGE.details(today)),
        "l2" => Some(loan::CAR.details(today)),
        _ => None,
    };
    let (accounting, instant) = match (account_type, &loan_details) {
        (_, Some(details)) => (-details.remaining_minor, None),
        (AccountType::Brokerage | AccountType::SharedSavingPlan, None) => {
            (positions(key, today).iter().map(|position| position.total_value_minor).sum(), None)
        }
        (_, None) => {
            let month = month_of(today);
            let recent: Vec<Entry> =
                (month - 2..=month + 1).flat_map(|month| ledger::entries(key, month)).collect();
            let sum = |filter: &dyn Fn(&Entry) -> bool| -> i64 {
                recent.iter().filter(|entry| filter(entry)).map(|entry| entry.cents).sum()
            };
            let accounting = base + sum(&|entry| entry.is_settled(today));
            (accounting, Some(base + sum(&|entry| entry.is_shown(today))))
        }
    };
    BankAccount {
        key: key.to_owned(),
        name: name.to_owned(),
        account_type,
        currency: Currency::EUR,
        accounting_balance_minor: Some(accounting),
        instant_balance_minor: instant,
        is_pro: false,
        iban: number.map(iban),
        loan_details,
    }
}

/// The operations of an account from that date on, or the whole history.
pub(crate) fn operations(key: &str, today: Date, since: Option<Date>) -> Vec<BankOperation> {
    let oldest = months_before(today, crate::HISTORY_MONTHS);
    let since = since.map_or(oldest, |since| since.max(oldest));
    let mut entries: Vec<Entry> = (month_of(since) - 1..=month_of(today) + 1)
        .flat_map(|month| ledger::entries(key, month))
        .filter(|entry| entry.is_shown(today))
        .collect();
    entries.sort_by_key(|entry| (entry.made, entry.slot));
    let operations = entries.iter().map(|entry| entry.operation(key, today));
    operations.filter(|operation| operation.date >= since).collect()
}

/// The French IBAN of an account number: bank 00574 and branch 00001 exist in no register.
fn iban(number: u64) -> Iban {
    let (bank, branch) = (574_u64, 1_u64);
    let key = 97 - (89 * bank + 15 * branch + 3 * number) % 97;
    let national = format!("{bank:05}{branch:05}{number:011}{key:02}");
    // ISO 7064: F is 15 and R is 27, and the check digits count as zeros.
    let remainder = national
        .bytes()
        .chain(*b"152700")
        .fold(0_u64, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97);
    format!("FR{:02}{national}", 98 - remainder).parse().expect("the check digits were just computed")
}

#[cfg(test)]
mod tests;
