//! Messages leave here: composing the bytes of a mail (RFC 5322), and handing mails to a server or a folder, and
//! text messages to a provider.
//!
//! Knows SMTP and TLS; must not know the store, invitations, or what becomes of a message afterwards. A try
//! ends in one [`Outcome`], and the caller is asked before the first byte of a message leaves.
//! To add one more way out: a file here and a variant of [`Transport`].

pub mod bounce;
pub mod captured;
pub mod compose;
mod error;
mod folder;
mod outcome;
pub mod sms;
pub mod smtp;
mod transport;

pub use compose::{Letter, Note, compose, note};
pub use error::Error;
pub use folder::Folder;
pub use outcome::{Outcome, Stage};
pub use transport::{Channel, Transport};
