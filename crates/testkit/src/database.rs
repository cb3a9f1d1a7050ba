//! A database of a test's own, on the engine that `PASSERELLE_TEST_DATABASE` names.

use passerelle_store::{Address, Options, Store, random};

/// Names a PostgreSQL database in which each test makes a schema; without it tests run on SQLite.
const VARIABLE: &str = "PASSERELLE_TEST_DATABASE";

/// A database with nothing in it.
pub struct Database {
    /// Where it is.
    pub address: Address,
    /// How it is opened.
    pub options: Options,
    _folder: tempfile::TempDir,
}

impl Database {
    /// A new one that is up to date.
    pub async fn new() -> Self {
        let database = Self::empty();
        Store::migrate(&database.address, &database.options).await.expect("a new database");
        database
    }

    /// One without tables. Schemas on PostgreSQL stay behind: the server of a test run is thrown away as a whole.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = match std::env::var(VARIABLE) {
            Ok(url) => {
                let join = if url.contains('?') { '&' } else { '?' };
                let schema = format!("test_{}", random::uuid().simple());
                format!("{url}{join}options=-c%20search_path%3D{schema}")
            }
            Err(_) => format!("sqlite:{}", folder.path().join("test.db").display()),
        };
        let address: Address = url.parse().expect("an address");
        let key_file = Some(folder.path().join("test.key"));
        let options = Options { key_file, readers: 2, ..Options::default() };
        Self { address, options, _folder: folder }
    }

    /// A store on it; each one that is opened is a node of its own.
    pub async fn open(&self) -> Store {
        Store::open(&self.address, &self.options).await.expect("a store")
    }
}
