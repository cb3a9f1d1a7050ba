//! Threads with read-only connections: a long answer never keeps another waiting, and none keeps the writer waiting.

use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{for_each, open_read_only};
use crate::value::Row;
use crate::{StoreError, Value};

type Job = Box<dyn FnOnce(&Connection) + Send>;

/// The way to the reader threads.
pub(crate) struct Readers(mpsc::Sender<Job>);

impl Readers {
    /// Starts the threads.
    pub(crate) fn start(path: &Path, threads: usize) -> Result<Self, StoreError> {
        let (sender, receiver) = mpsc::channel::<Job>();
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..threads.max(1) {
            let connection = open_read_only(path)?;
            let receiver = Arc::clone(&receiver);
            thread::Builder::new()
                .name("store-reader".to_owned())
                .spawn(move || run(&connection, &receiver))
                .map_err(|error| StoreError::Engine(error.into()))?;
        }
        Ok(Self(sender))
    }

    /// Runs a query; folds its rows, borrowed, into an accumulator on the reader's thread.
    pub(crate) async fn fold<A: Send + 'static>(
        &self,
        sql: String,
        params: Vec<Value>,
        mut accumulator: A,
        mut each: impl FnMut(&mut A, &dyn Row) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<A, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job = move |connection: &Connection| {
            let result = for_each(connection, &sql, &params, |row| each(&mut accumulator, row));
            // A caller that went away needs no answer.
            let _ = answer.send(result.map(|()| accumulator));
        };
        self.0.send(Box::new(job)).map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }
}

fn run(connection: &Connection, jobs: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        let job = jobs.lock().expect("no holder of this lock panics").recv();
        match job {
            Ok(job) => job(connection),
            Err(mpsc::RecvError) => return,
        }
    }
}
