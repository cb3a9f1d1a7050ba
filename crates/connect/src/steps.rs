//! The steps, each a file named as the page.

mod accounts;
mod at_bank;
mod bank_creds_form;
mod consent;
mod credentials;
mod edit_bank_creds_form;
mod email_validation_form;
mod highlighted_banks;
mod otp_form;
mod pro_validation_form;
mod start;
mod sub_banks_list;
mod sync_error;
mod sync_in_progress;
mod sync_pending;
mod sync_success;

use axum::Router;
use axum::routing::get;

use crate::Shared;

/// The routes of the steps.
pub(crate) fn router() -> Router<Shared> {
    let banks = get(highlighted_banks::get).post(highlighted_banks::post);
    let pro = get(pro_validation_form::get).post(pro_validation_form::post);
    let edit = get(edit_bank_creds_form::get).post(edit_bank_creds_form::post);
    let email = get(email_validation_form::get).post(email_validation_form::post);
    Router::new()
        .route("/session/{token}/email_validation_form", email)
        .route("/session/{token}/highlighted_banks", banks)
        .route("/session/{token}/sub_banks_list", get(sub_banks_list::get).post(sub_banks_list::post))
        .route("/session/{token}/bank_creds_form", get(bank_creds_form::get).post(bank_creds_form::post))
        .route("/session/{token}/edit_bank_creds_form", edit)
        .route("/session/{token}/start", get(start::get).post(start::post))
        .route("/session/{token}/otp_form", get(otp_form::get).post(otp_form::post))
        .route("/session/{token}/pro_validation_form", pro)
        .route("/session/{token}/at_bank", get(at_bank::get).post(at_bank::post))
        .route("/session/{token}/sync_in_progress", get(sync_in_progress::get))
        .route("/session/{token}/accounts", get(accounts::get).post(accounts::post))
        .route("/session/{token}/sync_pending", get(sync_pending::get))
        .route("/session/{token}/sync_success", get(sync_success::get))
        .route("/session/{token}/sync_error", get(sync_error::get).post(sync_error::post))
}
