//! What the program says to people with a phone, in their language: messages by key, from `locales/*.ftl`.
//!
//! [`Language`] is the closed set of languages with a file, [`Words`] the messages of one of them. Knows no
//! page, no HTML and no date; who asks brings the variables.
//! To add a language: a file in `locales/` with every key of `en.ftl`, and a row in [`Language`].

mod language;
mod own;
mod pseudo;
mod speak;

pub use language::{Direction, Language};
pub use own::{COMMON, Fault, check, keys};
pub use speak::{Argument, Error, Words};
