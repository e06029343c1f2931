//! The source of randomness: identities, nonces, challenges and cookies.

use super::Error;

/// `N` random bytes.
///
/// # Errors
/// The operating system gave none.
pub fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut out = [0; N];
    aws_lc_rs::rand::fill(&mut out).map_err(|_| Error::Random)?;
    Ok(out)
}

/// A value nobody can guess: 256 bits in lower-case hexadecimal.
///
/// # Errors
/// As [`bytes`].
pub fn token() -> Result<String, Error> {
    Ok(data_encoding::HEXLOWER.encode(&bytes::<32>()?))
}

/// A new identity: UUID version 7 (RFC 9562), ordered by the time of its making.
pub fn uid() -> String {
    uuid::Uuid::now_v7().to_string()
}
