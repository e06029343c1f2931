//! An authority: its certificate and key, made by rcgen or given, and the certificates it issues on its own account.

use data_encoding::HEXLOWER;
use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyUsagePurpose,
    SerialNumber,
};

use super::error::CaError;
use crate::base::time::{DAY, MINUTE, Timestamp};
use crate::cms::certificate::{
    Certificate, DIGITAL_SIGNATURE, KEY_CERT_SIGN, KEY_ENCIPHERMENT, Purpose,
};
use crate::cms::der::{self, Reader};
use crate::cms::key::{PrivateKey, RsaBits};
use crate::cms::public_key::Family;
use crate::cms::request::{Subject, set_validity};
use crate::cms::signed::{Identity, Signer};

/// How far validity begins before the moment of issue: a device's clock may be behind by seconds or minutes.
pub const BACKDATE: i64 = 10 * MINUTE;
/// How long an authority lives.
pub const AUTHORITY_LIFE: i64 = 3650 * DAY;
/// How long a TLS or signing certificate lives: below the 398 days that Apple accepts of a server.
pub const SERVER_LIFE: i64 = 397 * DAY;

/// 16 random bytes that become a serial number: positive, never zero, at most 20 octets (RFC 5280, 4.1.2.2).
pub type Serial = [u8; 16];

/// A certificate authority.
#[derive(Debug)]
pub struct Authority {
    identity: Identity,
}

impl Authority {
    /// A new TLS root for the MDM host: P-256, ten years.
    ///
    /// # Errors
    /// The key or certificate cannot be made.
    pub fn new_tls_root(name: &Subject, serial: Serial, now: Timestamp) -> Result<Self, CaError> {
        let usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Self::self_signed(name, PrivateKey::generate_p256()?, usages, (serial, now))
    }

