//! Which addresses may be called.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};
use url::{Host, Url};

/// Which addresses may be called: those of the public internet, and others only where the operator says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressPolicy {
    /// Loopback, private networks and plain `http` too: a laptop's sandbox, or receivers in the same network.
    pub allow_private: bool,
}

/// Special-purpose networks (IANA registries of RFC 6890).
const CLOSED_V4: [(Ipv4Addr, u8); 15] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Only global unicast is open, without documentation and without the ranges that wrap other addresses.
const OPEN_V6: (Ipv6Addr, u8) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
const CLOSED_V6: [(Ipv6Addr, u8); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

impl AddressPolicy {
    /// Whether an address may be called.
    pub fn allows(self, address: IpAddr) -> bool {
        self.allow_private || is_public(address)
    }

    /// What can be said of a URL before its name is resolved: its scheme, and a host that is an address.
    pub fn allows_url(self, url: &Url) -> bool {
        self.allows_url_with(url, |address| self.allows(address))
    }

    pub(crate) fn allows_url_with(self, url: &Url, allows: impl Fn(IpAddr) -> bool) -> bool {
        let is_scheme_allowed = match url.scheme() {
            "https" => true,
            "http" => self.allow_private,
            _ => false,
        };
        is_scheme_allowed
            && match url.host() {
                Some(Host::Ipv4(address)) => allows(address.into()),
                Some(Host::Ipv6(address)) => allows(address.into()),
                Some(Host::Domain(_)) => true,
                None => false,
            }
    }
}

fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => !CLOSED_V4.iter().any(|(net, bits)| contains_v4(*net, *bits, address)),
        IpAddr::V6(address) => {
            contains_v6(OPEN_V6.0, OPEN_V6.1, address)
                && !CLOSED_V6.iter().any(|(net, bits)| contains_v6(*net, *bits, address))
        }
    }
}

fn contains_v4(net: Ipv4Addr, bits: u8, address: Ipv4Addr) -> bool {
    Ipv4Net::new(net, bits).expect("prefixes have at most 32 bits").contains(&address)
}

fn contains_v6(net: Ipv6Addr, bits: u8, address: Ipv6Addr) -> bool {
    Ipv6Net::new(net, bits).expect("prefixes have at most 128 bits").contains(&address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_open() {
        let policy = AddressPolicy { allow_private: false };
        for open in ["93.184.216.34", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"] {
            assert!(policy.allows(open.parse().expect("an address")), "{open}");
        }
        for closed in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.8.9.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.2.1",
            "198.19.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "2002:a00:1::1",
            "::10.0.0.1",
        ] {
            assert!(!policy.allows(closed.parse().expect("an address")), "{closed}");
        }
        let open = AddressPolicy { allow_private: true };
        assert!(open.allows("127.0.0.1".parse().expect("an address")));
    }
}
