//! EnvelopedData (RFC 5652, 6): encrypting to one RSA certificate, and opening what was encrypted to ours.

use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384, OAEP_SHA512_MGF1SHA512,
    OaepAlgorithm, OaepPrivateDecryptingKey, Pkcs1PrivateDecryptingKey, Pkcs1PublicEncryptingKey,
    PublicEncryptingKey,
};
use zeroize::Zeroizing;

use super::ber::{self, Limits};
use super::certificate::Certificate;
use super::cipher::{Accept, ContentCipher};
use super::der::{self, Reader, Tlv, context, context_primitive};
use super::error::{CmsError, Result};
use super::key::PrivateKey;
use super::oid;
use super::public_key::{Family, Hash};
use super::signed::content_info;
use super::verify::{content_of, names};

/// The random bytes of one envelope. Each is for one message only.
#[derive(Clone)]
pub struct Seed {
    /// Content-encryption key; ciphers with shorter ones take its beginning.
    pub key: Zeroizing<[u8; 32]>,
    /// Initialisation vector; likewise.
    pub iv: [u8; 16],
}

impl Seed {
    /// Drawn from `random`.
    pub fn draw(random: &mut impl FnMut(&mut [u8])) -> Self {
        let mut seed = Self {
            key: Zeroizing::new([0; 32]),
            iv: [0; 16],
        };
        random(&mut *seed.key);
        random(&mut seed.iv);
        seed
    }
}

/// Encrypts `content` to `recipient`: AES-128-CBC, RSA PKCS#1 v1.5 — what every SCEP client opens.
///
/// # Errors
/// The recipient's key is not RSA.
pub fn envelope(content: &[u8], recipient: &Certificate, seed: &Seed) -> Result<Vec<u8>> {
    envelope_by(ContentCipher::Aes128, content, recipient, seed)
}

/// As [`envelope`], with another cipher.
///
/// # Errors
/// As [`envelope`]; also DES, which is never written.
pub fn envelope_by(
    cipher: ContentCipher,
    content: &[u8],
    recipient: &Certificate,
    seed: &Seed,
) -> Result<Vec<u8>> {
    let public = recipient.public_key()?;
    if public.family() != Family::Rsa {
        return Err(CmsError::Unsupported(
            "an envelope to a key that is not RSA",
        ));
    }
    let failed = |_| CmsError::Key("encryption failed");
    let spki = der::sequence(&[
        &der::algorithm(&oid::RSA, true),
        &der::tlv(der::BIT_STRING, &[&[0], public.inner()]),
    ]);
    let to =
        PublicEncryptingKey::from_der(&spki).map_err(|_| CmsError::Unsupported("this RSA key"))?;
    let to = Pkcs1PublicEncryptingKey::new(to).map_err(failed)?;
    let mut wrapped = vec![0; to.ciphertext_size()];
    let wrapped = &*to
        .encrypt(&seed.key[..cipher.key()], &mut wrapped)
        .map_err(failed)?;
    let body = cipher.encrypt(&seed.key, &seed.iv, content)?;
    let recipient_info = der::sequence(&[
        &der::small(0),
        &der::sequence(&[&recipient.issuer, &recipient.serial]),
        &der::algorithm(&oid::RSA, true),
        &der::octets(wrapped),
    ]);
    let encrypted = der::sequence(&[
        &der::oid(&oid::DATA),
        &cipher.identifier(&seed.iv),
        &der::tlv(context_primitive(0), &[&body]),
    ]);
    let enveloped = der::sequence(&[
        &der::small(0),
        &der::set_of(vec![recipient_info]),
        &encrypted,
    ]);
    Ok(content_info(&oid::ENVELOPED_DATA, &enveloped))
}

/// Opens an envelope to `recipient`: AES-128/256-CBC, PKCS#1 v1.5 or OAEP. `fallback` is random and stands in for
/// the content key when unwrapping fails, so that the sender learns nothing about the padding (RFC 3218).
///
/// # Errors
/// [`CmsError::Undecipherable`] for whatever depends on the private key; other errors tell only what the sender
/// wrote in clear.
pub fn open(
    message: &[u8],
    recipient: &Certificate,
    key: &PrivateKey,
    fallback: &[u8; 32],
    limits: Limits,
) -> Result<Vec<u8>> {
    open_accepting(message, (recipient, key), fallback, limits, Accept::Modern)
}

/// As [`open`], with the ciphers that are accepted.
///
/// # Errors
/// As [`open`].
pub fn open_accepting(
    message: &[u8],
    (recipient, key): (&Certificate, &PrivateKey),
    fallback: &[u8; 32],
    limits: Limits,
    accept: Accept,
) -> Result<Vec<u8>> {
    let message = ber::to_der(message, limits)?;
    let (recipients, mut encrypted) = parts(&message)?;
    let (cipher, iv) = ContentCipher::read(encrypted.expect(der::SEQUENCE, "a cipher")?, accept)?;
    let mut body = ciphertext(encrypted.value()?)?;

    let (scheme, wrapped) = wrapped_key(recipients, recipient)?;
    let mut content_key = Zeroizing::new(fallback[..cipher.key()].to_vec());
    if let Some(unwrapped) = scheme.unwrap(key, wrapped)
        && unwrapped.len() == cipher.key()
    {
        content_key = unwrapped;
    }
    cipher
        .decrypt(&content_key, &iv, &mut body)
        .ok_or(CmsError::Undecipherable)
}

