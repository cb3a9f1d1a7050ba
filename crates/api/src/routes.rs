//! The routes, one module per resource. Each handler says where it is and what it takes and gives: the router and the
//! document are made of that.

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

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Shared;

/// The order is that of the document.
pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(users::list::list, users::create::create))
        .routes(routes!(users::get::get, users::delete::delete))
        .routes(routes!(authorization::create))
        .routes(routes!(connect_sessions::create::create))
        .routes(routes!(user_management_sessions::create))
        .routes(routes!(items::list::list))
        .routes(routes!(items::get::get, items::delete::delete))
        .routes(routes!(accounts::list::list))
        .routes(routes!(accounts::get::get))
        .routes(routes!(accounts_information::list))
        .routes(routes!(transactions::list::list))
        .routes(routes!(transactions::get::get))
        .routes(routes!(stocks::list::list))
        .routes(routes!(stocks::get::get))
        .routes(routes!(categories::list::list))
        .routes(routes!(categories::get::get))
        .routes(routes!(insights::by_category))
        .routes(routes!(providers::list::list))
        .routes(routes!(providers::get::get))
        .routes(routes!(passerelle::refresh_item::refresh_item))
        .routes(routes!(passerelle::list_events::list_events))
        .routes(routes!(passerelle::list_webhook_deliveries::list_webhook_deliveries))
}
