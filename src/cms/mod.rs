//! Cryptographic messages: CMS (RFC 5652) in the shapes that Apple devices and SCEP clients use, the
//! certificates inside them, and the SCEP message envelope (RFC 8894) that server and client share.
//!
//! Bytes in, bytes out: knows no clock, no file, no HTTP, and takes no trust decision. Who may sign is for the
//! caller to say, with [`certificate::Certificate::check_issued_by`]. Instants and random bytes are arguments; only
//! key generation and the padding of RSA encryption draw on the randomness inside aws-lc-rs.
//!
//! The structures are read as slices of the bytes sent, not decoded into owned types: signatures are over bytes,
//! and clients in the field send indefinite lengths, serial numbers over 20 octets and unsorted sets, which strict
//! decoders refuse.
//!
//! To add one more kind of message: a file here that reads with [`der::Reader`] after [`ber::to_der`], writes with
//! the functions of [`der`], and signs through [`signed`].

pub mod ber;
pub mod certificate;
pub mod certs_only;
pub mod cipher;
pub mod der;
pub mod enveloped;
pub mod error;
pub mod key;
pub mod oid;
pub mod pkimessage;
pub mod public_key;
pub mod request;
pub mod scep_client;
pub mod signed;
pub mod verify;

#[cfg(test)]
mod tests;
