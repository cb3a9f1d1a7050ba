//! Figures by category (spec/api.md 13). Of the shape only names are known; docs/conformance.md says what we make of them.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use jiff::ToSpan as _;
use jiff::civil::Date;
use passerelle_domain::{Currency, Feature, Money};
use passerelle_store::transactions::{self, Filter, TransactionRow};
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::UserCaller;
use crate::error::ApiError;
use crate::pagination::Pagination;
use crate::query::Query;
use crate::{Shared, wire};

/// Figures of the last complete months, by category.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "resources": [{
        "category_id": 273, "currency_code": "EUR",
        "global_kpis": { "minimum": -39.5, "maximum": -1.3, "mean": -12.18 },
        "monthly_kpis": [{ "month": "2025-12", "frequency": 12, "sum": -145.2 }]
    }],
    "pagination": { "next_uri": null }, "oldest_existing_transaction": "2024-01-12", "fully_analyzed_month": 1,
    "fully_analyzed_day": 31
}))]
pub(crate) struct Insights {
    resources: Vec<Insight>,
    /// All categories are in one answer.
    pagination: Pagination,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = Date)]
    oldest_existing_transaction: Option<Date>,
    /// How many complete months the figures are of: fewer than asked for when there is no older transaction.
    #[schema(value_type = i32)]
    fully_analyzed_month: usize,
    /// How many days these months have.
    fully_analyzed_day: i32,
}

/// The booked transactions of a category in a currency.
#[derive(Serialize, ToSchema)]
struct Insight {
    category_id: i64,
    #[schema(value_type = wire::names::Currency)]
    currency_code: Currency,
    global_kpis: GlobalFigures,
    /// One for each month, the newest first.
    monthly_kpis: Vec<MonthlyFigures>,
}

/// Of all these months.
#[derive(Serialize, ToSchema)]
struct GlobalFigures {
    #[schema(value_type = f64)]
    minimum: Money,
    #[schema(value_type = f64)]
    maximum: Money,
    #[schema(value_type = f64)]
    mean: Money,
}

#[derive(Serialize, ToSchema)]
struct MonthlyFigures {
    /// Such as `2025-12`.
    month: String,
    /// How many transactions.
    #[schema(value_type = i32)]
    frequency: usize,
    #[schema(value_type = f64)]
    sum: Money,
}

/// The amounts of a category and a currency, each with the first day of its month.
type Amounts = BTreeMap<(i64, &'static str), (Currency, Vec<(Date, i64)>)>;

/// Sums up the booked transactions of the last complete months by category.
///
/// For applications with the feature `insights`.
#[utoipa::path(
    get, path = "/v3/aggregation/insights/category", operation_id = "GetInsights", tag = "Categories",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    params(("fully_analyzed_month" = Option<u8>, Query, minimum = 1, maximum = 3, description = "How many complete months; 3 unless told")),
    responses(
        (status = 200, body = Insights),
        (status = 400, description = "invalid_parameter"),
        (status = 403, description = "feature_not_enabled"),
    ),
)]
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
            pagination: Pagination::default(),
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
            MonthlyFigures {
                month: month.strftime("%Y-%m").to_string(),
                frequency: of_month().count(),
                sum: money(of_month().sum()),
            }
        };
        Self {
            category_id,
            currency_code: currency,
            global_kpis: GlobalFigures {
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
