//! The queue's runner, the schedules, one file per job.
