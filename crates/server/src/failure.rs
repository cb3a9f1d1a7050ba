//! Why a command did not do what it was asked for, as far as a program wants to tell: its exit code
//! (docs/command-line.md).

use std::error::Error;
use std::fmt;
use std::io;

use passerelle_store::StoreError;

/// What a program can tell by the exit code. Everything else is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// What was typed, or the configuration, can't be meant. Nothing was done. The parser of the command line ends with
    /// the same code.
    Usage = 2,
    /// What was named does not exist.
    NotFound = 3,
    /// It exists, but as it is now, this can't be done with it.
    Refused = 4,
    /// The database can't be reached or can't write: worth another try a little later.
    Unavailable = 5,
}

impl Reason {
    /// An error of this reason.
    pub(crate) fn because(self, error: impl Into<anyhow::Error>) -> anyhow::Error {
        Failure { reason: self, error: error.into() }.into()
    }

    /// An error of this reason that says that.
    pub(crate) fn says(self, message: impl fmt::Display) -> anyhow::Error {
        self.because(anyhow::anyhow!("{message}"))
    }
}

/// Ends a function with an error of a [`Reason`], as `bail!` does with one of none.
macro_rules! fail {
    ($reason:ident, $($message:tt)*) => {
        return Err($crate::failure::Reason::$reason.says(format_args!($($message)*)))
    };
}
pub(crate) use fail;

/// An error with its reason.
#[derive(Debug)]
struct Failure {
    reason: Reason,
    error: anyhow::Error,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}

/// The exit code of a command that failed; none when nobody reads what it prints any more (`| head`), which is no failure.
pub(crate) fn exit_code(error: &anyhow::Error) -> Option<u8> {
    for cause in error.chain() {
        if let Some(failure) = cause.downcast_ref::<Failure>() {
            return Some(failure.reason as u8);
        }
        if let Some(StoreError::Unavailable(_)) = cause.downcast_ref() {
            return Some(Reason::Unavailable as u8);
        }
        if cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            return None;
        }
    }
    Some(1)
}
