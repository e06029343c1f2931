//! `enroll`: mobile-device enrollment as code. This file is the table of contents.
//!
//! Data flows one way: YAML → typed spec with spans → desired → diff against observed → plan (pure data)
//! → one transaction → outbox → report. Modules stand on floors; each imports only lower floors, never
//! siblings. `tests/it/architecture.rs` holds them to it.

pub mod base;
pub mod ca;
pub mod cli;
pub mod cms;
pub mod directory;
pub mod flow;
pub mod http;
pub mod mdm;
pub mod model;
pub mod notify;
pub mod oidc;
pub mod ops;
pub mod phone;
pub mod plan;
pub mod portal;
pub mod render;
pub mod report;
pub mod spec;
pub mod store;
pub mod words;
pub mod worker;
