//! Integration tests, one binary: real servers, real processes, both databases.
//!
//! To add an area: a file here, its `mod` below. Servers come from `support`, which starts each of them
//! when a test first asks for it.

#![cfg(test)]

#[macro_use]
mod support;

mod admins;
mod apply;
mod approval;
mod architecture;
mod authoring;
mod axe;
mod canary;
mod changed;
mod console;
mod contract;
mod crash;
mod demo;
mod dependencies;
mod directory;
mod doctor;
mod effects;
mod enroll;
mod enrolled;
mod example;
mod fencing;
mod groups;
mod handset;
mod history;
mod installation;
mod journey;
mod languages;
mod mail;
mod messages;
mod mishaps;
mod outputs;
mod pages;
mod pki;
mod plan;
mod portal;
mod redeem;
mod refusals;
mod retention;
mod simulated;
mod sms;
mod spec;
mod store;
mod verbs;
mod watch;
mod webhooks;
mod yaml;
