//! Apple's device-management protocol: the profiles a device installs, the messages it sends, the signature on
//! them, and what the access rights mean to the person holding the device.
//!
//! Protocol only: knows no database, no HTTP, no clock, and not who may enroll. To add one more check-in message: a
//! variant of [`checkin::CheckIn`] and its reader; one more payload: a function in [`profile`].

pub mod account;
pub mod checkin;
pub mod command;
pub mod document;
pub mod error;
pub mod event;
pub mod names;
pub mod oauth;
pub mod ota;
pub mod profile;
pub mod rights;
pub mod signature;

#[cfg(test)]
mod profile_keys;
