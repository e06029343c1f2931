//! The ciphers of an envelope's content: AES, and for clients of long ago DES and triple DES.

use aws_lc_rs::cipher::{
    AES_128, AES_256, Algorithm, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey,
    PaddedBlockEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use der::asn1::ObjectIdentifier;

use super::der::{self as asn1, Tlv};
use super::error::{CmsError, Result};
use super::oid;

/// Which ciphers are accepted from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accept {
    /// AES.
    #[default]
    Modern,
    /// Also triple DES and DES, which anybody with time can break: the challenge inside should be worth nothing by
    /// then.
    Legacy,
}

/// A cipher with its mode, always CBC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentCipher {
    /// AES with 128 bits.
    Aes128,
    /// AES with 256 bits.
    Aes256,
    /// Triple DES with three keys.
    TripleDes,
    /// DES: only read, never written.
    Des,
}

impl ContentCipher {
    const ALL: [(Self, ObjectIdentifier); 4] = [
        (Self::Aes128, oid::AES_128_CBC),
        (Self::Aes256, oid::AES_256_CBC),
        (Self::TripleDes, oid::TRIPLE_DES_CBC),
        (Self::Des, oid::DES_CBC),
    ];

    /// Reads an AlgorithmIdentifier: the cipher and its initialisation vector.
    ///
    /// # Errors
    /// Another cipher, one that is not accepted, or a vector of another length.
    pub(super) fn read(identifier: Tlv<'_>, accept: Accept) -> Result<(Self, Vec<u8>)> {
        let mut fields = identifier.children();
        let name = fields.value()?;
        let (cipher, _) = Self::ALL
            .into_iter()
            .find(|(_, known)| name.is_oid(known))
            .ok_or(CmsError::Unsupported("content cipher"))?;
        if matches!(cipher, Self::TripleDes | Self::Des) && accept == Accept::Modern {
            return Err(CmsError::Unsupported("a cipher of long ago"));
        }
        let what = "an initialisation vector";
        let iv = fields.expect(asn1::OCTET_STRING, what)?.value;
        if iv.len() == cipher.block() {
            Ok((cipher, iv.to_vec()))
        } else {
            Err(CmsError::Encoding(what))
        }
    }

    /// The AlgorithmIdentifier with the beginning of `iv`.
    pub(super) fn identifier(self, iv: &[u8; 16]) -> Vec<u8> {
        let name = match self {
            Self::Aes128 => &oid::AES_128_CBC,
            Self::Aes256 => &oid::AES_256_CBC,
            Self::TripleDes => &oid::TRIPLE_DES_CBC,
            Self::Des => &oid::DES_CBC,
        };
        asn1::sequence(&[&asn1::oid(name), &asn1::octets(&iv[..self.block()])])
    }

    /// Length of the key in bytes.
    pub(super) fn key(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes256 => 32,
            Self::TripleDes => 24,
            Self::Des => 8,
        }
    }

    fn block(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes256 => 16,
            Self::TripleDes | Self::Des => 8,
        }
    }

    /// Opens `body`; none when the padding is wrong.
    pub(super) fn decrypt(self, key: &[u8], iv: &[u8], body: &mut [u8]) -> Option<Vec<u8>> {
        match self {
            Self::Aes128 => aes_open(&AES_128, key, iv, body),
            Self::Aes256 => aes_open(&AES_256, key, iv, body),
            Self::TripleDes => cbc::Decryptor::<des::TdesEde3>::new_from_slices(key, iv)
                .ok()?
                .decrypt_padded_vec::<Pkcs7>(body)
                .ok(),
            Self::Des => cbc::Decryptor::<des::Des>::new_from_slices(key, iv)
                .ok()?
                .decrypt_padded_vec::<Pkcs7>(body)
                .ok(),
        }
    }

    /// Closes `body` with the beginnings of `key` and `iv`.
    ///
    /// # Errors
    /// DES, which is never written, or the library's failure.
    pub(super) fn encrypt(self, key: &[u8; 32], iv: &[u8; 16], body: &[u8]) -> Result<Vec<u8>> {
        let failed = CmsError::Key("encryption failed");
        let key = &key[..self.key()];
        match self {
            Self::Aes128 => aes_close(&AES_128, key, iv, body).ok_or(failed),
            Self::Aes256 => aes_close(&AES_256, key, iv, body).ok_or(failed),
            Self::TripleDes => {
                cbc::Encryptor::<des::TdesEde3>::new_from_slices(key, &iv[..self.block()])
                    .map(|cipher| cipher.encrypt_padded_vec::<Pkcs7>(body))
                    .map_err(|_| failed)
            }
            Self::Des => Err(CmsError::Unsupported("writing DES")),
        }
    }
}

fn aes_open(
    algorithm: &'static Algorithm,
    key: &[u8],
    iv: &[u8],
    body: &mut [u8],
) -> Option<Vec<u8>> {
    let iv: [u8; 16] = iv.try_into().ok()?;
    let key = UnboundCipherKey::new(algorithm, key).ok()?;
    let cipher = PaddedBlockDecryptingKey::cbc_pkcs7(key).ok()?;
    let context = DecryptionContext::Iv128(FixedLength::from(&iv));
    cipher
        .decrypt(body, context)
        .ok()
        .map(|plain| plain.to_vec())
}

fn aes_close(
    algorithm: &'static Algorithm,
    key: &[u8],
    iv: &[u8; 16],
    body: &[u8],
) -> Option<Vec<u8>> {
    let mut body = body.to_vec();
    let key = UnboundCipherKey::new(algorithm, key).ok()?;
    let cipher = PaddedBlockEncryptingKey::cbc_pkcs7(key).ok()?;
    let context = EncryptionContext::Iv128(FixedLength::from(iv));
    cipher.less_safe_encrypt(&mut body, context).ok()?;
    Some(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_closed_opens_again() {
        for (cipher, _) in ContentCipher::ALL {
            let Ok(mut closed) = cipher.encrypt(&[7; 32], &[9; 16], b"a request") else {
                assert_eq!(cipher, ContentCipher::Des);
                continue;
            };
            let opened = cipher.decrypt(
                &[7; 32][..cipher.key()],
                &[9; 16][..cipher.block()],
                &mut closed,
            );
            assert_eq!(opened.as_deref(), Some(&b"a request"[..]), "{cipher:?}");
        }
    }

    #[test]
    fn old_ciphers_are_read_only_on_request() {
        for (cipher, _) in ContentCipher::ALL {
            let identifier = cipher.identifier(&[1; 16]);
            let read = |accept| {
                let value = asn1::Reader::new(&identifier).value().unwrap();
                ContentCipher::read(value, accept).map(|(found, iv)| (found, iv.len()))
            };
            let all = Ok((cipher, cipher.block()));
            assert_eq!(read(Accept::Legacy), all);
            let old = cipher.block() == 8;
            assert_eq!(read(Accept::Modern) == all, !old);
        }
    }
}
