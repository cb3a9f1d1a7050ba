//! Callback URLs: where browsers are sent at the end.

use std::net::IpAddr;

use passerelle_domain::callback::{Context, Outcome, RedirectDomain, WayBack};
use passerelle_domain::{CallbackMode, CallbackUrl, Environment, Step, UserUuid};
use url::{Url, form_urlencoded};

/// Domains that an application has, beside the one that is made up.
const DOMAINS: [&str; 4] = ["acme.com", "*.acme.com", "localhost", "127.0.0.1"];

/// The longest text that is taken, as documented.
const LONGEST: usize = 4096;

/// A domain and a URL, one a line: what is allowed leads a browser to an allowed host, as it is and enriched.
pub fn callback(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (domain, text) = text.split_once('\n').unwrap_or(("", text));
    let mut allowed: Vec<RedirectDomain> =
        DOMAINS.iter().map(|domain| domain.parse().expect("a domain")).collect();
    if let Ok(domain) = domain.parse::<RedirectDomain>() {
        let again: RedirectDomain = domain.as_str().parse().expect("a domain as it is written is one");
        assert_eq!(again, domain);
        allowed.push(domain);
    }
    for environment in [Environment::Sandbox, Environment::Production] {
        if let Ok(url) = CallbackUrl::parse(text, environment, &allowed) {
            assert!(text.len() <= LONGEST && !text.contains(|c: char| c.is_control() || c.is_whitespace()));
            check(text, &url, environment, &allowed);
        }
    }
}

fn check(text: &str, url: &CallbackUrl, environment: Environment, allowed: &[RedirectDomain]) {
    // A name that a browser refuses leads nowhere.
    let Ok(seen) = ada_url::Url::parse(text, None) else { return };
    let host = seen.hostname();
    assert!(allowed.iter().any(|domain| leads_to(domain, host)), "{text}: {host}");
    assert!(seen.username().is_empty() && seen.password().is_empty(), "{text}");
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let is_literal = bare.parse::<IpAddr>().is_ok();
    let is_local = bare == "localhost"
        || bare.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    assert!(is_local || (seen.protocol() == "https:" && !is_literal), "{text}");
    assert!(!is_local || environment == Environment::Sandbox, "{text}");
    assert!(matches!(seen.protocol(), "https:" | "http:"), "{text}");

    // Compared with what a browser sees of it as we write it: where a segment such as `s:` comes before `..`, our parser
    // keeps it, as if it were a drive of Windows. The path is then another than in the text, the host never.
    let written = parse(Url::parse(text).expect("it was parsed").as_str());
    assert_eq!((written.protocol(), written.host()), (seen.protocol(), seen.host()), "{text}");
    for mode in [CallbackMode::Documented, CallbackMode::Live] {
        for outcome in [Outcome::Finished, Outcome::Unfinished(Step::OtpForm)] {
            check_enriched(text, &written, url, mode, outcome);
        }
    }
}

/// Its own query comes first and is kept; ours is read back as it was said; the rest is what it was.
fn check_enriched(
    text: &str,
    before: &ada_url::Url,
    url: &CallbackUrl,
    mode: CallbackMode,
    outcome: Outcome,
) {
    let user_uuid: UserUuid = "8c0f4d5f-2f0e-4b6e-9d0b-0d7f5f6f5a10".parse().expect("a UUID");
    let context: Context = "order-1".parse().expect("a context");
    let back = WayBack { outcome, user_uuid, item_id: None, context: Some(context) };
    let enriched = url.enriched(mode, &back);
    let after = parse(enriched.as_str());
    // The standard escapes `^` in paths since 2023, and our parser does not yet.
    assert_eq!(after.href().replace("%5E", "^"), enriched.as_str().replace("%5E", "^"), "{text}");
    assert_eq!(
        (after.protocol(), after.host(), after.pathname(), after.hash()),
        (before.protocol(), before.host(), before.pathname(), before.hash()),
        "{text}"
    );
    // A byte takes three when it is escaped.
    assert!(enriched.as_str().len() <= 3 * LONGEST + 300, "{text}");
    let pairs = |query: &str| {
        form_urlencoded::parse(query.trim_start_matches('?').as_bytes()).into_owned().collect::<Vec<_>>()
    };
    let mut expected = pairs(before.search());
    let mut say = |name: &str, value: &str| expected.push((name.to_owned(), value.to_owned()));
    say("source", "connect");
    say("success", if outcome.is_success() { "true" } else { "false" });
    say("user_uuid", &user_uuid.to_string());
    if !outcome.is_success() || mode == CallbackMode::Live {
        say("step", outcome.step().name());
    }
    say("context", "order-1");
    assert_eq!(pairs(after.search()), expected, "{text}");
}

/// What a browser takes the text for.
fn parse(text: &str) -> ada_url::Url {
    ada_url::Url::parse(text, None).expect("what we take for a URL, browsers do")
}

/// Whether an entry of the list lets a host through: itself, or every sub-domain but not the apex.
fn leads_to(domain: &RedirectDomain, host: &str) -> bool {
    match domain.as_str().split_once("*.") {
        Some((_, apex)) => {
            let labels: Vec<&str> = host.split('.').collect();
            let apex: Vec<&str> = apex.split('.').collect();
            labels.len() > apex.len() && labels.ends_with(&apex) && labels != apex
        }
        None => domain.as_str() == host,
    }
}
