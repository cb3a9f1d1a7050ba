use axum::extract::State;
use jiff::Timestamp;
use passerelle_domain::{AccountId, StockId};
use passerelle_store::stocks::{self, Filter, Position};
use serde::{Deserialize, Serialize};

use crate::auth::UserCaller;
use crate::error::ApiError;
use crate::pagination::{Page, PageRequest};
use crate::query::{Moment, Query};
use crate::{Shared, wire};

/// Where a page ended: a list with `since` goes by change, one without by id.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Cursor {
    #[serde(rename = "i")]
    Id(StockId),
    /// In microseconds.
    #[serde(rename = "c")]
    Change(i64, StockId),
}

/// Lists the stocks of a user.
///
/// By age; with `since` by the time of change, and those that are gone are among them.
#[utoipa::path(
    get, path = "/v3/aggregation/stocks", operation_id = "GetStocks", tag = "Stocks",
    security(("clientIdAuth" = [], "clientSecretAuth" = [], "userTokenBearerAuth" = [])),
    params(
        PageRequest<Cursor>,
        ("account_id" = Option<i64>, Query, description = "Of this account only"),
        ("since" = Option<Moment>, Query, description = "Changed then or later (`updated_at`); deleted ones too"),
    ),
    responses((status = 200, body = Page<wire::stock::Stock>), (status = 400, description = "invalid_parameter")),
)]
pub(crate) async fn list(
    State(api): State<Shared>,
    UserCaller { user, .. }: UserCaller,
    query: Query,
) -> Result<Page<wire::stock::Stock>, ApiError> {
    let request = PageRequest::<Cursor>::read(&query)?;
    let account = query.id::<AccountId>("account_id")?.transpose();
    let since = query.timestamp("since")?;
    let refuse = || ApiError::invalid("after", "is not a cursor of this list");
    let after = match (request.after, since) {
        (None, _) => None,
        (Some(Cursor::Id(id)), None) => Some(Position::Id(id)),
        (Some(Cursor::Change(at, id)), Some(_)) => {
            Some(Position::Change(Timestamp::from_microsecond(at).map_err(|_| refuse())?, id))
        }
        (Some(_), _) => return Err(refuse()),
    };
    let found = match account {
        Ok(account) => {
            let filter = Filter { account, since, after };
            stocks::page(&api.store, user.id, filter, request.rows()).await?
        }
        Err(_) => Vec::new(),
    };
    let page = request.page(&query, found, |stock| match since {
        Some(_) => Cursor::Change(stock.updated_at.as_microsecond(), stock.id),
        None => Cursor::Id(stock.id),
    });
    Ok(page.map(Into::into))
}
