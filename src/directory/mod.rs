//! An LDAP directory: who somebody is, whether a password is theirs, which groups they are in, and who is in a group.
//!
//! The only module that speaks LDAP (RFC 4511). Must not know policies, sessions, HTTP or where secrets come
//! from: passwords arrive as arguments. Text of people enters a filter escaped (RFC 4515), and a DN escaped (RFC 4514)
//! where people bind by a template; a password that is empty, blank or holds NUL is refused before any packet leaves (RFC 4513, section
//! 5.1.2). Referrals are not followed.
//!
//! To add one more attribute: a field in `model::settings::Attributes`, a line in `person.rs`. To add one more
//! kind of directory: an enum beside [`Directory`] with the same verbs.

mod client;
mod direct;
mod error;
mod group;
mod membership;
mod person;
mod server;
mod tls;

pub use client::{Directory, MOST};
pub use error::Error;
