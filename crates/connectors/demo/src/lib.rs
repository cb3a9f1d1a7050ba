//! The Demo Bank: a bank that lives in the process, for sandboxes.
