//! The nouns: plain structs and closed sets shared by every floor above.
//!
//! [`declared`] is what git says, [`settings`] what a process reads at start, [`observed`] what the database
//! says, [`message`] and [`text`], [`session`], [`enrollment`] and [`device`] what happens to people and their devices,
//! [`status`] what reports show, [`segment`] how long a text message is, [`watch`] a folder that a server
//! follows. Must not know YAML, SQL, HTTP, files or clocks.
//! To add one more noun: a struct here, its column in `store`, its words in the contract.

pub mod command;
pub mod declared;
pub mod device;
pub mod enrollment;
pub mod group;
pub mod id;
pub mod invitation;
pub mod lease;
pub mod link;
pub mod log_in;
pub mod logo;
pub mod management;
pub mod message;
pub mod observed;
pub mod pause;
pub mod person;
pub mod policy;
pub mod segment;
pub mod session;
pub mod settings;
pub mod source;
pub mod status;
pub mod text;
pub mod watch;
