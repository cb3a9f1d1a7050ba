//! What people agree to, as the session asks it.

use passerelle_domain::AccountTypes;
use passerelle_web::pages;

use crate::visit::Visit;

/// How long a consent lasts where the bank is not chosen yet (spec/items.md 5).
const DAYS: u32 = 180;

/// What going on agrees to.
pub(super) fn consent(visit: &Visit) -> pages::Consent {
    let days = visit.description().map_or(DAYS, |description| description.consent_days);
    let item_types = visit.item.as_ref().map(|item| item.account_types);
    pages::Consent {
        account_types: match item_types.unwrap_or(visit.session.request.account_types) {
            AccountTypes::Payment => pages::AccountTypes::Payment,
            AccountTypes::All => pages::AccountTypes::All,
        },
        days: u16::try_from(days).unwrap_or(u16::MAX),
        has_choice: visit.session.request.allow_account_selection,
    }
}
