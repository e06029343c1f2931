//! The portal by HTTP: the real binary, real browsers' requests, on both databases.

mod account_driven;
mod browser;
mod guards;
mod hand_over;
mod journey;
mod languages;
mod links;
mod logins;
mod logo;
mod oidc;
pub mod school;
mod texts;
pub mod visitor;