    /// A new SCEP authority: RSA, since clients encrypt to it; ten years.
    ///
    /// # Errors
    /// The key or certificate cannot be made.
    pub fn new_scep(
        name: &Subject,
        bits: RsaBits,
        serial: Serial,
        now: Timestamp,
    ) -> Result<Self, CaError> {
        let usages = vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyEncipherment,
            KeyUsagePurpose::KeyCertSign,
            KeyUsagePurpose::CrlSign,
        ];
        Self::self_signed(name, PrivateKey::generate_rsa(bits)?, usages, (serial, now))
    }

    fn self_signed(
        name: &Subject,
        key: PrivateKey,
        usages: Vec<KeyUsagePurpose>,
        (serial, now): (Serial, Timestamp),
    ) -> Result<Self, CaError> {
        let mut parameters = parameters(
            name,
            serial,
            (now.plus(-BACKDATE), now.plus(AUTHORITY_LIFE)),
        );
        parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        parameters.key_usages = usages;
        let certificate = Certificate::parse(parameters.self_signed(&key)?.der())?;
        Ok(Self {
            identity: Identity::new(key, vec![certificate])?,
        })
    }

    /// A stored or given authority. That it can issue is tried at once, by a certificate that is thrown away.
    ///
    /// # Errors
    /// The certificate is not an authority's or is for another key, or rcgen does not understand it.
    pub fn load(identity: Identity) -> Result<Self, CaError> {
        let extensions = &identity.certificate.extensions;
        if !extensions.authority
            || extensions
                .key_usage
                .is_some_and(|usage| usage & KEY_CERT_SIGN == 0)
        {
            return Err(CaError::Authority("it may not sign certificates"));
        }
        let authority = Self { identity };
        let begin = authority.certificate().not_before;
        let trial = parameters(&Subject::default(), [1; 16], (begin, begin.plus(DAY)));
        authority.issue(trial, authority.key())?;
        Ok(authority)
    }

    /// Its name for machines: SHA-256 of its certificate, hexadecimal.
    pub fn name(&self) -> String {
        HEXLOWER.encode(&self.certificate().sha256())
    }

    /// As [`Self::load`], for an authority that answers SCEP: RSA, and allowed to sign and to receive keys.
    ///
    /// # Errors
    /// As [`Self::load`], or one of these missing.
    pub fn load_scep(identity: Identity) -> Result<Self, CaError> {
        if identity.key.family() != Family::Rsa {
            return Err(CaError::Authority("its key is not RSA"));
        }
        let needed = DIGITAL_SIGNATURE | KEY_ENCIPHERMENT;
        if identity
            .certificate
            .extensions
            .key_usage
            .is_some_and(|usage| usage & needed != needed)
        {
            return Err(CaError::Authority(
                "its key usage lacks digitalSignature or keyEncipherment",
            ));
        }
        Self::load(identity)
    }

    /// A certificate and new P-256 key for a TLS server; each host is a name or an IP address.
    ///
    /// # Errors
    /// A host is neither, or the key or certificate cannot be made.
    pub fn new_tls_leaf(
        &self,
        hosts: &[String],
        serial: Serial,
        now: Timestamp,
    ) -> Result<Identity, CaError> {
        let common_name = hosts.first().cloned().unwrap_or_default();
        let name = Subject {
            organization: None,
            common_name,
        };
        let mut leaf = parameters(&name, serial, self.server_life(now));
        leaf.subject_alt_names = CertificateParams::new(hosts)?.subject_alt_names;
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.issue_identity(leaf)
    }

    /// A certificate and new P-256 key that signs profiles. It has no extended key usage, so it is no device's.
    ///
    /// # Errors
    /// The key or certificate cannot be made.
    pub fn new_profile_signer(
        &self,
        name: &Subject,
        serial: Serial,
        now: Timestamp,
    ) -> Result<Identity, CaError> {
        self.issue_identity(parameters(name, serial, self.server_life(now)))
    }

    fn server_life(&self, now: Timestamp) -> (Timestamp, Timestamp) {
        (
            now.plus(-BACKDATE),
            now.plus(SERVER_LIFE).min(self.certificate().not_after),
        )
    }

    fn issue_identity(&self, mut leaf: CertificateParams) -> Result<Identity, CaError> {
        let key = PrivateKey::generate_p256()?;
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        let certificate = self.issue(leaf, &key)?;
        Ok(Identity::new(
            key,
            vec![certificate, self.certificate().clone()],
        )?)
    }

    /// Issues a certificate for `key`, never an authority's, and checks that it names us and verifies.
    pub(super) fn issue(
        &self,
        mut leaf: CertificateParams,
        key: &impl rcgen::PublicKeyData,
    ) -> Result<Certificate, CaError> {
        leaf.is_ca = IsCa::ExplicitNoCa;
        leaf.use_authority_key_identifier_extension = true;
        let issuer = Issuer::from_ca_cert_der(&self.certificate().der().into(), self.key())?;
        let mut made = Certificate::parse(leaf.signed_by(key, &issuer)?.der())?;
        if made.issuer != self.certificate().subject {
            made = self.renamed(&made)?;
        }
        made.check_signed_by(self.certificate())
            .map_err(|_| CaError::Authority("what it signs does not verify"))?;
        Ok(made)
    }

    /// `made` with our name exactly as our certificate has it, signed anew. rcgen rewrites a name from what it
    /// understood, and understands only one part of each kind: the name of an Active Directory authority
    /// (`DC=example, DC=com`) would lose a part, and the chain would break.
    fn renamed(&self, made: &Certificate) -> Result<Certificate, CaError> {
        let mut outer = Reader::only(made.der(), der::SEQUENCE, "a certificate")?.children();
        let (tbs, algorithm) = (outer.value()?, outer.value()?);
        let mut fields = Vec::new();
        for field in tbs.children() {
            let raw = field?.raw;
            // Version, serial number and algorithm come before the issuer.
            fields.push(if fields.len() == 3 {
                self.certificate().subject.as_slice()
            } else {
                raw
            });
        }
        let tbs = der::sequence(&fields);
        let signature = self.key().sign(&tbs)?;
        let signature = der::tlv(der::BIT_STRING, &[&[0], &signature]);
        Ok(Certificate::parse(&der::sequence(&[
            &tbs,
            algorithm.raw,
            &signature,
        ]))?)
    }

    /// The authority's certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.identity.certificate
    }

    /// The authority's private key.
    pub fn key(&self) -> &PrivateKey {
        &self.identity.key
    }

    /// The authority as the signer of a message.
    pub fn signer(&self) -> Signer<'_> {
        self.identity.signer()
    }

    /// Whether `certificate` is a device's identity issued here and good at `at`.
    ///
    /// # Errors
    /// The reason it is not.
    pub fn check_device(&self, certificate: &Certificate, at: Timestamp) -> Result<(), CaError> {
        Ok(certificate.check_issued_by(self.certificate(), at, Purpose::ClientAuth)?)
    }
}

/// Parameters of a certificate with this name, serial number and validity.
pub(super) fn parameters(
    name: &Subject,
    mut serial: Serial,
    validity: (Timestamp, Timestamp),
) -> CertificateParams {
    serial[0] = (serial[0] & 0x7f) | 0x40;
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = name.distinguished();
    parameters.serial_number = Some(SerialNumber::from_slice(&serial));
    set_validity(&mut parameters, validity);
    parameters
}
