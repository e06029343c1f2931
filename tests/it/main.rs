//! Integration tests, one binary: real servers, real processes, both databases.
//!
//! To add an area: a file here, its `mod` below. Servers come from `support`, which starts each of them
//! when a test first asks for it.

#![cfg(test)]

#[macro_use]
mod support;

mod architecture;
mod authoring;
mod demo;
mod dependencies;
mod directory;
mod installation;
mod mail;
mod pages;
mod pki;
mod redeem;
mod spec;
