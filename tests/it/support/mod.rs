//! Real servers for the tests: each starts when first asked for, on a loopback port of its own, in a folder
//! of its own under one temporary folder, and ends with the test process however that ends.
//!
//! Knows nothing of `enroll` but the path of its binary. To add a server: a file here with a type whose
//! constructor returns when the server answers, whose `Drop` stops it, and with a test that shows both.

#[macro_use]
pub mod database;
pub mod binary;
pub mod browser;
pub mod certificate;
pub mod folder;
pub mod oidc;
pub mod port;
pub mod postgres;
pub mod process;
pub mod scepserver;
pub mod slapd;
pub mod sms;
pub mod smtp;
pub mod source;
pub mod web;
