//! The binary `passerelle`.
fn main() {}
