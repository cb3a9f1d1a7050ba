//! The one connection of a node that writes. A group goes over the line at once, without waiting for each answer, batches
//! of the same statements as one; only when something in it is wrong, it is undone and tried again, batch by batch, each
//! under a savepoint.

use std::collections::HashMap;
use std::pin::Pin;
use std::time::Instant;

use futures::FutureExt as _;
use futures::future::{BoxFuture, MaybeDone, maybe_done};
use tokio::time::error::Elapsed;
use tokio::time::timeout;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, Error, Statement as Prepared};

use super::row::PostgresRow;
use super::value::{Column, type_of};
use super::{Carrier, Sessions};
use crate::batch::{Params, Rows, Sql, Statement};
use crate::counts::Counts;
use crate::writer::{AfterCommit, Done, Listeners, Queue, Request, Work, Writer, answer};
use crate::{StoreError, Value};

/// Starts the task that writes.
pub(crate) fn start(
    sessions: Sessions,
    listeners: Listeners,
    carrier: Carrier,
    after: AfterCommit,
) -> Writer {
    let (writer, mut queue) = Writer::new(sessions.patience);
    tokio::spawn(async move {
        let mut session = None;
        run(&mut queue, &sessions, &mut session, &after, |notice| {
            listeners.tell(notice);
            carrier.send(notice);
        })
        .await;
    });
    writer
}

async fn run(
    queue: &mut Queue,
    sessions: &Sessions,
    session: &mut Option<Session>,
    after: &AfterCommit,
    mut tell: impl FnMut(crate::Notice),
) {
    while let Some(group) = queue.group().await {
        if session.as_ref().is_none_or(|session| session.client.is_closed()) {
            *session = None;
        }
        let open = match session.take() {
            Some(open) => Ok(open),
            None => sessions.connect().await.map(Session::new),
        };
        let (begun, batches) = (Instant::now(), group.len());
        let done = match open {
            Ok(mut open) => match timeout(sessions.patience, open.run_group(group, &after.counts)).await {
                // A line that was cut says nothing: its connection goes, and the callers hear that nobody answers.
                Err(Elapsed { .. }) => continue,
                Ok(Ok(done)) => {
                    after.committed(batches, begun);
                    *session = Some(open);
                    done
                }
                // Nobody knows what was written; the connection is not used again.
                Ok(Err((group, error))) => all_failed(group, &error),
            },
            Err(error) => all_failed(group, &error),
        };
        answer(done, &mut tell);
    }
}

fn all_failed(group: impl IntoIterator<Item = Request>, error: &StoreError) -> Vec<Done> {
    tracing::error!(error = error as &dyn std::error::Error, "a group of writes failed");
    group.into_iter().map(|request| (request, Err(error.again()))).collect()
}

/// A connection with the statements that it has prepared.
struct Session {
    client: Client,
    prepared: HashMap<&'static str, Prepared>,
}

/// What a statement answered.
enum Answer {
    Touched(u64),
    Rows(Vec<tokio_postgres::Row>),
}

/// What was put on the line, and will be answered.
struct Sent<'a, T>(Pin<Box<MaybeDone<Answering<'a, T>>>>);

type Answering<'a, T> = BoxFuture<'a, Result<T, Error>>;

impl<'a, T> Sent<'a, T> {
    /// Puts it on the line, which the first poll does, and doesn't wait for the answer.
    async fn send(request: impl Future<Output = Result<T, Error>> + Send + 'a) -> Self {
        let mut sent = Box::pin(maybe_done(request.boxed()));
        let _ = futures::poll!(&mut sent);
        Self(sent)
    }

    async fn answer(mut self) -> Result<T, Error> {
        self.0.as_mut().await;
        self.0.as_mut().take_output().expect("it is answered once")
    }
}

impl Session {
    fn new(client: Client) -> Self {
        Self { client, prepared: HashMap::new() }
    }

