//! Private keys: RSA and P-256, by aws-lc-rs.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{self, KeySize, PrivateDecryptingKey};
use aws_lc_rs::signature::{self, EcdsaKeyPair, KeyPair as _};
use pkcs8::{EncryptedPrivateKeyInfoRef, SecretDocument};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};

use super::error::{ANOTHER_METHOD, CmsError, Result};
use super::public_key::Family;
use crate::base::secret::Secret;

/// The size of an RSA key to make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RsaBits {
    /// 2048: phones, tests, the demonstration.
    B2048,
    /// 3072: an issuing authority.
    #[default]
    B3072,
}

enum Pair {
    Rsa {
        sign: rsa::KeyPair,
        open: PrivateDecryptingKey,
    },
    P256(EcdsaKeyPair),
}

impl Pair {
    fn rsa(sign: rsa::KeyPair) -> Result<(Self, Secret<Vec<u8>>)> {
        let pkcs8 = Secret::new(sign.as_der().map_err(|_| MAKING)?.as_ref().to_vec());
        let open = PrivateDecryptingKey::from_pkcs8(pkcs8.expose()).map_err(|_| MAKING)?;
        Ok((Self::Rsa { sign, open }, pkcs8))
    }

    fn p256(pair: EcdsaKeyPair) -> Result<(Self, Secret<Vec<u8>>)> {
        let pkcs8 = Secret::new(pair.to_pkcs8v1().map_err(|_| MAKING)?.as_ref().to_vec());
        Ok((Self::P256(pair), pkcs8))
    }
}

/// A private key: RSA or P-256. It signs certificates too (it is an `rcgen::SigningKey`).
pub struct PrivateKey {
    pair: Pair,
    pkcs8: Secret<Vec<u8>>,
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PrivateKey")
            .field("family", &self.family())
            .finish_non_exhaustive()
    }
}

const MAKING: CmsError = CmsError::Key("the key could not be made");
const UNUSABLE: CmsError = CmsError::Key("neither an RSA key of 2048 bits or more nor a P-256 key");
static P256_SIGNING: &signature::EcdsaSigningAlgorithm = &signature::ECDSA_P256_SHA256_ASN1_SIGNING;

const UNREADABLE: CmsError = CmsError::Key(ANOTHER_METHOD);

fn pem_is_encrypted(pem: &[u8]) -> bool {
    let marks: [&[u8]; 2] = [b"ENCRYPTED PRIVATE KEY-----", b"Proc-Type: 4,ENCRYPTED"];
    let has = |mark: &[u8]| pem.windows(mark.len()).any(|part| part == mark);
    marks.into_iter().any(has)
}

impl PrivateKey {
    fn of((pair, pkcs8): (Pair, Secret<Vec<u8>>)) -> Self {
        Self { pair, pkcs8 }
    }

    /// A new RSA key, from the randomness of aws-lc-rs.
    ///
    /// # Errors
    /// The library's failure.
    pub fn generate_rsa(bits: RsaBits) -> Result<Self> {
        let size = match bits {
            RsaBits::B2048 => KeySize::Rsa2048,
            RsaBits::B3072 => KeySize::Rsa3072,
        };
        let pair = rsa::KeyPair::generate(size).map_err(|_| MAKING)?;
        Pair::rsa(pair).map(Self::of)
    }

    /// A new P-256 key, from the randomness of aws-lc-rs.
    ///
    /// # Errors
    /// The library's failure.
    pub fn generate_p256() -> Result<Self> {
        let pair = EcdsaKeyPair::generate(P256_SIGNING).map_err(|_| MAKING)?;
        Pair::p256(pair).map(Self::of)
    }

    /// From PKCS#8 DER.
    ///
    /// # Errors
    /// Neither RSA of 2048 bits or more nor P-256.
    pub fn from_pkcs8(pkcs8: &[u8]) -> Result<Self> {
        if let Ok(pair) = rsa::KeyPair::from_pkcs8(pkcs8) {
            return Pair::rsa(pair).map(Self::of);
        }
        let pair = EcdsaKeyPair::from_pkcs8(P256_SIGNING, pkcs8).map_err(|_| UNUSABLE)?;
        Pair::p256(pair).map(Self::of)
    }

    /// From the first private key in a PEM text: PKCS#8, PKCS#1 (RSA) or SEC1 (EC), not encrypted.
    ///
    /// # Errors
    /// No such key, or as [`Self::from_pkcs8`].
    pub fn from_pem(pem: &[u8]) -> Result<Self> {
        match PrivateKeyDer::from_pem_slice(pem) {
            Ok(PrivateKeyDer::Pkcs8(key)) => Self::from_pkcs8(key.secret_pkcs8_der()),
            Ok(PrivateKeyDer::Pkcs1(key)) => {
                let pair = rsa::KeyPair::from_der(key.secret_pkcs1_der()).map_err(|_| UNUSABLE)?;
                Pair::rsa(pair).map(Self::of)
            }
            Ok(PrivateKeyDer::Sec1(key)) => {
                let pair = EcdsaKeyPair::from_private_key_der(P256_SIGNING, key.secret_sec1_der());
                Pair::p256(pair.map_err(|_| UNUSABLE)?).map(Self::of)
            }
            _ if pem_is_encrypted(pem) => Err(CmsError::Encrypted),
            _ => Err(CmsError::Key("no private key in the PEM text")),
        }
    }

