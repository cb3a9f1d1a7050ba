//! When a message is attempted again (design: webhooks).

use std::time::Duration;

use jiff::Timestamp;
use passerelle_domain::clock::after;

/// The longest wait that a receiver can ask for.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(1);

/// At which times after its event a message is attempted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule(Vec<Duration>);

impl Schedule {
    /// Attempts at these times after the event, ascending.
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// When to try again after `made` attempts, at least one; none when the schedule is at its end.
    ///
    /// Up to a tenth of the gap to the attempt before is added by `jitter`, from 0 to 1. A receiver's `Retry-After` puts
    /// the attempt off, by an hour at most. The time is never before `now`, also when a server was off for a while.
    pub fn next(
        &self,
        event_at: Timestamp,
        made: usize,
        now: Timestamp,
        retry_after: Option<Duration>,
        jitter: f64,
    ) -> Option<Timestamp> {
        let planned = *self.0.get(made)?;
        let before = self.0.get(made.wrapping_sub(1)).copied().unwrap_or_default();
        let spread = planned.saturating_sub(before).mul_f64(0.1 * jitter.clamp(0.0, 1.0));
        let asked_for = retry_after.map(|wait| after(now, wait.min(LONGEST_RETRY_AFTER)));
        Some(after(event_at, planned + spread).max(asked_for.unwrap_or(now)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    fn at(second: u64) -> Timestamp {
        after("2026-01-12T09:30:00Z".parse().expect("a time"), Duration::from_secs(second))
    }

    fn schedule() -> Schedule {
        Schedule::new(vec![Duration::ZERO, Duration::from_secs(5), MINUTE, 5 * MINUTE])
    }

    #[test]
    fn attempts_follow_the_schedule_and_end() {
        let next = |made, now| schedule().next(at(0), made, at(now), None, 0.0);
        assert_eq!(next(1, 0), Some(at(5)));
        assert_eq!(next(2, 6), Some(at(60)));
        assert_eq!(next(3, 61), Some(at(300)));
        assert_eq!(next(4, 301), None);
        assert_eq!(next(1, 1000), Some(at(1000)), "late, but not lost");
    }

    #[test]
    fn receivers_may_ask_for_an_hour_at_most() {
        let next = |wait| schedule().next(at(0), 1, at(2), Some(wait), 0.0);
        assert_eq!(next(MINUTE), Some(at(62)));
        assert_eq!(next(Duration::from_secs(1)), Some(at(5)));
        assert_eq!(next(Duration::MAX), Some(at(3602)));
    }

    #[test]
    fn jitter_adds_a_tenth_of_the_gap_at_most() {
        assert_eq!(schedule().next(at(0), 3, at(61), None, 1.0), Some(at(324)));
        assert_eq!(schedule().next(at(0), 3, at(61), None, 7.0), Some(at(324)));
    }
}
