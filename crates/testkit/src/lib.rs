//! The application under test: real store, virtual clock, webhook receiver.
