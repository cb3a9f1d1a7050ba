//! What can go wrong between the server and its database.

/// Why the store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A statement of the batch touched another number of rows than it must: somebody else was first. Nothing was
    /// written. Read again and try again.
    #[error("the data has changed meanwhile")]
    Conflict,
    /// A value that must be unique exists already. Nothing was written.
    #[error("the value exists already")]
    Duplicate,
    /// The database file belongs to a newer version, or a migration failed.
    #[error("the database could not be brought up to date")]
    Migration(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database can't be reached, can't write, or takes too long: worth another try a little later. Whether the batch was
    /// written is not known.
    #[error("the database is not available")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The server is older than what the SQL needs.
    #[error("the PostgreSQL server is version {found}; expected 15 or newer")]
    TooOld {
        /// What it says of itself.
        found: String,
    },
    /// The engine's own error.
    #[error("the database refused: {0}")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A column holds what this version can't read.
    #[error("column {index} of an answer can't be read")]
    Content {
        /// Which, from 0.
        index: usize,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The key ring can't be read, or doesn't hold the key that something was sealed with.
    #[error(transparent)]
    Keys(#[from] crate::keys::KeyError),
    /// The address of the database is none. It is not repeated: it may hold a password.
    #[error("expected sqlite:PATH or postgres://USER@HOST/DATABASE")]
    Address(#[source] Option<Box<dyn std::error::Error + Send + Sync>>),
    /// A PostgreSQL database has no place for a key ring beside it.
    #[error("a PostgreSQL database needs a key file")]
    NoKeyFile,
    /// The authorities that sign the server's certificate can't be read.
    #[error("the file of certificate authorities")]
    Authorities(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The server is shutting down.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// The same error for another caller of the same group.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Conflict => Self::Conflict,
            Self::Duplicate => Self::Duplicate,
            Self::Closed => Self::Closed,
            Self::Unavailable(source) => Self::Unavailable(source.to_string().into()),
            other => Self::Engine(other.to_string().into()),
        }
    }

    /// The database took a request, and does not answer.
    pub(crate) fn hangs() -> Self {
        Self::Unavailable("no answer in time".into())
    }

    pub(crate) fn content(index: usize, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Content { index, source: source.into() }
    }
}
