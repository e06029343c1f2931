//! Printing: plans, outcomes and the state as text for people and documents for programs.
//!
//! Takes plain data, gives strings; must not read a clock, a file or the database, and decides nothing. Personal
//! data is masked here, by the level the caller gives. To add one more document: a view that serialises, its
//! schema in `schemas/`, and its text forms beside it.

pub mod comment;
pub mod csv;
pub mod escape;
pub mod event;
pub mod finding;
pub mod happened;
pub mod html;
pub mod junit;
pub mod label;
pub mod markdown;
pub mod openmetrics;
pub mod plan_json;
pub mod plan_purpose;
mod plan_refusal;
mod plan_rows;
mod plan_shown;
pub mod plan_text;
pub mod sarif;
pub mod table;
pub mod view;
pub mod watched;
pub mod when;