    /// Runs a group and commits what went well; says what came of each request. An error is the connection's.
    async fn run_group(
        &mut self,
        group: Vec<Request>,
        counts: &Counts,
    ) -> Result<Vec<Done>, (Vec<Request>, StoreError)> {
        match self.run_together(&group, counts).await {
            Ok(Some(answers)) => {
                Ok(group.into_iter().zip(answers).map(|(request, answers)| read(request, &answers)).collect())
            }
            Ok(None) => self.run_one_by_one(group, counts).await,
            Err(error) => Err((group, error)),
        }
    }

    /// Prepares what these need and this connection doesn't know yet.
    async fn prepare(&mut self, lots: &[Lot<'_>]) -> Result<(), StoreError> {
        for lot in lots {
            match lot.works[0] {
                Work::Batch(batch) => {
                    for statement in &batch.statements {
                        self.prepare_one(statement.sql, &types_of(&statement.params)).await?;
                    }
                }
                Work::Returning { sql, params, .. } => {
                    let types: Vec<Type> = params.iter().map(type_of).collect();
                    self.prepare_one(*sql, &types).await?;
                }
            }
        }
        Ok(())
    }

    async fn prepare_one(&mut self, sql: Sql, types: &[Type]) -> Result<(), StoreError> {
        if !self.prepared.contains_key(sql.postgres) {
            let prepared = self.client.prepare_typed(sql.postgres, types).await?;
            self.prepared.insert(sql.postgres, prepared);
        }
        Ok(())
    }

    /// The whole group at once; what each request's statements answered. None when something in it went wrong and all of
    /// it was undone.
    async fn run_together(
        &mut self,
        group: &[Request],
        counts: &Counts,
    ) -> Result<Option<Vec<Vec<Answer>>>, StoreError> {
        let lots = lots(group.iter().map(|request| &request.work));
        self.prepare(&lots).await?;
        let results = self.pipeline("BEGIN", &lots).await?;
        match results.into_iter().collect::<Result<Vec<_>, _>>() {
            Ok(answers) => {
                self.client.batch_execute("COMMIT").await?;
                let answers = by_request(&lots, answers, group.len());
                for answers in &answers {
                    count(answers, counts);
                }
                Ok(Some(answers))
            }
            Err(error @ StoreError::Unavailable(_)) => Err(error),
            Err(_) => {
                self.client.batch_execute("ROLLBACK").await?;
                Ok(None)
            }
        }
    }

    /// Puts a command and the statements of lots on the line at once; answers what those of each answered, or the first
    /// thing that is wrong with them. An error is the command's.
    async fn pipeline(
        &self,
        command: &'static str,
        lots: &[Lot<'_>],
    ) -> Result<Vec<Result<Vec<Answer>, StoreError>>, StoreError> {
        let begun = Sent::send(self.client.batch_execute(command)).await;
        let mut sent = Vec::with_capacity(lots.len());
        for lot in lots {
            sent.push(self.send(lot).await);
        }
        begun.answer().await?;
        let mut results = Vec::with_capacity(lots.len());
        for (lot, statements) in lots.iter().zip(sent) {
            let mut result = Ok(Vec::with_capacity(statements.len()));
            for (number, statement) in statements.into_iter().enumerate() {
                let answer = statement.answer().await.map_err(StoreError::from);
                let Ok(answers) = &mut result else { continue };
                match answer {
                    Ok(answer) if lot.expects(number, &answer) => answers.push(answer),
                    Ok(_) => result = Err(StoreError::Conflict),
                    Err(error) => result = Err(error),
                }
            }
            results.push(result);
        }
        Ok(results)
    }

    /// Each request under a savepoint of its own, and one commit for those that went well.
    async fn run_one_by_one(
        &self,
        group: Vec<Request>,
        counts: &Counts,
    ) -> Result<Vec<Done>, (Vec<Request>, StoreError)> {
        let mut ended: Vec<(Request, Result<Vec<Answer>, StoreError>)> = Vec::with_capacity(group.len());
        let mut group = group.into_iter();
        let mut failure = self.client.batch_execute("BEGIN").await.err().map(StoreError::from);
        while failure.is_none()
            && let Some(request) = group.next()
        {
            match self.run_apart(&request.work).await {
                Ok(result) => {
                    if let Ok(answers) = &result {
                        count(answers, counts);
                    }
                    ended.push((request, result));
                }
                Err(error) => {
                    ended.push((request, Err(StoreError::Conflict)));
                    failure = Some(error);
                }
            }
        }
        if failure.is_none() {
            failure = self.client.batch_execute("COMMIT").await.err().map(StoreError::from);
        }
        if let Some(error) = failure {
            return Err((ended.into_iter().map(|(request, _)| request).chain(group).collect(), error));
        }
        let done = ended.into_iter().map(|(request, result)| match result {
            Ok(answers) => read(request, &answers),
            Err(error) => (request, Err(error)),
        });
        Ok(done.collect())
    }

    /// One request under a savepoint; what is wrong with it is undone. An error is the connection's.
    async fn run_apart(&self, work: &Work) -> Result<Result<Vec<Answer>, StoreError>, StoreError> {
        let lot = Lot { works: vec![work], places: vec![0] };
        let result = self.pipeline("SAVEPOINT batch", &[lot]).await?.pop().expect("as many results as lots");
        let end = if result.is_ok() { "RELEASE batch" } else { "ROLLBACK TO batch; RELEASE batch" };
        self.client.batch_execute(end).await?;
        Ok(result)
    }

    /// Puts the statements of a lot on the line.
    async fn send<'a>(&'a self, lot: &Lot<'a>) -> Vec<Sent<'a, Answer>> {
        match lot.works[0] {
            Work::Batch(batch) => {
                let mut sent = Vec::with_capacity(batch.statements.len());
                for (number, statement) in batch.statements.iter().enumerate() {
                    sent.push(match &statement.params {
                        Params::Once(params) => Sent::send(self.execute_once(statement.sql, params)).await,
                        Params::Rows(_) => {
                            Sent::send(self.execute_rows(statement.sql, lot.rows(number))).await
                        }
                    });
                }
                sent
            }
            Work::Returning { sql, params, .. } => vec![Sent::send(self.query(*sql, params)).await],
        }
    }

    async fn query(&self, sql: Sql, params: &[Value]) -> Result<Answer, Error> {
        let params: Vec<_> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        self.client.query(self.known(sql), &params).await.map(Answer::Rows)
    }

    async fn execute_once(&self, sql: Sql, params: &[Value]) -> Result<Answer, Error> {
        let params = params.iter().map(|value| value as &(dyn ToSql + Sync));
        self.client.execute_raw(self.known(sql), params).await.map(Answer::Touched)
    }

    async fn execute_rows(&self, sql: Sql, rows: Vec<&[Value]>) -> Result<Answer, Error> {
        let width = rows.first().map_or(0, |row| row.len());
        let columns: Vec<Column<'_>> = (0..width).map(|index| Column { rows: &rows, index }).collect();
        let params = columns.iter().map(|column| column as &(dyn ToSql + Sync));
        self.client.execute_raw(self.known(sql), params).await.map(Answer::Touched)
    }

    fn known(&self, sql: Sql) -> &Prepared {
        self.prepared.get(sql.postgres).expect("a group's statements are prepared before it is sent")
    }
}

/// The types to prepare with. Those of arrays stand in the text.
fn types_of(params: &Params) -> Vec<Type> {
    match params {
        Params::Once(params) => params.iter().map(type_of).collect(),
        Params::Rows(_) => Vec::new(),
    }
}

/// What goes over the line together: one request, or batches of the same statements, each for the rows of all. Batches of
/// one group came at the same time, so any order of them is right.
struct Lot<'a> {
    works: Vec<&'a Work>,
    /// Where each stands in the group.
    places: Vec<usize>,
}

impl<'a> Lot<'a> {
    /// The rows that a statement is given, of all batches.
    fn rows(&self, number: usize) -> Vec<&'a [Value]> {
        let statements = self.works.iter().filter_map(|work| work.statement(number));
        statements.flat_map(Statement::rows_of).map(Vec::as_slice).collect()
    }

