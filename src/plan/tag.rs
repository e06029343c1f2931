//! Names for recipients where their address must not stand.

use data_encoding::HEXLOWER;

use super::change::RecipientTag;
use crate::base::digest::hmac_sha256;

/// Makes keyed digests with the salt of the installation.
#[derive(Clone, Debug)]
pub(super) struct Tagger(Vec<u8>);

impl Tagger {
    /// With this salt. Nothing is known of anybody before the first apply, so an empty salt does until then.
    pub fn new(salt: Option<&str>) -> Self {
        Self(salt.unwrap_or_default().as_bytes().to_vec())
    }

    /// The recipient `key` of the invitation `id`.
    pub fn recipient(&self, id: &str, key: &str) -> RecipientTag {
        RecipientTag {
            key: key.to_owned(),
            digest: self.digest(&[b"recipient", id.as_bytes(), key.as_bytes()]),
        }
    }

    /// A digest of personal data, made unguessable.
    pub fn tag(&self, digest: &str) -> String {
        self.digest(&[b"fields", digest.as_bytes()])
    }

    fn digest(&self, parts: &[&[u8]]) -> String {
        HEXLOWER.encode(&hmac_sha256(&self.0, parts)[..16])
    }
}
