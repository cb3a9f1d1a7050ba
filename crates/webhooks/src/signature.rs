//! Signatures of messages: Bridge's (spec/webhooks.md 4), and beside it Standard Webhooks'
//! (<https://www.standardwebhooks.com>), whose key is the UTF-8 text of the same secret.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use passerelle_domain::MessageId;
use sha2::Sha256;

fn hmac(secret: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
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
}