/// The cipher of an envelope's content, as its sender wrote it.
///
/// # Errors
/// Not an envelope, or another cipher than those known.
pub fn cipher_of(message: &[u8], limits: Limits) -> Result<ContentCipher> {
    let message = ber::to_der(message, limits)?;
    let (_, mut encrypted) = parts(&message)?;
    let identifier = encrypted.expect(der::SEQUENCE, "a cipher")?;
    Ok(ContentCipher::read(identifier, Accept::Legacy)?.0)
}

/// The recipients, and the encrypted content from its cipher on.
fn parts(message: &[u8]) -> Result<(Tlv<'_>, Reader<'_>)> {
    let mut fields = content_of(message, &oid::ENVELOPED_DATA)?.children();
    fields.expect(der::INTEGER, "a version")?;
    fields.optional(context(0))?;
    let recipients = fields.expect(der::SET, "recipients")?;
    let mut encrypted = fields
        .expect(der::SEQUENCE, "an encrypted content")?
        .children();
    encrypted.expect(der::OID, "a content type")?;
    Ok((recipients, encrypted))
}

/// The encrypted bytes: one implicit octet string, or (as Go clients send it) pieces under a constructed tag.
fn ciphertext(field: Tlv<'_>) -> Result<Vec<u8>> {
    if field.tag == context_primitive(0) {
        return Ok(field.value.to_vec());
    }
    if field.tag != context(0) {
        return Err(CmsError::Encoding("an encrypted content"));
    }
    let mut joined = Vec::with_capacity(field.value.len());
    for piece in field.children() {
        let piece = piece?;
        if piece.tag != der::OCTET_STRING {
            return Err(CmsError::Encoding("an encrypted content"));
        }
        joined.extend_from_slice(piece.value);
    }
    Ok(joined)
}

/// How a content key is wrapped.
enum Scheme {
    Pkcs1,
    Oaep(&'static OaepAlgorithm),
}

impl Scheme {
    fn read(identifier: Tlv<'_>) -> Result<Self> {
        let mut fields = identifier.children();
        let name = fields.value()?;
        if name.is_oid(&oid::RSA) {
            return Ok(Self::Pkcs1);
        }
        if !name.is_oid(&oid::RSA_OAEP) {
            return Err(CmsError::Unsupported("key transport"));
        }
        let (mut hash, mut mask, unsupported) = (
            Hash::Sha1,
            Hash::Sha1,
            CmsError::Unsupported("OAEP parameters"),
        );
        let parameters = fields.optional(der::SEQUENCE)?;
        for parameter in parameters.map_or(Reader::new(&[]), Tlv::children) {
            let parameter = parameter?;
            let mut inner = parameter
                .children()
                .expect(der::SEQUENCE, "OAEP parameters")?
                .children();
            let name = inner.value()?;
            if parameter.tag == context(0) {
                hash = Hash::from_oid(name)?;
            } else if parameter.tag == context(1) && name.is_oid(&oid::MGF1) {
                mask = Hash::from_oid(
                    inner
                        .expect(der::SEQUENCE, "OAEP parameters")?
                        .children()
                        .value()?,
                )?;
            } else {
                return Err(unsupported);
            }
        }
        match (hash, mask) {
            (Hash::Sha1, Hash::Sha1) => Ok(Self::Oaep(&OAEP_SHA1_MGF1SHA1)),
            (Hash::Sha256, Hash::Sha256) => Ok(Self::Oaep(&OAEP_SHA256_MGF1SHA256)),
            (Hash::Sha384, Hash::Sha384) => Ok(Self::Oaep(&OAEP_SHA384_MGF1SHA384)),
            (Hash::Sha512, Hash::Sha512) => Ok(Self::Oaep(&OAEP_SHA512_MGF1SHA512)),
            _ => Err(unsupported),
        }
    }

    fn unwrap(&self, key: &PrivateKey, wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let key = key.decrypting()?;
        let mut out = Zeroizing::new(vec![0; key.key_size_bytes()]);
        let length = match self {
            Self::Pkcs1 => Pkcs1PrivateDecryptingKey::new(key)
                .ok()?
                .decrypt(wrapped, &mut out)
                .ok()?
                .len(),
            Self::Oaep(algorithm) => {
                let key = OaepPrivateDecryptingKey::new(key).ok()?;
                key.decrypt(algorithm, wrapped, &mut out, None).ok()?.len()
            }
        };
        out.truncate(length);
        Some(out)
    }
}

/// The wrapped key for `recipient`: the entry that names it, or the only one there is.
fn wrapped_key<'a>(recipients: Tlv<'a>, recipient: &Certificate) -> Result<(Scheme, &'a [u8])> {
    let mut entries = Vec::new();
    for entry in recipients.children() {
        let entry = entry?;
        // Key agreement and passwords carry other tags; only key transport is read.
        if entry.tag == der::SEQUENCE {
            entries.push(entry);
        }
    }
    let named = entries.iter().find(|entry| {
        let mut fields = entry.children();
        fields.value().is_ok()
            && fields
                .value()
                .is_ok_and(|identifier| names(identifier, recipient))
    });
    let entry = match (named, &entries[..]) {
        (Some(entry), _) | (None, [entry]) => entry,
        _ => return Err(CmsError::Undecipherable),
    };
    let mut fields = entry.children();
    fields.expect(der::INTEGER, "a version")?;
    fields.value()?;
    let scheme = Scheme::read(fields.expect(der::SEQUENCE, "a key transport")?)?;
    Ok((
        scheme,
        fields.expect(der::OCTET_STRING, "a wrapped key")?.value,
    ))
}
