//! The Connect flow: one file per step, the status page, progress.