    /// From an encrypted private key in a PEM text: PKCS#8 (RFC 5958) under PBES2 (RFC 8018). One that is not
    /// encrypted is read as [`Self::from_pem`] reads it.
    ///
    /// # Errors
    /// The passphrase does not open it, it is encrypted by an older method, or as [`Self::from_pkcs8`].
    pub fn from_encrypted_pem(pem: &[u8], passphrase: &Secret<String>) -> Result<Self> {
        if !pem_is_encrypted(pem) {
            return Self::from_pem(pem);
        }
        let text = std::str::from_utf8(pem).map_err(|_| UNREADABLE)?;
        let (_, der) = SecretDocument::from_pem(text.trim_start()).map_err(|_| UNREADABLE)?;
        let sealed =
            EncryptedPrivateKeyInfoRef::try_from(der.as_bytes()).map_err(|_| UNREADABLE)?;
        let key = sealed.decrypt(passphrase.expose());
        Self::from_pkcs8(key.map_err(|_| CmsError::Passphrase)?.as_bytes())
    }

    /// The key in PKCS#8 DER: to be sealed, or given to the TLS library.
    pub fn pkcs8(&self) -> &Secret<Vec<u8>> {
        &self.pkcs8
    }

    /// RSA or P-256.
    pub fn family(&self) -> Family {
        match self.pair {
            Pair::Rsa { .. } => Family::Rsa,
            Pair::P256(_) => Family::P256,
        }
    }

    /// The SubjectPublicKeyInfo of its public half.
    pub fn spki(&self) -> Vec<u8> {
        rcgen::PublicKeyData::subject_public_key_info(self)
    }

    /// The half that opens what was encrypted to this key; none for P-256.
    pub fn decrypting(&self) -> Option<PrivateDecryptingKey> {
        match &self.pair {
            Pair::Rsa { open, .. } => Some(open.clone()),
            Pair::P256(_) => None,
        }
    }

    /// A signature with SHA-256: PKCS#1 v1.5, or ECDSA in ASN.1.
    ///
    /// # Errors
    /// The library's failure.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        let failed = |_| CmsError::Key("signing failed");
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Rsa { sign, .. } => {
                let mut signed = vec![0; sign.public_modulus_len()];
                sign.sign(&signature::RSA_PKCS1_SHA256, &random, message, &mut signed)
                    .map_err(failed)?;
                Ok(signed)
            }
            Pair::P256(pair) => Ok(pair
                .sign(&random, message)
                .map_err(failed)?
                .as_ref()
                .to_vec()),
        }
    }
}

impl rcgen::PublicKeyData for PrivateKey {
    fn der_bytes(&self) -> &[u8] {
        match &self.pair {
            Pair::Rsa { sign, .. } => sign.public_key().as_ref(),
            Pair::P256(pair) => pair.public_key().as_ref(),
        }
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        match self.pair {
            Pair::Rsa { .. } => &rcgen::PKCS_RSA_SHA256,
            Pair::P256(_) => &rcgen::PKCS_ECDSA_P256_SHA256,
        }
    }
}

impl rcgen::SigningKey for PrivateKey {
    fn sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, rcgen::Error> {
        self.sign(message).map_err(|_| rcgen::Error::RemoteKeyError)
    }
}

#[cfg(test)]
mod tests {
    use super::super::public_key::{Hash, PublicKey};
    use super::*;

    #[test]
    fn a_key_survives_pkcs8_and_signs_for_its_public_half() {
        for key in [
            PrivateKey::generate_rsa(RsaBits::B2048).unwrap(),
            PrivateKey::generate_p256().unwrap(),
        ] {
            let again = PrivateKey::from_pkcs8(key.pkcs8().expose()).unwrap();
            let public = PublicKey::from_spki(&again.spki()).unwrap();
            assert_eq!(public.family(), key.family());
            let signed = key.sign(b"message").unwrap();
            assert_eq!(public.verify(Hash::Sha256, b"message", &signed), Ok(()));
            assert_eq!(
                public.verify(Hash::Sha256, b"massage", &signed),
                Err(CmsError::Signature)
            );
            assert_eq!(
                public.verify(Hash::Sha512, b"message", &signed),
                Err(CmsError::Signature)
            );
        }
    }

    #[test]
    fn a_private_key_tells_nothing_when_debugged() {
        let key = PrivateKey::generate_p256().unwrap();
        assert_eq!(format!("{key:?}"), "PrivateKey { family: P256, .. }");
    }
}
