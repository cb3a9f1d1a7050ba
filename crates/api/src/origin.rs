//! Where a request comes from, for applications that may call from some networks only (spec/dashboard.md 3.2).
//!
//! `X-Forwarded-For` (and `Forwarded`, RFC 7239) is believed as far as it was written by trusted proxies: read from its
//! end, the first address that is none of theirs is the caller's. A client can send either header itself, and a proxy
//! appends to the one it knows: so where both are there, they must agree, or nobody knows the address.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use passerelle_domain::{Application, Network};

use crate::code::Code;
use crate::error::ApiError;

/// Refuses a call from outside the application's networks.
pub(crate) fn check(application: &Application, parts: &Parts, proxies: &[Network]) -> Result<(), ApiError> {
    if application.allowed_networks.is_empty() {
        return Ok(());
    }
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let caller = peer.and_then(|peer| caller(peer, &parts.headers, proxies));
    if caller.is_some_and(|caller| is_in(&application.allowed_networks, caller)) {
        return Ok(());
    }
    let message = "This application may not be used from this address";
    Err(ApiError::new(Code::ForbiddenIp, message))
}

fn is_in(networks: &[Network], address: IpAddr) -> bool {
    networks.iter().any(|network| network.contains(address))
}

/// The caller's address; none where the headers of a trusted proxy don't tell it.
fn caller(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> Option<IpAddr> {
    if !is_in(proxies, peer) {
        return Some(peer);
    }
    let listed = |name| {
        let mut texts = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("?")).peekable();
        texts.peek()?;
        Some(texts.collect::<Vec<_>>().join(","))
    };
    let by_x = listed("x-forwarded-for").map(|list| last_untrusted(list.split(','), proxies));
    let by_standard =
        listed("forwarded").map(|list| last_untrusted(list.split(',').map(forwarded_for), proxies));
    match (by_x, by_standard) {
        (None, None) => Some(peer),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(one), Some(other)) => one.filter(|_| one == other),
    }
}

/// From the end, the first address that is no proxy's; the first of all where all are.
fn last_untrusted<'a>(hops: impl DoubleEndedIterator<Item = &'a str>, proxies: &[Network]) -> Option<IpAddr> {
    let mut last = None;
    for hop in hops.rev() {
        let address = address(hop)?;
        last = Some(address);
        if !is_in(proxies, address) {
            break;
        }
    }
    last
}

/// The `for` of one hop (RFC 7239, 4).
fn forwarded_for(hop: &str) -> &str {
    let pairs = hop.split(';').filter_map(|pair| pair.split_once('='));
    let found = pairs.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    found.map_or("", |(_, value)| value.trim().trim_matches('"'))
}

/// An address, with or without a port, IPv6 with or without brackets.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let parsed = text.parse::<IpAddr>().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let in_brackets = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    parsed.or_else(with_port).or_else(in_brackets).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn found(peer: &str, headers: &[(&'static str, &str)]) -> Option<String> {
        let proxies = ["10.0.0.0/8", "fd00::/8"].map(|text| text.parse().expect("a network"));
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).expect("a value");
            map.append(HeaderName::from_static(name), value);
        }
        caller(peer.parse().expect("an address"), &map, &proxies).map(|address| address.to_string())
    }

    #[test]
    fn headers_count_only_from_trusted_proxies() {
        let x = "x-forwarded-for";
        let forged = [(x, "192.0.2.1"), ("forwarded", "for=192.0.2.1")];
        assert_eq!(found("203.0.113.9", &forged).as_deref(), Some("203.0.113.9"));
        assert_eq!(found("10.0.0.1", &[]).as_deref(), Some("10.0.0.1"));
        for (value, expected) in [
            ("203.0.113.9", Some("203.0.113.9")),
            // What the client wrote itself stands before what the proxies appended.
            ("192.0.2.1, 203.0.113.9", Some("203.0.113.9")),
            ("192.0.2.1, 203.0.113.9, 10.9.9.9", Some("203.0.113.9")),
            ("nonsense, 203.0.113.9:4711", Some("203.0.113.9")),
            ("203.0.113.9, nonsense", None),
            ("203.0.113.9, nonsense, 10.0.0.2", None),
            ("", None),
            ("10.0.0.3, 10.0.0.2", Some("10.0.0.3")),
            ("[2001:db8::1]:443", Some("2001:db8::1")),
            ("::ffff:203.0.113.9", Some("203.0.113.9")),
        ] {
            assert_eq!(found("10.0.0.1", &[(x, value)]).as_deref(), expected, "{value}");
        }
        let two_lines = [(x, "192.0.2.1"), (x, "203.0.113.9")];
        assert_eq!(found("10.0.0.1", &two_lines).as_deref(), Some("203.0.113.9"));
        assert_eq!(found("::ffff:10.0.0.1", &[(x, "203.0.113.9")]).as_deref(), Some("203.0.113.9"));
    }

    #[test]
    fn the_standard_header_is_read_and_must_agree() {
        let (x, standard) = ("x-forwarded-for", "forwarded");
        for (value, expected) in [
            ("for=203.0.113.9;proto=https;by=10.0.0.1", Some("203.0.113.9")),
            ("for=192.0.2.1, For=\"203.0.113.9:80\"", Some("203.0.113.9")),
            ("for=\"[2001:db8::1]:443\", for=10.0.0.2", Some("2001:db8::1")),
            ("for=\"[2001:db8::1]\"", Some("2001:db8::1")),
            ("for=_hidden", None),
            ("proto=https", None),
        ] {
            assert_eq!(found("10.0.0.1", &[(standard, value)]).as_deref(), expected, "{value}");
        }
        let agree = [(x, "203.0.113.9"), (standard, "for=203.0.113.9")];
        assert_eq!(found("10.0.0.1", &agree).as_deref(), Some("203.0.113.9"));
        let forged = [(x, "203.0.113.9"), (standard, "for=192.0.2.1")];
        assert_eq!(found("10.0.0.1", &forged), None);
    }
}
