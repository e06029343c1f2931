//! The use-cases: each loads what it needs, decides with the pure floors, and owns its transaction.
//!
//! The command line, the portal and the sender call the same functions. Knows clocks, files, randomness and
//! the store; must not know HTTP, terminals or SQL. To add one more use-case: a file named by its verb, taking
//! `&App` and typed arguments, returning typed results and [`Error`].

pub mod abort;
pub mod account_driven;
pub mod admission;
pub mod app;
pub mod apply;
mod arrival;
pub mod authorities;
mod bootstrap;
pub mod bounce;
pub mod changed;
pub mod checkin;
pub mod clock;
pub mod command;
pub mod console;
pub mod deliver;
mod device_rules;
pub mod digest;
pub mod doctor;
pub mod enrollment;
pub mod error;
pub mod export;
pub mod groups;
pub mod hand_over;
pub mod history;
pub mod import;
pub mod key;
pub mod layout;
pub mod link;
pub mod load;
pub mod login;
pub mod message;
pub mod ota;
pub mod outbox;
pub mod outside;
pub mod plan;
pub mod plan_file;
pub mod preview;
pub mod process;
pub mod profile;
pub mod push;
pub mod random;
pub mod recipient;
pub mod remind;
pub mod retention;
pub mod retry;
pub mod revoke;
pub mod scep;
pub mod sms;
pub mod status;
pub mod text;
pub mod tls;
pub mod visit;
pub mod watch;
pub mod wave;
pub mod webhook;
pub mod why;

pub use app::App;
pub use error::Error;
