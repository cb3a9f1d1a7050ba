//! The routes, one module per resource.

mod accounts;
mod accounts_information;
mod authorization;
mod categories;
mod connect_sessions;
mod insights;
mod items;
mod passerelle;
mod providers;
mod stocks;
mod transactions;
mod user_management_sessions;
mod users;

use axum::Router;
use axum::routing::{get, post};

use crate::Shared;

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/v3/aggregation/users", get(users::list).post(users::create))
        .route("/v3/aggregation/users/{uuid}", get(users::get).delete(users::delete))
        .route("/v3/aggregation/authorization/token", post(authorization::create))
        .route("/v3/aggregation/connect-sessions", post(connect_sessions::create))
        .route("/v3/aggregation/user-management-sessions", post(user_management_sessions::create))
        .route("/v3/aggregation/items", get(items::list))
        .route("/v3/aggregation/items/{id}", get(items::get).delete(items::delete))
        .route("/v3/aggregation/accounts", get(accounts::list))
        .route("/v3/aggregation/accounts/{id}", get(accounts::get))
        .route("/v3/aggregation/accounts-information", get(accounts_information::list))
        .route("/v3/aggregation/transactions", get(transactions::list))
        .route("/v3/aggregation/transactions/{id}", get(transactions::get))
        .route("/v3/aggregation/stocks", get(stocks::list))
        .route("/v3/aggregation/stocks/{id}", get(stocks::get))
        .route("/v3/aggregation/categories", get(categories::list))
        .route("/v3/aggregation/categories/{id}", get(categories::get))
        .route("/v3/aggregation/insights/category", get(insights::by_category))
        .route("/v3/providers", get(providers::list))
        .route("/v3/providers/{id}", get(providers::get))
        .route("/passerelle/v1/items/{id}/refresh", post(passerelle::refresh_item))
        .route("/passerelle/v1/events", get(passerelle::list_events))
        .route("/passerelle/v1/webhook-deliveries", get(passerelle::list_webhook_deliveries))
}
