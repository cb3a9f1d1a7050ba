//! The receiver of webhooks. It checks the signature before it believes anything, answers at once, and works later.

use std::collections::VecDeque;
use std::sync::Mutex;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use serde_json::Value;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use crate::Shared;

/// How many are kept for show.
const KEPT: usize = 100;

/// What arrived, the newest first.
#[derive(Default)]
pub(crate) struct Received(Mutex<VecDeque<Webhook>>);

#[derive(Clone, Serialize)]
pub(crate) struct Webhook {
    pub(crate) kind: String,
    pub(crate) timestamp: i64,
    pub(crate) is_signed: bool,
    /// The content, as text to show.
    pub(crate) content: String,
    pub(crate) user_uuid: String,
}

impl Received {
    fn add(&self, webhook: Webhook) {
        let mut kept = self.0.lock().expect("no holder of this lock panics");
        kept.push_front(webhook);
        kept.truncate(KEPT);
    }

    /// What arrived about a user.
    pub(crate) fn of_user(&self, uuid: &str) -> Vec<Webhook> {
        let kept = self.0.lock().expect("no holder of this lock panics");
        kept.iter().filter(|webhook| webhook.user_uuid == uuid).cloned().collect()
    }
}

pub(crate) async fn receive(State(app): State<Shared>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get("BridgeApi-Signature").and_then(|value| value.to_str().ok());
    let is_signed =
        signature.is_some_and(|signature| is_valid(&app.settings.webhook_secret, &body, signature));
    let Ok(event) = serde_json::from_slice::<Value>(&body) else { return StatusCode::BAD_REQUEST };
    if !is_signed {
        tracing::warn!("a webhook without our signature was refused");
        return StatusCode::UNAUTHORIZED;
    }
    let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
    app.received.add(Webhook {
        kind: text("type"),
        timestamp: event["timestamp"].as_i64().unwrap_or_default(),
        is_signed,
        content: event["content"].to_string(),
        user_uuid: event["content"]["user_uuid"].as_str().unwrap_or_default().to_owned(),
    });
    StatusCode::OK
}

/// Whether one of the header's `v1=` values is the HMAC-SHA256 of the raw body: during a renewal of the secret there are
/// two. Other schemes are ignored.
fn is_valid(secret: &str, body: &[u8], header: &str) -> bool {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(body);
    let expected = hex::encode_upper(mac.finalize().into_bytes());
    header
        .split(',')
        .filter_map(|part| part.trim().strip_prefix("v1="))
        .any(|value| value.as_bytes().ct_eq(expected.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    const SECRET: &str = "644b2ac3-0797-4ec6-9537-cb5c0af9caf9";
    const BODY: &[u8] = br#"{"content":{"item_id":1234567890,"status":0,"user_uuid":"9a95b38f-f98b-417a-988b-9d0d584893e7"},"timestamp":1611681789,"type":"TEST_EVENT"}"#;
    const SIGNATURE: &str = "v1=FAA8ECAC21DA6405D789C76EDB4003756398E7169DACC3FA70CF5919A81374A8";

    #[test]
    fn signatures_are_checked() {
        assert!(is_valid(SECRET, BODY, SIGNATURE));
        assert!(is_valid(SECRET, BODY, &format!("v0=AB,v1={},{SIGNATURE}", "0".repeat(64))));
        assert!(!is_valid("other", BODY, SIGNATURE));
        assert!(!is_valid(SECRET, b"{}", SIGNATURE));
        assert!(!is_valid(SECRET, BODY, ""));
    }
}
