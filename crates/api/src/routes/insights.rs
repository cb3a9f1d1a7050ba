//! Figures by category (spec/api.md 13). Of the shape only names are known; docs/conformance.md says what we make of them.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use jiff::ToSpan as _;
use jiff::civil::Date;
use passerelle_domain::{Currency, Feature, Money};
use passerelle_store::transactions::{self, Filter, TransactionRow};
use serde::Serialize;

use crate::Shared;
use crate::auth::UserCaller;
use crate::error::ApiError;
use crate::query::Query;

#[derive(Serialize)]
pub(crate) struct Insights {
    resources: Vec<Insight>,
    pagination: NoPages,
    #[serde(skip_serializing_if = "Option::is_none")]
    oldest_existing_transaction: Option<Date>,
    /// How many complete months the figures are of: fewer than asked for when there is no older transaction.
    fully_analyzed_month: usize,
    /// How many days these months have.
    fully_analyzed_day: i32,
}

/// All categories are in one answer.
#[derive(Serialize)]
struct NoPages {
    next_uri: Option<&'static str>,
}

/// The booked transactions of a category in a currency.
#[derive(Serialize)]
struct Insight {
    category_id: i64,
    currency_code: Currency,
    global_kpis: Global,
    /// One for each month, the newest first.
    monthly_kpis: Vec<Monthly>,
}

#[derive(Serialize)]
struct Global {
    minimum: Money,
    maximum: Money,
    mean: Money,
}

#[derive(Serialize)]
struct Monthly {
    month: String,
    frequency: usize,
    sum: Money,
}

/// The amounts of a category and a currency, each with the first day of its month.
type Amounts = BTreeMap<(i64, &'static str), (Currency, Vec<(Date, i64)>)>;

pub(crate) async fn by_category(
    State(api): State<Shared>,
    caller: UserCaller,
    query: Query,
) -> Result<Json<Insights>, ApiError> {
    caller.check(Feature::Insights)?;
    let asked = query.parsed("fully_analyzed_month", "must be an integer from 1 to 3", |value| {
        value.parse().ok().filter(|months| (1..=3).contains(months))
    })?;
    let user = caller.user.id;
    let this_month = api.clock.today().first_of_month();
    let oldest = transactions::oldest_date(&api.store, user).await?;
    let months: Vec<Date> = (1..=asked.unwrap_or(3))
        .map(|months: i64| this_month.saturating_sub(months.months()))
        .filter(|month| oldest.is_some_and(|oldest| oldest <= *month))
        .collect();
    let Some(first) = months.last().copied() else {
        return Ok(Json(Insights::new(Vec::new(), oldest, 0, 0)));
    };
    let last = this_month.saturating_sub(1.day());
    let filter = Filter { min_date: Some(first), max_date: Some(last), ..Filter::default() };
    let amounts = transactions::fold(&api.store, user, &filter, u32::MAX, Amounts::new(), add).await?;
    let resources = amounts
        .into_iter()
        .map(|((category_id, _), (currency, amounts))| Insight::new(category_id, currency, &months, &amounts))
        .collect();
    let days = (this_month - first).get_days();
    Ok(Json(Insights::new(resources, oldest, months.len(), days)))
}

fn add(amounts: &mut Amounts, row: &TransactionRow<'_>) -> Result<(), passerelle_store::StoreError> {
    if !row.is_future()? {
        let currency = row.currency()?;
        let of_category = amounts.entry((row.category_id()?, currency.code()));
        let (_, amounts) = of_category.or_insert_with(|| (currency, Vec::new()));
        amounts.push((row.date()?.first_of_month(), row.amount_minor()?));
    }
    Ok(())
}

impl Insights {
    fn new(resources: Vec<Insight>, oldest: Option<Date>, months: usize, days: i32) -> Self {
        Self {
            resources,
            pagination: NoPages { next_uri: None },
            oldest_existing_transaction: oldest,
            fully_analyzed_month: months,
            fully_analyzed_day: days,
        }
    }
}

impl Insight {
    /// `amounts` are not empty.
    fn new(category_id: i64, currency: Currency, months: &[Date], amounts: &[(Date, i64)]) -> Self {
        let money = |minor| Money::new(minor, currency);
        let all = || amounts.iter().map(|(_, amount)| *amount);
        let monthly = |month: &Date| {
            let of_month = || amounts.iter().filter(|(at, _)| at == month).map(|(_, amount)| *amount);
            Monthly {
                month: month.strftime("%Y-%m").to_string(),
                frequency: of_month().count(),
                sum: money(of_month().sum()),
            }
        };
        Self {
            category_id,
            currency_code: currency,
            global_kpis: Global {
                minimum: money(all().min().unwrap_or(0)),
                maximum: money(all().max().unwrap_or(0)),
                mean: money(mean(all().sum(), amounts.len())),
            },
            monthly_kpis: months.iter().map(monthly).collect(),
        }
    }
}

/// To the nearest minor unit; a half goes away from zero.
fn mean(sum: i64, count: usize) -> i64 {
    let count = i64::try_from(count).unwrap_or(i64::MAX).max(1);
    (2 * sum + sum.signum() * count) / (2 * count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded() {
        for (sum, count, expected) in
            [(10, 4, 3), (-10, 4, -3), (9, 4, 2), (-9, 4, -2), (0, 3, 0), (7, 1, 7), (1, 3, 0), (2, 3, 1)]
        {
            assert_eq!(mean(sum, count), expected, "{sum} / {count}");
        }
    }
}
