//! The bank's data: a pure function of the account and of today's date.
use jiff::civil::Date;
use passerelle_connector::{BankAccount, BankOperation};
use passerelle_domain::AccountTypes;
pub(crate) fn accounts(_today: Date, _types: AccountTypes) -> Vec<BankAccount> {
    Vec::new()
}
pub(crate) fn operations(_key: &str, _today: Date, _since: Option<Date>) -> Vec<BankOperation> {
    Vec::new()
}
