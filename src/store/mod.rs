//! The database: SQLite (embedded, the default) and PostgreSQL (for replicas) behind one enum, with the same
//! SQL text for both. The only module that knows SQL.
//!
//! Must not know YAML, HTTP, messages' contents or what a plan means; decisions are made above, rows are kept
//! here. Booleans are nullable instants, instants are microseconds, ids and JSON are text, so that one
//! statement means the same on both. Sort in Rust where the order of text matters; never catch a constraint
//! error and go on (PostgreSQL has aborted the transaction by then): use `ON CONFLICT` and count rows.
//!
//! To add one more statement: a line in the `statements!` block of its file, a method on [`Tx`] that runs it by
//! `on!` or `execute!`. Every statement is prepared on both databases by a test. To add a column: the same number in both
//! folders of `migrations/`.

mod db;
mod error;
mod sqlite;
#[macro_use]
mod statements;

pub mod access_token;
pub mod arriving;
pub mod bounce;
pub mod certificate;
pub mod checkin;
mod claim;
pub mod command;
pub mod console_session;
pub mod declared;
pub mod device;
pub mod digest;
pub mod enrollment;
pub mod event;
pub mod hold;
pub mod installation;
pub mod invitation;
pub mod invited;
mod joined;
pub mod keypair;
pub mod lease;
pub mod link;
pub mod listing;
pub mod login_failure;
pub mod message;
pub mod observe;
pub mod ota;
pub mod outbox;
pub mod picture;
pub mod recovery;
pub mod reminder;
pub mod retention;
pub mod run;
pub mod session;
pub mod snapshot;
pub mod source;
pub mod speaker;
pub mod visit;
pub mod watch;
pub mod wave;
pub mod webhook;

pub use db::{Access, Db, Tx};
pub use error::Error;

/// Every statement of the module, by file, for the test that prepares them.
pub const STATEMENTS: &[(&str, &[(&str, &str)])] = &[
    ("access_token", access_token::STATEMENTS),
    ("arriving", arriving::STATEMENTS),
    ("bounce", bounce::STATEMENTS),
    ("certificate", certificate::STATEMENTS),
    ("checkin", checkin::STATEMENTS),
    ("command", command::STATEMENTS),
    ("console_session", console_session::STATEMENTS),
    ("declared", declared::STATEMENTS),
    ("device", device::STATEMENTS),
    ("digest", digest::STATEMENTS),
    ("enrollment", enrollment::STATEMENTS),
    ("event", event::STATEMENTS),
    ("hold", hold::STATEMENTS),
    ("installation", installation::STATEMENTS),
    ("invitation", invitation::STATEMENTS),
    ("invited", invited::STATEMENTS),
    ("keypair", keypair::STATEMENTS),
    ("lease", lease::STATEMENTS),
    ("link", link::STATEMENTS),
    ("devices", listing::devices::STATEMENTS),
    ("events", listing::events::STATEMENTS),
    ("invitations", listing::invitations::STATEMENTS),
    ("messages", listing::messages::STATEMENTS),
    ("numbers", listing::numbers::STATEMENTS),
    ("recipients", listing::recipients::STATEMENTS),
    ("login_failure", login_failure::STATEMENTS),
    ("message", message::STATEMENTS),
    ("observe", observe::STATEMENTS),
    ("ota", ota::STATEMENTS),
    ("outbox", outbox::STATEMENTS),
    ("picture", picture::STATEMENTS),
    ("recovery", recovery::STATEMENTS),
    ("reminder", reminder::STATEMENTS),
    ("retention", retention::STATEMENTS),
    ("run", run::STATEMENTS),
    ("session", session::STATEMENTS),
    ("snapshot", snapshot::STATEMENTS),
    ("speaker", speaker::STATEMENTS),
    ("visit", visit::STATEMENTS),
    ("watch", watch::STATEMENTS),
    ("wave", wave::STATEMENTS),
    ("source", source::STATEMENTS),
    ("webhook", webhook::STATEMENTS),
];
