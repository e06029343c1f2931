//! The certificate authorities of an installation: the TLS root of the MDM host, the authority that gives devices
//! their identity by SCEP (RFC 8894), and the signer of profiles.
//!
//! Bytes in, bytes out: knows no clock, no database, no HTTP, and nothing of invitations. Whoever calls looks up
//! the challenge; here it is compared. A certificate for a device comes from [`issue::sign`] alone, which takes an
//! [`challenge::AuthorisedCsr`], which comes from [`challenge::authorise`] or, with the
//! certificate that is to be renewed, from [`challenge::authorise_renewal`].
//!
//! To add one more way to be authorised: another constructor of `AuthorisedCsr` in `challenge`, with its refusals.
//! To add one more kind of certificate: a function of [`authority::Authority`].

pub mod authority;
pub mod challenge;
pub mod crl;
pub mod csr;
pub mod error;
pub mod issue;
pub mod scep;

#[cfg(test)]
mod tests;
