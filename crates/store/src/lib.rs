//! The only crate that knows SQL: batches of writes, reads, migrations, the key ring.
