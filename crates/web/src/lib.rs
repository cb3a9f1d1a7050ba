//! What people-facing pages share: templates with typed contexts, forms, CSRF, cookies, languages, security headers.
//!
//! A handler fills a [`Shell`] (what every page has around its content) and one of [`pages`], and [`Pages::render`]s
//! them. No text, no markup and no style lives outside `/locales`, `/templates` and `/assets`.

pub mod assets;
pub mod brand;
pub mod cookies;
pub mod csrf;
pub mod form;
pub mod mark;
pub mod pages;
pub mod palette;
pub mod reference;
mod render;
pub mod samples;
pub mod security_headers;
pub mod shell;

pub use brand::Brand;
pub use cookies::{BrowserId, Cookies};
pub use csrf::CsrfKey;
pub use form::{FormBody, FormRejection};
pub use mark::Mark;
pub use pages::Page;
pub use passerelle_locales::Language;
pub use render::{Pages, RenderError};
pub use security_headers::PageHeaders;
pub use shell::{Expiry, SessionPlace, Shell};
