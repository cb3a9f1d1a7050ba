//! The only HTTP clients: address policy, limits, tracing.
