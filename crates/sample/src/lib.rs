//! The sample application of the demo: an example to copy.
