//! Accounts (spec/api.md 9.1). One that is not shared shows neither IBAN nor balance; nor does a business account that its
//! user has not attested, whose name is hidden too (spec/items.md 2, status 1100).

use jiff::civil::Date;
use passerelle_domain::{
    Account as Domain, AccountId, AccountType, Currency, DataAccess, Iban, ItemId, LoanDetails as Loan,
    Money, ProviderId, RefreshOutcome,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::names;
use super::time::Time;

/// What stands for a name that is not shown.
const HIDDEN: &str = "••••••••";

/// An account of an item. One that is not shared (`data_access` is `disabled`) shows neither balance nor IBAN.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": 48_678_161, "name": "Compte Courant", "balance": 1520.35, "accounting_balance": 1520.35,
    "instant_balance": 1478.10, "updated_at": "2026-01-12T09:29:40.118Z", "last_refresh_status": "successful",
    "type": "checking", "currency_code": "EUR", "item_id": 10_248_839, "provider_id": 574, "data_access": "enabled",
    "pro": false, "iban": "FR7612345000010123456789012", "iban_filled_manually": false
}))]
pub(crate) struct Account {
    #[schema(value_type = i64)]
    id: AccountId,
    /// As the bank calls it.
    name: String,
    #[serde(flatten)]
    #[schema(value_type = SharedAccount)]
    shared: Option<SharedAccount>,
    #[schema(value_type = names::Currency)]
    currency_code: Currency,
    #[schema(value_type = names::AccountType)]
    r#type: AccountType,
    #[schema(value_type = i64)]
    item_id: ItemId,
    #[schema(value_type = i64)]
    provider_id: ProviderId,
    /// Whether the user shares this account.
    #[schema(value_type = names::DataAccess)]
    data_access: DataAccess,
    /// Whether the item's last refresh brought this account up to date.
    #[schema(value_type = names::RefreshOutcome)]
    last_refresh_status: RefreshOutcome,
    updated_at: Time,
    /// Whether it is a business account.
    pro: bool,
}

/// What only a shared account shows.
#[derive(Serialize, ToSchema)]
struct SharedAccount {
    /// The accounting balance, or the instant one where the bank tells that only.
    #[schema(value_type = f64, required = false)]
    balance: Money,
    /// Of booked operations only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = f64)]
    accounting_balance: Option<Money>,
    /// With pending and future operations.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = f64)]
    instant_balance: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String)]
    iban: Option<Iban>,
    /// Always false; there with `iban`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = bool)]
    iban_filled_manually: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = LoanDetails)]
    loan_details: Option<LoanDetails>,
}

/// What a loan account has beside.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "type": "mortgage", "interest_rate": 1.45, "opening_date": "2019-03-04", "maturity_date": "2039-03-04",
    "next_payment_date": "2026-02-04", "next_payment_amount": 961.2, "borrowed_capital": 200_000,
    "repaid_capital": 51_800, "remaining_capital": 148_200, "total_estimated_interests": 30_600
}))]
struct LoanDetails {
    r#type: String,
    /// In percent.
    interest_rate: f64,
    #[schema(value_type = String, format = Date)]
    opening_date: Date,
    #[schema(value_type = String, format = Date)]
    maturity_date: Date,
    #[schema(value_type = String, format = Date)]
    next_payment_date: Date,
    #[schema(value_type = f64)]
    next_payment_amount: Money,
    #[schema(value_type = f64)]
    borrowed_capital: Money,
    #[schema(value_type = f64)]
    repaid_capital: Money,
    #[schema(value_type = f64)]
    remaining_capital: Money,
    #[schema(value_type = f64)]
    total_estimated_interests: Money,
}

impl From<Domain> for Account {
    fn from(account: Domain) -> Self {
        let money = |minor| Money::new(minor, account.currency);
        let is_shown = account.data_access == DataAccess::Enabled && !account.is_locked;
        let shared = is_shown.then(|| SharedAccount {
            balance: account.balance(),
            accounting_balance: account.accounting_balance_minor.map(money),
            instant_balance: account.instant_balance_minor.map(money),
            iban_filled_manually: account.iban.is_some().then_some(false),
            iban: account.iban.clone(),
            loan_details: account.loan_details.as_ref().map(|loan| LoanDetails::new(loan, account.currency)),
        });
        Self {
            id: account.id,
            shared,
            currency_code: account.currency,
            r#type: account.account_type,
            item_id: account.item_id,
            provider_id: account.provider_id,
            data_access: account.data_access,
            last_refresh_status: account.last_refresh_status,
            updated_at: Time(account.updated_at),
            pro: account.is_pro,
            name: if account.is_locked { HIDDEN.to_owned() } else { account.name },
        }
    }
}

impl LoanDetails {
    fn new(loan: &Loan, currency: Currency) -> Self {
        let money = |minor| Money::new(minor, currency);
        #[expect(clippy::cast_precision_loss, reason = "rates have a few digits")]
        let interest_rate = loan.interest_rate_milli as f64 / 1000.0;
        Self {
            r#type: loan.kind.clone(),
            interest_rate,
            opening_date: loan.opening_date,
            maturity_date: loan.maturity_date,
            next_payment_date: loan.next_payment_date,
            next_payment_amount: money(loan.next_payment_minor),
            borrowed_capital: money(loan.borrowed_minor),
            repaid_capital: money(loan.repaid_minor),
            remaining_capital: money(loan.remaining_minor),
            total_estimated_interests: money(loan.total_interests_minor),
        }
    }
}
