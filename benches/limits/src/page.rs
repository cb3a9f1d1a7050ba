//! A page of transactions by key, written as JSON straight from borrowed rows.

use std::io::Write as _;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures::{StreamExt as _, pin_mut};
use tokio::sync::{mpsc, oneshot};
use tokio_postgres::types::{FromSql, ToSql, Type};

use crate::engine;
use crate::serve::serve;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A database of Passerelle's with transactions in it.
    #[arg(long)]
    database: String,
}

const COLUMNS: &str = "id, clean_description, provider_description, amount_minor, date, booking_date, \
     transaction_date, value_date, updated_at, currency, category_id, operation_type, account_id, is_future";

/// Readers, as many as Passerelle has.
const READERS: usize = 4;

/// A page is asked for by user, date and id: it begins behind them.
struct Wanted {
    user: i64,
    date: String,
    id: i64,
}

type Answer = oneshot::Sender<Result<Vec<u8>>>;

#[derive(Clone)]
enum Reader {
    Sqlite(mpsc::UnboundedSender<(Wanted, Answer)>),
    Postgres(Arc<Vec<(tokio_postgres::Client, tokio_postgres::Statement)>>),
}

pub(crate) async fn run(arguments: Arguments) -> Result<()> {
    let reader = if let Some(path) = arguments.database.strip_prefix("sqlite:") {
        let (sender, receiver) = mpsc::unbounded_channel();
        let receiver = Arc::new(std::sync::Mutex::new(receiver));
        for _ in 0..READERS {
            let (path, receiver) = (path.to_owned(), Arc::clone(&receiver));
            std::thread::spawn(move || sqlite(&path, &receiver).expect("the database can be read"));
        }
        Reader::Sqlite(sender)
    } else {
        let mut clients = Vec::new();
        for _ in 0..READERS {
            let client = engine::postgres(&arguments.database).await?;
            let sql = format!(
                "SELECT {COLUMNS} FROM transactions WHERE user_id = $1 AND (date, id) < ($2, $3) \
                 AND NOT is_deleted ORDER BY date DESC, id DESC LIMIT 500"
            );
            let statement = client.prepare(&sql).await?;
            clients.push((client, statement));
        }
        Reader::Postgres(Arc::new(clients))
    };
    serve(Router::new().route("/{user}/{date}/{id}", get(page)).with_state(reader)).await
}

async fn page(State(reader): State<Reader>, Path((user, date, id)): Path<(i64, String, i64)>) -> Response {
    let wanted = Wanted { user, date, id };
    let written = match reader {
        Reader::Sqlite(requests) => {
            let (answer, answered) = oneshot::channel();
            let is_sent = requests.send((wanted, answer)).is_ok();
            if is_sent {
                answered.await.context("a reader").flatten()
            } else {
                Err(anyhow::anyhow!("no reader"))
            }
        }
        Reader::Postgres(clients) => postgres(&clients, &wanted).await,
    };
    match written {
        Ok(written) => ([(header::CONTENT_TYPE, "application/json")], written).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")).into_response(),
    }
}

