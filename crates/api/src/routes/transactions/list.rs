use axum::extract::State;
use jiff::Timestamp;
use jiff::civil::Date;
use passerelle_domain::{AccountId, TransactionId};
use passerelle_store::transactions::{self, Filter, Position};
use serde::{Deserialize, Serialize};

use crate::auth::UserCaller;
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest, Pagination, WrittenPage, encode};
use crate::query::{Moment, Query};
use crate::{Shared, wire};

/// Where a page ended: a list with `since` goes by change, one without by date.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Cursor {
    #[serde(rename = "d")]
    Date(Date, TransactionId),
    /// In microseconds.
    #[serde(rename = "c")]
    Change(i64, TransactionId),
}

/// What is written while rows are read.
struct Written {
    resources: Vec<u8>,
    rows: u32,
    last: Option<Cursor>,
}

/// About what a transaction takes as JSON.
const ROW_BYTES: usize = 384;

impl Written {
    fn with_room_for(limit: u32) -> Self {
        let room = usize::try_from(limit).unwrap_or_default().saturating_mul(ROW_BYTES);
        Self { resources: Vec::with_capacity(room), rows: 0, last: None }
    }
}

/// Lists the transactions of a user.
///
/// The newest date comes first. With `since` it is the oldest change, and deleted ones are among them: keep the latest `updated_at` you have
/// seen, and ask with it as `since` after each `item.account.updated`.
#[utoipa::path(
    get, path = "/v3/aggregation/transactions", operation_id = "GetTransactions", tag = "Transactions",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    params(
        PageRequest<Cursor>,
        ("account_id" = Option<i64>, Query, description = "Of this account only"),
        ("since" = Option<Moment>, Query, description = "Changed then or later (`updated_at`); deleted ones too"),
        ("until" = Option<Moment>, Query, description = "Changed then or earlier (`updated_at`)"),
        ("min_date" = Option<String>, Query, format = Date, description = "Of this `date` or later"),
        ("max_date" = Option<String>, Query, format = Date, description = "Of this `date` or earlier"),
    ),
    responses((status = 200, body = Page<wire::transaction::Transaction>), (status = 400, description = "invalid_parameter")),
)]
pub(crate) async fn list(
    State(api): State<Shared>,
    UserCaller { user, .. }: UserCaller,
    query: Query,
) -> Result<WrittenPage, ApiError> {
    let request = PageRequest::<Cursor>::read(&query)?;
    let Ok(filter) = filter(&query, request.after)? else {
        return Ok(WrittenPage { resources: Vec::new(), pagination: Pagination::default() });
    };
    let is_by_change = filter.since.is_some();
    let limit = request.limit;
    let written = transactions::fold(
        &api.store,
        user.id,
        &filter,
        request.rows(),
        Written::with_room_for(limit),
        move |written, row| {
            written.rows += 1;
            if written.rows > limit {
                return Ok(());
            }
            if written.rows > 1 {
                written.resources.push(b',');
            }
            let transaction = wire::transaction::Transaction::try_from(row)?;
            serde_json::to_writer(&mut written.resources, &transaction)
                .expect("transactions always serialise");
            written.last = Some(if is_by_change {
                Cursor::Change(row.updated_at()?.as_microsecond(), row.id()?)
            } else {
                Cursor::Date(row.date()?, row.id()?)
            });
            Ok(())
        },
    )
    .await?;
    let last = written.last.filter(|_| written.rows > limit);
    let next_uri = last.map(|cursor| query.with_cursor(&encode(&cursor)));
    Ok(WrittenPage { resources: written.resources, pagination: Pagination { next_uri } })
}

/// The filters; none when one of them can't find anything.
fn filter(query: &Query, after: Option<Cursor>) -> Result<Result<Filter, crate::query::NoSuchId>, ApiError> {
    let account = query.id::<AccountId>("account_id")?.transpose();
    let since = query.timestamp("since")?;
    let refuse = || ApiError::invalid("after", "is not a cursor of this list");
    let after = match (after, since) {
        (None, _) => None,
        (Some(Cursor::Date(date, id)), None) => Some(Position::Date(date, id)),
        (Some(Cursor::Change(at, id)), Some(_)) => {
            Some(Position::Change(Timestamp::from_microsecond(at).map_err(|_| refuse())?, id))
        }
        (Some(_), _) => return Err(refuse()),
    };
    let until = query.timestamp("until")?;
    let (min_date, max_date) = (query.date("min_date")?, query.date("max_date")?);
    Ok(account.map(|account| Filter { account, since, until, min_date, max_date, after }))
}
