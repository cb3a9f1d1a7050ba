//! The mails that people get: their texts, and sending them by SMTP.
//!
//! A mail is one attempt: whoever sends it tries again. What a server answers is told by its code alone, for servers
//! like to repeat the address, which no log may hold.

mod letter;
mod smtp;

pub use letter::CodeLetter;
pub use smtp::{Encryption, InvalidSettings, Login, Mailer, SendError, Settings};
