//! The order of the portal's steps, derived from facts and never stored.
//!
//! [`next`] says which step comes first of those still unmet, [`steps`] which ones this session needs at
//! all, [`verdict`] whether a link works now. Back button, two tabs and resumed sessions are safe by
//! construction: there is no position to lose. Knows no page, text, HTTP or clock.
//! To add a step: a variant of [`Step`] at its place in the order, a row in `needed` and one in `met`.

mod facts;
mod step;
mod verdict;

pub use facts::{Facts, LoggedIn};
pub use step::{Step, may_show, next, steps};
pub use verdict::{LinkFacts, Verdict, verdict};
