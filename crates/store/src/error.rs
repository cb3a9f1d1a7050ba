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
    /// The address of the database is none.
    #[error("expected sqlite:PATH, got `{0}`")]
    Address(String),
    /// The server is shutting down.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    pub(crate) fn content(index: usize, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Content { index, source: source.into() }
    }
}