    /// Whether a statement touched as many rows as it must.
    fn expects(&self, number: usize, answer: &Answer) -> bool {
        let Answer::Touched(touched) = answer else { return true };
        let statements = || self.works.iter().filter_map(|work| work.statement(number));
        statements().any(|statement| statement.rows == Rows::Any)
            || *touched == statements().map(wanted).sum::<u64>()
    }
}

/// How many rows a statement touches that must touch one for each set of its parameters.
fn wanted(statement: &Statement) -> u64 {
    match &statement.params {
        Params::Once(_) => 1,
        Params::Rows(rows) => u64::try_from(rows.len()).unwrap_or(u64::MAX),
    }
}

/// Requests as they go over the line: batches that consist of the same statements for rows are one lot.
fn lots<'a>(works: impl Iterator<Item = &'a Work>) -> Vec<Lot<'a>> {
    let mut lots: Vec<Lot<'a>> = Vec::new();
    let mut known: HashMap<Vec<*const u8>, usize> = HashMap::new();
    for (place, work) in works.enumerate() {
        let lot = work.shape().map(|shape| *known.entry(shape).or_insert(lots.len()));
        match lot.and_then(|lot| lots.get_mut(lot)) {
            Some(lot) => {
                lot.works.push(work);
                lot.places.push(place);
            }
            None => lots.push(Lot { works: vec![work], places: vec![place] }),
        }
    }
    lots
}

