//! Signatures of messages: Bridge's (spec/webhooks.md 4), and beside it Standard Webhooks'
//! (<https://www.standardwebhooks.com>), whose key is the UTF-8 text of the same secret.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use passerelle_domain::MessageId;
use passerelle_outbound::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use sha2::Sha256;

/// Bridge's signature.
pub const BRIDGE: HeaderName = HeaderName::from_static("bridgeapi-signature");
/// What a message is called, in every attempt.
pub const WEBHOOK_ID: HeaderName = HeaderName::from_static("webhook-id");
/// When it was sent, in seconds.
pub const WEBHOOK_TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
/// The signature of Standard Webhooks.
pub const WEBHOOK_SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

fn hmac(secret: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

/// A secret that follows from another one, which it does not tell: for whoever has to sign without a webhook's own secret,
/// the same each time.
pub fn derived(from: &str, purpose: &str) -> String {
    let bytes = hmac(from, &[purpose.as_bytes()]);
    let half: [u8; 16] = bytes[..16].try_into().expect("HMAC-SHA256 has 32 bytes");
    uuid::Builder::from_random_bytes(half).into_uuid().to_string()
}

/// The value of `BridgeApi-Signature`: `v1=` and the upper-case hexadecimal HMAC-SHA256 of the body.
pub fn bridge(secret: &str, body: &[u8]) -> String {
    format!("v1={}", hex::encode_upper(hmac(secret, &[body])))
}

/// The value of `webhook-signature`: `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`; the time is that of the
/// attempt, in seconds.
pub fn standard(secret: &str, id: MessageId, at: Timestamp, body: &[u8]) -> String {
    let head = format!("{id}.{}.", at.as_second());
    format!("v1,{}", STANDARD.encode(hmac(secret, &[head.as_bytes(), body])))
}

/// The headers of a message that is sent at that time: both signatures, one of each for every secret, in their order.
pub fn headers(secrets: &[impl AsRef<str>], id: MessageId, at: Timestamp, body: &[u8]) -> HeaderMap {
    let signatures = |sign: &dyn Fn(&str) -> String, between: &str| {
        let each: Vec<String> = secrets.iter().map(|secret| sign(secret.as_ref())).collect();
        each.join(between)
    };
    let mut headers = HeaderMap::new();
    for (name, value) in [
        (BRIDGE, signatures(&|secret| bridge(secret, body), ",")),
        (WEBHOOK_ID, id.to_string()),
        (WEBHOOK_TIMESTAMP, at.as_second().to_string()),
        (WEBHOOK_SIGNATURE, signatures(&|secret| standard(secret, id, at, body), " ")),
    ] {
        let value = HeaderValue::try_from(value).expect("ids, numbers and signatures are header values");
        headers.insert(name, value);
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers
}

/// The secret as libraries of Standard Webhooks take it.
pub fn whsec(secret: &str) -> String {
    format!("whsec_{}", STANDARD.encode(secret))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_vector_of_the_documentation_holds() {
        let body = br#"{"content":{"item_id":1234567890,"status":0,"user_uuid":"9a95b38f-f98b-417a-988b-9d0d584893e7"},"timestamp":1611681789,"type":"TEST_EVENT"}"#;
        assert_eq!(
            bridge("644b2ac3-0797-4ec6-9537-cb5c0af9caf9", body),
            "v1=FAA8ECAC21DA6405D789C76EDB4003756398E7169DACC3FA70CF5919A81374A8"
        );
    }

    #[test]
    fn the_standard_signature_covers_id_time_and_body() {
        let id = MessageId::from(Uuid::from_u128(7));
        let at: Timestamp = "2026-01-12T09:30:00.9Z".parse().expect("a time");
        let signed = standard("secret", id, at, b"{}");
        // printf '00000000-0000-0000-0000-000000000007.1768210200.{}' | openssl dgst -sha256 -hmac secret -binary | base64
        assert_eq!(signed, "v1,3iFSGEzyDNrif6yLzCa34KSBZobCS1AlCCztLIsG9zw=");
        assert_eq!(whsec("secret"), "whsec_c2VjcmV0");
    }

    #[test]
    fn a_derived_secret_is_the_same_each_time_and_of_its_origin_and_purpose() {
        let secret = derived("client secret", "listen");
        assert_eq!(derived("client secret", "listen"), secret);
        assert!(Uuid::try_parse(&secret).is_ok(), "in the form that secrets have: {secret}");
        for other in [derived("another", "listen"), derived("client secret", "another")] {
            assert_ne!(other, secret);
        }
    }

    #[test]
    fn every_secret_signs_in_its_order() {
        let (id, at) = (MessageId::from(Uuid::from_u128(7)), Timestamp::UNIX_EPOCH);
        let headers = headers(&["new", "old"], id, at, b"{}");
        let value = |name: HeaderName| headers[name].to_str().expect("text").to_owned();
        assert_eq!(value(BRIDGE), format!("{},{}", bridge("new", b"{}"), bridge("old", b"{}")));
        let each = ["new", "old"].map(|secret| standard(secret, id, at, b"{}"));
        assert_eq!(value(WEBHOOK_SIGNATURE), each.join(" "));
        assert_eq!((value(WEBHOOK_ID), value(WEBHOOK_TIMESTAMP)), (id.to_string(), "0".to_owned()));
        assert_eq!(value(CONTENT_TYPE), "application/json");
    }
}
