//! The web server: what people and devices reach. One page or protocol each in its file.
//!
//! Knows HTTP and nothing of SQL; every decision is made by [`crate::ops`]. To add one more protocol: a file whose
//! `routes` takes what it needs and fits into any router.

pub mod mdm;
pub mod scep;
