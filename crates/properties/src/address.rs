//! The address policy of calls to the outside.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use passerelle_outbound::AddressPolicy;
use url::Url;

const CLOSED: AddressPolicy = AddressPolicy { allow_private: false };
const OPEN: AddressPolicy = AddressPolicy { allow_private: true };

/// An address of 4 or 16 bytes, or a URL: what the policy lets through is public, in every notation.
pub fn address(data: &[u8]) {
    if let Ok(octets) = <[u8; 4]>::try_from(data) {
        judge(octets.into());
    } else if let Ok(octets) = <[u8; 16]>::try_from(data) {
        judge(octets.into());
    } else if let Ok(text) = std::str::from_utf8(data) {
        judge_text(text);
        judge_text(&format!("https://{text}/"));
    }
}

fn judge(address: IpAddr) {
    let is_allowed = CLOSED.allows(address);
    assert!(OPEN.allows(address), "{address}: where private addresses are open, all are");
    match address {
        IpAddr::V4(v4) => {
            assert_eq!(is_allowed, is_public_v4(v4), "{address}");
            assert_eq!(CLOSED.allows(v4.to_ipv6_mapped().into()), is_allowed, "{address}, mapped");
        }
        IpAddr::V6(v6) => assert!(!is_allowed || is_public_v6(v6), "{address}"),
    }
    let host = match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("[{v6}]"),
    };
    let url: Url = format!("https://{host}/").parse().expect("an address is a host");
    assert_eq!(CLOSED.allows_url(&url), is_allowed, "{url}");
}

/// What is said of a URL, compared with what another parser takes its host for.
fn judge_text(text: &str) {
    let Ok(url) = Url::parse(text) else { return };
    if !CLOSED.allows_url(&url) {
        return;
    }
    assert_eq!(url.scheme(), "https", "{text}");
    // A name that others refuse (their table of international names is another) is judged when it has been resolved.
    let Ok(other) = ada_url::Url::parse(text, None) else {
        return assert!(url.domain().is_some(), "{text}");
    };
    let host = other.hostname();
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse();
    match literal {
        Ok(address) => judge_allowed(address, text),
        // A name: its addresses are judged when it has been resolved.
        Err(_) => assert!(!host.is_empty() && url.domain() == Some(host), "{text}: {host}"),
    }
}

fn judge_allowed(address: IpAddr, text: &str) {
    let is_public = match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    };
    assert!(is_public, "{text} leads to {address}");
}

/// By IANA's registry of special-purpose addresses (RFC 6890): the entries that are not globally reachable, 192.0.0.0/24
/// and the relays of 6to4 as a whole, and what is above unicast.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_shared = a == 100 && b & 0b1100_0000 == 64;
    let is_protocol = (a, b, c) == (192, 0, 0) || (a, b, c) == (192, 88, 99);
    let is_benchmark = a == 198 && b & 0b1111_1110 == 18;
    !(a == 0
        || a >= 224
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || is_shared
        || is_protocol
        || is_benchmark)
}

/// Global unicast, and if another address is wrapped in it, that one is public too.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let pair = |at: usize| u32::from(segments[at]) << 16 | u32::from(segments[at + 1]);
    let wrapped = match segments {
        // IPv4-mapped and IPv4-compatible, and NAT64 (RFC 6052).
        [0, 0, 0, 0, ..] | [0x64, 0xff9b, 0, 0, ..] => Some(pair(6)),
        // 6to4 (RFC 3056).
        [0x2002, ..] => Some(pair(1)),
        // Teredo (RFC 4380).
        [0x2001, 0, ..] => Some(!pair(6)),
        _ => None,
    };
    if let Some(wrapped) = wrapped {
        return is_public_v4(Ipv4Addr::from(wrapped));
    }
    let [first, second, ..] = segments;
    let is_documentation = [first, second] == [0x2001, 0xdb8] || (first == 0x3fff && second < 0x1000);
    let is_protocol = first == 0x2001 && second < 0x200;
    (0x2000..0x4000).contains(&first) && !is_documentation && !is_protocol
}
