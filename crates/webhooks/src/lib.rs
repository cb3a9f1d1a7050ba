//! From events to deliveries: signing, schedule, outcome.