fn sqlite(path: &str, requests: &std::sync::Mutex<mpsc::UnboundedReceiver<(Wanted, Answer)>>) -> Result<()> {
    let connection = engine::sqlite(path)?;
    let mut statement = connection.prepare(&format!(
        "SELECT {COLUMNS} FROM transactions WHERE user_id = ?1 AND (date, id) < (?2, ?3) AND is_deleted = 0 \
         ORDER BY date DESC, id DESC LIMIT 500"
    ))?;
    loop {
        let request = requests.lock().expect("no holder of this lock panics").blocking_recv();
        let Some((wanted, answer)) = request else { return Ok(()) };
        let mut page = Page::new();
        let mut rows = statement.query((wanted.user, integer_of(&wanted.date)?, wanted.id))?;
        while let Some(row) = rows.next()? {
            let text = |index: usize| anyhow::Ok(row.get_ref(index)?.as_str()?);
            let mut dates = [const { None }; 4];
            for (index, date) in dates.iter_mut().enumerate() {
                *date = row.get_ref(4 + index)?.as_i64_or_null()?.map(digits_of);
            }
            let integer = |index: usize| anyhow::Ok(row.get_ref(index)?.as_i64()?);
            page.row(&Row {
                id: integer(0)?,
                clean_description: text(1)?,
                provider_description: text(2)?,
                amount_minor: integer(3)?,
                dates: dates.each_ref().map(|date| date.as_ref().map(as_text)),
                updated_at: integer(8)?,
                currency: text(9)?,
                category_id: integer(10)?,
                operation_type: text(11)?,
                account_id: integer(12)?,
                is_future: integer(13)? != 0,
            })?;
        }
        // Whoever went away needs no answer.
        let _ = answer.send(Ok(page.end()));
    }
}

fn integer_of(date: &str) -> Result<i64> {
    date.replace('-', "").parse().context("a date")
}

async fn postgres(
    clients: &[(tokio_postgres::Client, tokio_postgres::Statement)],
    wanted: &Wanted,
) -> Result<Vec<u8>> {
    let turn = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let (client, statement) = &clients[turn % clients.len()];
    let date = Days::parse(&wanted.date).context("a date")?;
    let params: [&(dyn ToSql + Sync); 3] = [&wanted.user, &date, &wanted.id];
    let rows = client.query_raw(statement, params).await?;
    pin_mut!(rows);
    let mut page = Page::new();
    while let Some(row) = rows.next().await {
        let row = row?;
        let mut dates = [const { None }; 4];
        for (index, date) in dates.iter_mut().enumerate() {
            *date = row.try_get::<_, Option<Days>>(4 + index)?.map(Days::text);
        }
        page.row(&Row {
            id: row.try_get(0)?,
            clean_description: row.try_get(1)?,
            provider_description: row.try_get(2)?,
            amount_minor: row.try_get(3)?,
            dates: dates.each_ref().map(|date| date.as_ref().map(as_text)),
            updated_at: row.try_get::<_, Micros>(8)?.0,
            currency: row.try_get(9)?,
            category_id: row.try_get(10)?,
            operation_type: row.try_get(11)?,
            account_id: row.try_get(12)?,
            is_future: row.try_get(13)?,
        })?;
    }
    Ok(page.end())
}

static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);

/// Days since 1970.
#[derive(Debug, Clone, Copy)]
struct Days(i64);

/// PostgreSQL counts from 2000.
const DAYS_TO_2000: i64 = 10_957;
const MICROS_TO_2000: i64 = DAYS_TO_2000 * 86_400_000_000;

impl Days {
    fn parse(text: &str) -> Option<Self> {
        let number = |part: &str| part.parse::<i64>().ok();
        let (year, month, day) = (number(text.get(..4)?)?, number(text.get(5..7)?)?, number(text.get(8..)?)?);
        // Howard Hinnant's days_from_civil.
        let year = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Some(Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468))
    }

    fn civil(self) -> (i64, i64, i64) {
        // Howard Hinnant's civil_from_days.
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, month, of_year - (153 * shifted + 2) / 5 + 1)
    }

    fn text(self) -> [u8; 10] {
        let (year, month, day) = self.civil();
        digits_of(year * 10_000 + month * 100 + day)
    }
}

/// The text of a date as SQLite keeps it, 20261125.
fn digits_of(date: i64) -> [u8; 10] {
    let mut text = *b"0000-00-00";
    let mut rest = date;
    for at in [9, 8, 6, 5, 3, 2, 1, 0] {
        text[at] = b"0123456789"[usize::try_from(rest % 10).expect("one digit")];
        rest /= 10;
    }
    text
}

fn as_text(date: &[u8; 10]) -> &str {
    std::str::from_utf8(date).expect("digits and hyphens")
}

