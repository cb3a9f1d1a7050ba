//! The texts that people read, and the choice of a language.
