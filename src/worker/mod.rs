//! The sender: takes waiting messages from the outbox and hands them over, several at a time over kept
//! connections, with one transaction for what several of them have to write.
//!
//! [`drain`] works off what waits and ends, for `apply`; [`run`] goes on until it is told to stop, for `serve`.
//! Any number of both may work at once. Must not know SQL, SMTP or what a message says.
//! To add one more way to pace sending: a field of [`Drain`], obeyed in [`drain`].

pub mod digest;
mod drain;
mod lane;
mod ledger;
pub mod retention;
pub mod wake;
pub mod watch;
pub mod webhooks;

pub use drain::{DeliveryReport, Drain, drain, run};
pub use ledger::{News, Progress};
