//! What is counted of jobs, of the flow and of synchronisations; docs/operations.md says what each means.

use metrics::counter;
use passerelle_domain::connect_session::State;
use passerelle_domain::{ItemStatus, RefreshTrigger};
use passerelle_store::jobs::Task;

/// The names of all tasks.
pub const KINDS: [&str; 6] =
    ["authenticate", "first_sync", "full_sync", "refresh", "send_email_code", "pending"];

/// The name of a task, as its row has it.
const fn kind(task: &Task) -> &'static str {
    match task {
        Task::Authenticate { .. } => "authenticate",
        Task::FirstSync { .. } => "first_sync",
        Task::FullSync { .. } => "full_sync",
        Task::Refresh { .. } => "refresh",
        Task::SendEmailCode { .. } => "send_email_code",
        Task::Pending { .. } => "pending",
    }
}

/// How a run of a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ran {
    /// Well; a job that polls a bank runs again.
    Done,
    /// It failed and is tried again.
    Retried,
    /// It failed for the last time.
    GivenUp,
    /// Its lease was taken over meanwhile.
    Lost,
}

pub(crate) fn job_ran(task: &Task, ran: Ran) {
    let outcome = match ran {
        Ran::Done => "done",
        Ran::Retried => "retried",
        Ran::GivenUp => "given_up",
        Ran::Lost => "lost",
    };
    counter!("passerelle_job_runs_total", "kind" => kind(task), "outcome" => outcome).increment(1);
}

/// Something to count once it is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// A session came to a state.
    Step(&'static str),
    /// A synchronisation ended, as `item.refreshed` tells it.
    Synchronised { trigger: RefreshTrigger, status: ItemStatus },
}

impl Counted {
    pub(crate) const fn step(state: &State) -> Self {
        Self::Step(state.name())
    }

    pub(crate) fn count(self) {
        match self {
            Self::Step(state) => counter!("passerelle_flow_steps_total", "state" => state).increment(1),
            Self::Synchronised { trigger, status } => {
                let status = status.code().to_string();
                let trigger = trigger.name();
                counter!("passerelle_synchronisations_total", "trigger" => trigger, "status" => status)
                    .increment(1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use passerelle_domain::{ItemKey, SessionKey, UserId};
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_task_is_called_as_its_row_calls_it() {
        let user = UserId::try_from(1).expect("an id");
        let session = SessionKey { user, id: 1.try_into().expect("an id") };
        let item = ItemKey { user, id: 1.try_into().expect("an id") };
        let tasks = [
            Task::Authenticate { session },
            Task::FirstSync { session },
            Task::FullSync { item },
            Task::Refresh { item },
            Task::SendEmailCode { session },
            Task::Pending { session },
        ];
        let stored = tasks.each_ref().map(|task| serde_json::to_value(task).expect("JSON")["name"].clone());
        assert_eq!(stored, KINDS.map(Value::from));
        assert_eq!(tasks.each_ref().map(kind), KINDS);
    }
}
