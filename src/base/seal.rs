//! Sealed bytes: AES-256-GCM under a key derived from the server key by label.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

use super::digest::hmac_sha256;
use super::secret::Secret;

/// Length of a nonce in bytes (NIST SP 800-38D, section 8.2.2: random, never given twice with one key).
pub const NONCE: usize = 12;

/// A 256-bit key for one purpose.
#[derive(Clone, Debug)]
pub struct SealKey(Secret<[u8; 32]>);

/// The sealed bytes were made with another key, for another purpose, or were altered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sealed data does not open with this server key")]
pub struct Unopenable;

impl SealKey {
    /// The key that `label` names under `server_key`.
    pub fn derive(server_key: &[u8], label: &str) -> Self {
        Self(Secret::new(hmac_sha256(
            server_key,
            &[b"seal", label.as_bytes()],
        )))
    }

    /// Seals `plain`, bound to `context` (such as the row's id). The nonce stands in front.
    ///
    /// # Errors
    /// [`Unopenable`] when the cipher refuses its input, which only absurd lengths can cause.
    pub fn seal(
        &self,
        nonce: [u8; NONCE],
        context: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, Unopenable> {
        let mut body = plain.to_vec();
        self.cipher()?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(context),
                &mut body,
            )
            .map_err(|_| Unopenable)?;
        let mut out = nonce.to_vec();
        out.append(&mut body);
        Ok(out)
    }

    /// Opens what [`SealKey::seal`] made with the same context.
    ///
    /// # Errors
    /// [`Unopenable`].
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unopenable> {
        let (nonce, body) = sealed.split_at_checked(NONCE).ok_or(Unopenable)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Unopenable)?;
        let mut body = body.to_vec();
        let plain = self
            .cipher()?
            .open_in_place(nonce, Aad::from(context), &mut body)
            .map_err(|_| Unopenable)?
            .len();
        body.truncate(plain);
        Ok(body)
    }

    fn cipher(&self) -> Result<LessSafeKey, Unopenable> {
        let key = UnboundKey::new(&AES_256_GCM, self.0.expose()).map_err(|_| Unopenable)?;
        Ok(LessSafeKey::new(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_and_context_open() {
        let key = SealKey::derive(b"server", "outbox");
        let sealed = key.seal([7; NONCE], b"row 1", b"hello").unwrap();
        assert_eq!(key.open(b"row 1", &sealed).unwrap(), b"hello");
        assert_eq!(key.open(b"row 2", &sealed), Err(Unopenable));
        assert_eq!(
            SealKey::derive(b"server", "keys").open(b"row 1", &sealed),
            Err(Unopenable)
        );
    }
}
