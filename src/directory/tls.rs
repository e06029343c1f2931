//! How a connection to the directory is protected. There is no fallback to plain text.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

use super::Error;

/// Protection of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Protection {
    /// `ldaps://`: TLS from the first byte.
    Implicit,
    /// `ldap://`: StartTLS before anything else.
    StartTls,
    /// `ldap://` on this machine without a root of its own.
    Plain,
}

impl Protection {
    /// What `url` asks for; naming a root asks for TLS even on loopback.
    pub(super) fn of(url: &Url, has_root: bool) -> Result<Self, Error> {
        match url.scheme() {
            "ldaps" => Ok(Self::Implicit),
            "ldap" if is_loopback(url) && !has_root => Ok(Self::Plain),
            "ldap" => Ok(Self::StartTls),
            other => Err(Error::Settings(format!("{other}:// is not LDAP"))),
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        // The parser leaves hosts of schemes it does not know as they are written, addresses included.
        Some(Host::Domain(name)) => {
            name.eq_ignore_ascii_case("localhost")
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|ip| ip.is_loopback())
        }
        None => false,
    }
}

/// A client that trusts the roots of `pem` and no others.
pub(super) fn trusting(pem: &[u8]) -> Result<Arc<ClientConfig>, Error> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|e| Error::Settings(format!("{e:?}")))?;
        roots
            .add(certificate)
            .map_err(|e| Error::Settings(e.to_string()))?;
    }
    if roots.is_empty() {
        return Err(Error::Settings("`ca` holds no certificate".to_owned()));
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| Error::Settings(e.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str, has_root: bool) -> Option<Protection> {
        Protection::of(&url.parse().unwrap(), has_root).ok()
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_the_clear() {
        for local in ["ldap://localhost:389", "ldap://127.0.0.1", "ldap://[::1]:3"] {
            assert_eq!(of(local, false), Some(Protection::Plain), "{local}");
            assert_eq!(of(local, true), Some(Protection::StartTls), "{local}");
        }
        assert_eq!(of("ldap://ldap.example", false), Some(Protection::StartTls));
        assert_eq!(
            of("ldap://localhost.example", false),
            Some(Protection::StartTls)
        );
        assert_eq!(
            of("ldaps://ldap.example", false),
            Some(Protection::Implicit)
        );
        assert_eq!(of("https://ldap.example", false), None);
    }

    #[test]
    fn a_root_must_be_one() {
        assert!(trusting(b"nothing").is_err());
    }
}
