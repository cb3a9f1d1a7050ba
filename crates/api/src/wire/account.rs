//! Accounts (spec/api.md 9.1). One that is not shared shows neither IBAN nor balance; nor does a business account that its
//! user has not attested, whose name is hidden too (spec/items.md 2, status 1100).

use jiff::civil::Date;
use passerelle_domain::{
    Account as Domain, AccountId, AccountType, Currency, DataAccess, Iban, ItemId, LoanDetails, Money,
    ProviderId, RefreshOutcome,
};
use serde::Serialize;

use super::time::Time;

/// What stands for a name that is not shown.
const HIDDEN: &str = "••••••••";

#[derive(Serialize)]
pub(crate) struct Account {
    id: AccountId,
    name: String,
    #[serde(flatten)]
    shared: Option<Shared>,
    currency_code: Currency,
    r#type: AccountType,
    item_id: ItemId,
    provider_id: ProviderId,
    data_access: DataAccess,
    last_refresh_status: RefreshOutcome,
    updated_at: Time,
    pro: bool,
}

/// What only a shared account shows.
#[derive(Serialize)]
struct Shared {
    balance: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    accounting_balance: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instant_balance: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iban: Option<Iban>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iban_filled_manually: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    loan_details: Option<Loan>,
}

#[derive(Serialize)]
struct Loan {
    r#type: String,
    interest_rate: f64,
    opening_date: Date,
    maturity_date: Date,
    next_payment_date: Date,
    next_payment_amount: Money,
    borrowed_capital: Money,
    repaid_capital: Money,
    remaining_capital: Money,
    total_estimated_interests: Money,
}

impl From<Domain> for Account {
    fn from(account: Domain) -> Self {
        let money = |minor| Money::new(minor, account.currency);
        let is_shown = account.data_access == DataAccess::Enabled && !account.is_locked;
        let shared = is_shown.then(|| Shared {
            balance: account.balance(),
            accounting_balance: account.accounting_balance_minor.map(money),
            instant_balance: account.instant_balance_minor.map(money),
            iban_filled_manually: account.iban.is_some().then_some(false),
            iban: account.iban.clone(),
            loan_details: account.loan_details.as_ref().map(|loan| Loan::new(loan, account.currency)),
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

impl Loan {
    fn new(loan: &LoanDetails, currency: Currency) -> Self {
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