impl Work {
    fn statement(&self, number: usize) -> Option<&Statement> {
        match self {
            Self::Batch(batch) => batch.statements.get(number),
            Self::Returning { .. } => None,
        }
    }

    /// The texts of a batch all of whose statements are for rows: where they stand in the program tells them apart.
    fn shape(&self) -> Option<Vec<*const u8>> {
        let Self::Batch(batch) = self else { return None };
        let is_for_rows = |statement: &Statement| matches!(statement.params, Params::Rows(_));
        let statements = batch.statements.iter();
        statements
            .map(|statement| is_for_rows(statement).then_some(statement.sql.postgres.as_ptr()))
            .collect()
    }
}

impl Statement {
    fn rows_of(&self) -> &[Vec<Value>] {
        match &self.params {
            Params::Once(_) => &[],
            Params::Rows(rows) => rows,
        }
    }
}

/// What each request's statements answered, of what those of each lot did.
fn by_request(lots: &[Lot<'_>], answers: Vec<Vec<Answer>>, requests: usize) -> Vec<Vec<Answer>> {
    let mut by_request: Vec<Vec<Answer>> = std::iter::repeat_with(Vec::new).take(requests).collect();
    for (lot, answers) in lots.iter().zip(answers) {
        if let [place] = lot.places[..] {
            by_request[place] = answers;
            continue;
        }
        for (work, place) in lot.works.iter().zip(&lot.places) {
            let statements = (0..answers.len()).filter_map(|number| work.statement(number));
            by_request[*place] = statements.map(|statement| Answer::Touched(wanted(statement))).collect();
        }
    }
    by_request
}

/// Counts a batch with what its statements touched.
fn count(answers: &[Answer], counts: &Counts) {
    let rows = answers.iter().map(|answer| match answer {
        Answer::Touched(rows) => *rows,
        Answer::Rows(rows) => u64::try_from(rows.len()).unwrap_or(u64::MAX),
    });
    counts.batch(u64::try_from(answers.len()).unwrap_or(u64::MAX), rows.sum());
}

/// Hands the rows that a committed statement returned to whoever wanted them.
fn read(mut request: Request, answers: &[Answer]) -> Done {
    let mut result = Ok(());
    if let Work::Returning { rows, .. } = &mut request.work {
        rows.begin();
        for answer in answers {
            if let Answer::Rows(answered) = answer {
                result = answered.iter().try_for_each(|row| rows.take(&PostgresRow(row)));
            }
        }
    }
    (request, result)
}
