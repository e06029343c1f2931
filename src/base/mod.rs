//! The ground floor: identifiers, instants, secrets, masks and diagnostics.
//!
//! Knows no clock, file, socket, SQL or randomness; instants and random bytes come in as arguments.
//! To add one more basic type: a new file here, one job, re-exported from nowhere but its own path.

pub mod count;
pub mod diag;
pub mod digest;
pub mod error;
pub mod mask;
pub mod seal;
pub mod secret;
pub mod time;
