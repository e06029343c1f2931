//! What people see: pages, stylesheet, script, messages, QR codes, dates.
//!
//! Each page and message is a plain struct with a `sample()`; [`Engine`] turns it into text by an embedded
//! template. Knows no HTTP, store, clock or file: instants arrive as [`dates::When`], addresses as text.
//! What pages say stands in `locales/`, one file per language; templates name its messages: `t("key", name=value)`.
//! All English stands in `templates/`, one file per page or message, and in this module's `dates` and `access`,
//! so that a translation has one place to go.
//! To add a page: a struct with `sample()`, a row in [`page::Page`], a file in `templates/pages/`.

pub mod access;
pub mod assets;
pub mod brand;
pub mod console;
pub mod dates;
pub mod demo;
pub mod engine;
pub mod entry;
pub mod escape;
pub mod frame;
pub mod hand_over;
pub mod inform;
pub mod markdown;
pub mod message;
pub mod page;
pub mod problem;
pub mod qr;
pub mod samples;
mod speech;
pub mod steps;
pub mod text;

pub use access::Access;
pub use assets::{Asset, Assets};
pub use brand::brand_css;
pub use engine::{Engine, Error};
pub use frame::{Device, Frame, Progress};
pub use page::Page;
pub use problem::Problem;
