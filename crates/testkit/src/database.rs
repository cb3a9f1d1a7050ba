//! A database of a test's own, on the engine that `PASSERELLE_TEST_DATABASE` names.

use passerelle_store::{Address, Options, Store, random};

/// Names a PostgreSQL database in which each test makes a schema; without it tests run on SQLite.
const VARIABLE: &str = "PASSERELLE_TEST_DATABASE";

/// A database with nothing in it.
pub struct Database {
    /// Where it is, as a text; the password of a server of tests is no secret.
    pub url: String,
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
        let options = Options { key_file, readers: 2, keep_queries: true, ..Options::default() };
        Self { url, address, options, _folder: folder }
    }

    /// A store on it; each one that is opened is a node of its own.
    pub async fn open(&self) -> Store {
        Store::open(&self.address, &self.options).await.expect("a store")
    }

    /// Runs statements of any text, as no code of the server does.
    pub async fn run(&self, sql: &str) {
        match &self.address {
            Address::Sqlite(path) => connect_sqlite(path).execute_batch(sql).expect("the statements run"),
            Address::Postgres(config) => {
                connect_postgres(config).await.batch_execute(sql).await.expect("the statements run");
            }
        }
    }

    /// Runs a query of any text; answers its rows as texts, and nothing as an empty one.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        match &self.address {
            Address::Sqlite(path) => {
                let connection = connect_sqlite(path);
                let mut query = connection.prepare(sql).expect("a query");
                let width = query.column_count();
                // Parameters that are not given are nothing.
                let mut found = query.raw_query();
                let mut rows = Vec::new();
                while let Some(row) = found.next().expect("a row") {
                    let texts: rusqlite::Result<_> =
                        (0..width).map(|index| sqlite_text(row, index)).collect();
                    rows.push(texts.expect("values"));
                }
                rows
            }
            Address::Postgres(config) => {
                let messages = connect_postgres(config).await.simple_query(sql).await.expect("rows");
                let text = |row: &tokio_postgres::SimpleQueryRow| {
                    (0..row.len()).map(|index| row.get(index).unwrap_or_default().to_owned()).collect()
                };
                let rows = messages.iter().filter_map(|message| match message {
                    tokio_postgres::SimpleQueryMessage::Row(row) => Some(text(row)),
                    _ => None,
                });
                rows.collect()
            }
        }
    }

    /// How the engine would run a query, a line each, whatever its parameters are.
    pub async fn plan(&self, sql: &str) -> Vec<String> {
        for table in ["users", "items", "accounts", "transactions", "events", "deliveries"] {
            self.run(&format!("ANALYZE {table}")).await;
        }
        let rows = match &self.address {
            Address::Sqlite(_) => self.rows(&format!("EXPLAIN QUERY PLAN {sql}")).await,
            Address::Postgres(_) => {
                let count = (1..100).take_while(|number| sql.contains(&format!("${number}"))).count();
                let nothing = vec!["NULL"; count].join(", ");
                // Tables of a test are small: it is cheaper to read the whole of one, or all rows of an owner and to sort
                // them, where an index would do.
                self.rows(&format!(
                    "SET enable_seqscan = off; SET enable_bitmapscan = off; SET plan_cache_mode = force_generic_plan; \
                     PREPARE query AS {sql}; EXPLAIN EXECUTE query({nothing})"
                ))
                .await
            }
        };
        rows.into_iter().filter_map(|mut row| row.pop()).collect()
    }
}

fn connect_sqlite(path: &std::path::Path) -> rusqlite::Connection {
    rusqlite::Connection::open(path).expect("the database")
}

async fn connect_postgres(config: &tokio_postgres::Config) -> tokio_postgres::Client {
    let (client, connection) = config.connect(tokio_postgres::NoTls).await.expect("a connection");
    tokio::spawn(connection);
    client
}

fn sqlite_text(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<String> {
    use rusqlite::types::ValueRef;
    Ok(match row.get_ref(index)? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
    })
}
