//! What the cryptography makes is read by the `openssl` program, and the other way round.

mod bench;
mod certificates;
mod messages;
