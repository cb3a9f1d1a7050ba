//! The two cookies: which browser this is, and which language its reader chose.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passerelle_locales::Language;
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The name of the language cookie.
pub const LANGUAGE_COOKIE: &str = "passerelle_language";

/// How long a choice of language is kept: a year.
const LANGUAGE_MAX_AGE_SECONDS: u32 = 31_536_000;

/// 256 random bits that tell browsers apart and nothing else. Secret: who has them is the browser.
#[derive(Clone, PartialEq, Eq)]
pub struct BrowserId(Zeroizing<[u8; 32]>);

impl BrowserId {
    /// A new one, for a browser that has none.
    pub fn generate(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *bytes);
        Self(bytes)
    }

    /// The one a cookie carries.
    fn parse(text: &str) -> Option<Self> {
        let decoded = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
        Some(Self(Zeroizing::new(decoded.as_slice().try_into().ok()?)))
    }

    /// The bits.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What a session that is bound to this browser stores of it.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_slice()).into()
    }
}

/// How this server writes and reads its cookies.
#[derive(Debug, Clone, Copy)]
pub struct Cookies {
    is_https: bool,
}

impl Cookies {
    /// Whether people reach the server by `https` decides the name and whether cookies are `Secure`.
    pub fn new(is_https: bool) -> Self {
        Self { is_https }
    }

    /// The name of the browser's cookie. Under `https` no other host or path can set it (`__Host-`).
    pub fn browser_name(self) -> &'static str {
        if self.is_https { "__Host-passerelle" } else { "passerelle" }
    }

    /// The browser that sent a request; none if it has no cookie of ours yet, or one we can't read.
    pub fn browser(self, headers: &HeaderMap) -> Option<BrowserId> {
        values(headers, self.browser_name()).find_map(BrowserId::parse)
    }

    /// The `Set-Cookie` that gives a browser its id.
    pub fn set_browser(self, browser: &BrowserId) -> HeaderValue {
        let value = URL_SAFE_NO_PAD.encode(browser.as_bytes());
        let mut header = self.header(&format!("{}={value}", self.browser_name()));
        header.set_sensitive(true);
        header
    }

    /// The reader's language: the one chosen, else what the browser asks for.
    pub fn language(self, headers: &HeaderMap) -> Language {
        let chosen = values(headers, LANGUAGE_COOKIE).find_map(|code| code.parse().ok());
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        chosen.unwrap_or_else(|| Language::negotiate(accepted))
    }

    /// The `Set-Cookie` that remembers a choice of language.
    pub fn set_language(self, language: Language) -> HeaderValue {
        self.header(&format!("{LANGUAGE_COOKIE}={language}; Max-Age={LANGUAGE_MAX_AGE_SECONDS}"))
    }

    fn header(self, pair: &str) -> HeaderValue {
        let secure = if self.is_https { "; Secure" } else { "" };
        let cookie = format!("{pair}; Path=/; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::try_from(cookie).expect("names and values are of base64 and fixed words")
    }
}

/// The values a request's cookies of one name have: browsers may send several, from other paths or by attack.
fn values<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(move |(found, value)| (found == name).then_some(value))
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn request(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, cookie.try_into().unwrap())])
    }

    #[test]
    fn a_browser_is_known_by_the_cookie_it_was_given() {
        let browser = BrowserId::generate(&mut StdRng::seed_from_u64(1));
        for (is_https, start, end) in [
            (false, "passerelle=", "; Path=/; HttpOnly; SameSite=Lax"),
            (true, "__Host-passerelle=", "; Path=/; HttpOnly; SameSite=Lax; Secure"),
        ] {
            let cookies = Cookies::new(is_https);
            let set = cookies.set_browser(&browser);
            let set = set.to_str().unwrap();
            assert!(set.starts_with(start) && set.ends_with(end), "{set}");
            let pair = set.split(';').next().unwrap();
            let headers = request(&format!("a=b; passerelle_language=fr; {pair}"));
            assert!(cookies.browser(&headers) == Some(browser.clone()));
            assert!(Cookies::new(!is_https).browser(&headers).is_none());
        }
    }

    #[test]
    fn a_cookie_that_is_not_ours_is_none() {
        let cookies = Cookies::new(false);
        for cookie in ["passerelle=", "passerelle=short", "passerelle=+++", "passerelle", "=", ""] {
            assert!(cookies.browser(&request(cookie)).is_none(), "{cookie}");
        }
    }

    #[test]
    fn the_chosen_language_goes_before_the_browsers() {
        let cookies = Cookies::new(false);
        let mut headers = request("passerelle_language=fr");
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
        assert_eq!(cookies.language(&headers), Language::Fr);
        headers.insert(header::COOKIE, HeaderValue::from_static("passerelle_language=xx"));
        assert_eq!(cookies.language(&headers), Language::En);
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("fr-CH, en;q=0.5"));
        assert_eq!(cookies.language(&headers), Language::Fr);
        assert_eq!(cookies.language(&HeaderMap::new()), Language::En);
        let set = cookies.set_language(Language::Fr);
        assert_eq!(set, "passerelle_language=fr; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax");
    }
}
