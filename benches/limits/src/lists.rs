//! What each list reads of an embedded database: how the engine runs its query, and how many pages that takes from a
//! connection that has none in memory.

use std::fs;

use anyhow::{Context as _, Result, bail};
use jiff::Timestamp;
use passerelle_domain::{Clock as _, SystemClock, UserId};
use passerelle_store::transactions::{self, Filter, Position};
use passerelle_store::{Address, Store, Value, accounts, applications, items, users};
use serde_json::json;

use crate::ours::Place;
use crate::seed::FIRST_USER;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
}

const LIMIT: u32 = 500;

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let address: Address = arguments.place.database().parse()?;
    let Address::Sqlite(path) = &address else { bail!("what PostgreSQL reads, it says itself") };
    let store = Store::open(&address, &arguments.place.options(true)).await?;
    let user: UserId = FIRST_USER.try_into()?;
    let mut lists = Lists { store: &store, path, answers: Vec::new() };

    let all = Filter::default();
    let last = lists.transactions("transactions", user, all.clone()).await?;
    let (date, id, account) = last.context("no transactions")?;
    let next = Filter { after: Some(Position::Date(date, id)), ..all.clone() };
    lists.transactions("transactions, next page", user, next).await?;
    let of_account = Filter { account: Some(account), ..all.clone() };
    let last = lists.transactions("transactions of an account", user, of_account.clone()).await?;
    let (date, id, _) = last.context("no transactions of an account")?;
    let next = Filter { after: Some(Position::Date(date, id)), ..of_account.clone() };
    lists.transactions("of an account, next page", user, next).await?;
    let since = Some(Timestamp::UNIX_EPOCH);
    lists.transactions("transactions since", user, Filter { since, ..all.clone() }).await?;
    lists.transactions("of an account since", user, Filter { since, ..of_account }).await?;
    let max_date = Some(SystemClock.today().yesterday()?);
    lists.transactions("transactions up to a date", user, Filter { max_date, ..all }).await?;

    accounts::page(&store, user, None, None, LIMIT).await?;
    lists.measure("accounts")?;
    items::page(&store, user, None, LIMIT).await?;
    lists.measure("items")?;
    let application = applications::all(&store).await?.into_iter().next().context("no application")?;
    users::page(&store, application.id, None, LIMIT).await?;
    lists.measure("users")?;
    println!("{}", json!({ "lists": lists.answers }));
    Ok(())
}

type Last = (jiff::civil::Date, passerelle_domain::TransactionId, passerelle_domain::AccountId);

/// What was measured so far.
struct Lists<'a> {
    store: &'a Store,
    path: &'a std::path::Path,
    answers: Vec<serde_json::Value>,
}

impl Lists<'_> {
    /// Reads a page of transactions, and measures the query; answers the last row.
    async fn transactions(&mut self, what: &str, user: UserId, filter: Filter) -> Result<Option<Last>> {
        let last = transactions::fold(self.store, user, &filter, LIMIT, None, |last, row| {
            *last = Some((row.date()?, row.id()?, row.account_id()?));
            Ok(())
        });
        let last = last.await?;
        self.measure(what)?;
        Ok(last)
    }

    /// Measures the list that was just read.
    fn measure(&mut self, what: &str) -> Result<()> {
        let measured = |answer: &serde_json::Value| answer["sql"].as_str().map(str::to_owned);
        let known: Vec<String> = self.answers.iter().filter_map(measured).collect();
        let queries = self.store.queries();
        let list = queries.iter().find(|(sql, _)| sql.contains("LIMIT $") && !known.contains(sql));
        let (sql, params) = list.context("the list asked nothing new")?;
        let connection = crate::engine::sqlite(&self.path.display().to_string())?;
        let plan = rows(&connection, &format!("EXPLAIN QUERY PLAN {sql}"), params, |row| row.get(3))?;
        let before = bytes_read()?;
        rows(&connection, sql, params, |_| Ok(String::new()))?;
        let pages = (bytes_read()? - before) / PAGE;
        self.answers.push(json!({ "what": what, "sql": sql, "plan": plan, "pages": pages }));
        Ok(())
    }
}

/// SQLite reads its file in pages of so many bytes.
const PAGE: u64 = 4096;

/// How much this process has read of files: SQLite reads a page once and keeps it.
fn bytes_read() -> Result<u64> {
    let text = fs::read_to_string("/proc/self/io")?;
    let line = text.lines().find_map(|line| line.strip_prefix("rchar: ")).context("no count of bytes")?;
    Ok(line.parse()?)
}

fn rows(
    connection: &rusqlite::Connection,
    sql: &str,
    params: &[Value],
    read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<String>,
) -> Result<Vec<String>> {
    let mut query = connection.prepare(sql)?;
    for (number, value) in (1..).zip(params) {
        let index = query.parameter_index(&format!("${number}"))?.context("a parameter")?;
        query.raw_bind_parameter(index, value)?;
    }
    let mut found = query.raw_query();
    let mut texts = Vec::new();
    while let Some(row) = found.next()? {
        texts.push(read(row)?);
    }
    Ok(texts)
}