type ReadError = Box<dyn std::error::Error + Sync + Send>;

impl<'a> FromSql<'a> for Days {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, ReadError> {
        Ok(Self(i64::from(i32::from_be_bytes(raw.try_into()?)) + DAYS_TO_2000))
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::DATE
    }
}

impl ToSql for Days {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut bytes::BytesMut,
    ) -> Result<tokio_postgres::types::IsNull, ReadError> {
        out.extend_from_slice(&i32::try_from(self.0 - DAYS_TO_2000)?.to_be_bytes());
        Ok(tokio_postgres::types::IsNull::No)
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::DATE
    }

    tokio_postgres::types::to_sql_checked!();
}

/// Microseconds since 1970.
struct Micros(i64);

impl<'a> FromSql<'a> for Micros {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, ReadError> {
        Ok(Self(i64::from_be_bytes(raw.try_into()?) + MICROS_TO_2000))
    }

    fn accepts(kind: &Type) -> bool {
        *kind == Type::TIMESTAMPTZ
    }
}

struct Row<'a> {
    id: i64,
    clean_description: &'a str,
    provider_description: &'a str,
    amount_minor: i64,
    /// To show, of booking, of the transaction, of value.
    dates: [Option<&'a str>; 4],
    updated_at: i64,
    currency: &'a str,
    category_id: i64,
    operation_type: &'a str,
    account_id: i64,
    is_future: bool,
}

/// A page as it is written.
struct Page(Vec<u8>);

const DATES: [&str; 4] = ["date", "booking_date", "transaction_date", "value_date"];

impl Page {
    fn new() -> Self {
        let mut page = Vec::with_capacity(192 * 1024);
        page.extend_from_slice(b"{\"resources\":[");
        Self(page)
    }

    fn row(&mut self, row: &Row<'_>) -> Result<()> {
        let out = &mut self.0;
        if !out.ends_with(b"[") {
            out.push(b',');
        }
        write!(out, "{{\"id\":{},\"clean_description\":", row.id)?;
        serde_json::to_writer(&mut *out, row.clean_description)?;
        out.extend_from_slice(b",\"provider_description\":");
        serde_json::to_writer(&mut *out, row.provider_description)?;
        let (sign, minor) = (if row.amount_minor < 0 { "-" } else { "" }, row.amount_minor.unsigned_abs());
        write!(out, ",\"amount\":{sign}{}.{:02}", minor / 100, minor % 100)?;
        for (name, date) in DATES.into_iter().zip(row.dates) {
            if let Some(date) = date {
                write!(out, ",\"{name}\":\"{date}\"")?;
            }
        }
        let (seconds, micros) = (row.updated_at.div_euclid(1_000_000), row.updated_at.rem_euclid(1_000_000));
        let day = Days(seconds.div_euclid(86_400)).text();
        let second = seconds.rem_euclid(86_400);
        out.extend_from_slice(b",\"updated_at\":\"");
        out.extend_from_slice(&day);
        write!(
            out,
            "T{:02}:{:02}:{:02}.{:03}Z\"",
            second / 3600,
            second / 60 % 60,
            second % 60,
            micros / 1000
        )?;
        write!(
            out,
            ",\"currency_code\":\"{}\",\"deleted\":false,\"category_id\":{},\"operation_type\":\"{}\",\
             \"account_id\":{},\"future\":{}}}",
            row.currency, row.category_id, row.operation_type, row.account_id, row.is_future
        )?;
        Ok(())
    }

    fn end(mut self) -> Vec<u8> {
        self.0.extend_from_slice(b"]}");
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Days;

    #[test]
    fn days_and_dates_are_each_other() {
        for (text, days) in
            [("1970-01-01", 0), ("2000-01-01", 10_957), ("2024-02-29", 19_782), ("1969-12-31", -1)]
        {
            assert_eq!(Days::parse(text).expect("a date").0, days);
            assert_eq!(&Days(days).text(), text.as_bytes());
        }
    }
}
