//! What holds of any bytes that come from outside. Each function takes bytes, gives them to what reads them, and panics
//! if a property does not hold. libFuzzer calls them (`cargo xtask fuzz`), and so does this crate's test, with the
//! seeds of `fuzz/seeds`.
//!
//! Judgements are independent of the code judged: addresses by the list of another author's kind (the registry's
//! entries as bits), URLs by another parser of browsers' rules (ada, which Node.js has).

mod address;
mod callback;
mod form;

pub use address::address;
pub use callback::callback;
pub use form::form;
pub use passerelle_api::properties::{cursor, json};

/// Panics if a property does not hold of the bytes.
pub type Property = fn(&[u8]);

/// All of them, by the name of their target.
pub const ALL: [(&str, Property); 5] =
    [("address", address), ("callback", callback), ("cursor", cursor), ("form", form), ("json", json)];
