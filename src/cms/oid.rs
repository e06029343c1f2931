//! The object identifiers used here, by name.

use ::der::asn1::ObjectIdentifier;

macro_rules! oids {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: ObjectIdentifier = ObjectIdentifier::new_unwrap($text);)*
    };
}

oids! {
    /// id-data (RFC 5652).
    DATA = "1.2.840.113549.1.7.1";
    /// id-signedData (RFC 5652).
    SIGNED_DATA = "1.2.840.113549.1.7.2";
    /// id-envelopedData (RFC 5652).
    ENVELOPED_DATA = "1.2.840.113549.1.7.3";
    /// contentType attribute.
    CONTENT_TYPE = "1.2.840.113549.1.9.3";
    /// messageDigest attribute.
    MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    /// signingTime attribute.
    SIGNING_TIME = "1.2.840.113549.1.9.5";
    /// challengePassword attribute (RFC 2985).
    CHALLENGE_PASSWORD = "1.2.840.113549.1.9.7";
    /// SHA-1.
    SHA_1 = "1.3.14.3.2.26";
    /// SHA-256.
    SHA_256 = "2.16.840.1.101.3.4.2.1";
    /// SHA-384.
    SHA_384 = "2.16.840.1.101.3.4.2.2";
    /// SHA-512.
    SHA_512 = "2.16.840.1.101.3.4.2.3";
    /// rsaEncryption.
    RSA = "1.2.840.113549.1.1.1";
    /// sha1WithRSAEncryption.
    SHA_1_RSA = "1.2.840.113549.1.1.5";
    /// id-RSAES-OAEP.
    RSA_OAEP = "1.2.840.113549.1.1.7";
    /// id-mgf1.
    MGF1 = "1.2.840.113549.1.1.8";
    /// sha256WithRSAEncryption.
    SHA_256_RSA = "1.2.840.113549.1.1.11";
    /// sha384WithRSAEncryption.
    SHA_384_RSA = "1.2.840.113549.1.1.12";
    /// sha512WithRSAEncryption.
    SHA_512_RSA = "1.2.840.113549.1.1.13";
    /// id-ecPublicKey.
    EC = "1.2.840.10045.2.1";
    /// prime256v1.
    P256 = "1.2.840.10045.3.1.7";
    /// secp384r1.
    P384 = "1.3.132.0.34";
    /// ecdsa-with-SHA1.
    ECDSA_SHA_1 = "1.2.840.10045.4.1";
    /// ecdsa-with-SHA256.
    ECDSA_SHA_256 = "1.2.840.10045.4.3.2";
    /// ecdsa-with-SHA384.
    ECDSA_SHA_384 = "1.2.840.10045.4.3.3";
    /// ecdsa-with-SHA512.
    ECDSA_SHA_512 = "1.2.840.10045.4.3.4";
    /// AES-128-CBC.
    AES_128_CBC = "2.16.840.1.101.3.4.1.2";
    /// AES-256-CBC.
    AES_256_CBC = "2.16.840.1.101.3.4.1.42";
    /// DES-CBC.
    DES_CBC = "1.3.14.3.2.7";
    /// DES-EDE3-CBC.
    TRIPLE_DES_CBC = "1.2.840.113549.3.7";
    /// subjectKeyIdentifier extension.
    SUBJECT_KEY_ID = "2.5.29.14";
    /// keyUsage extension.
    KEY_USAGE = "2.5.29.15";
    /// subjectAltName extension.
    SUBJECT_ALT_NAME = "2.5.29.17";
    /// basicConstraints extension.
    BASIC_CONSTRAINTS = "2.5.29.19";
    /// extKeyUsage extension.
    EXT_KEY_USAGE = "2.5.29.37";
    /// serverAuth purpose.
    SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    /// clientAuth purpose.
    CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    /// commonName.
    COMMON_NAME = "2.5.4.3";
    /// organizationName.
    ORGANIZATION = "2.5.4.10";
    /// UID.
    USER_ID = "0.9.2342.19200300.100.1.1";
    /// SCEP messageType.
    MESSAGE_TYPE = "2.16.840.1.113733.1.9.2";
    /// SCEP pkiStatus.
    PKI_STATUS = "2.16.840.1.113733.1.9.3";
    /// SCEP failInfo.
    FAIL_INFO = "2.16.840.1.113733.1.9.4";
    /// SCEP senderNonce.
    SENDER_NONCE = "2.16.840.1.113733.1.9.5";
    /// SCEP recipientNonce.
    RECIPIENT_NONCE = "2.16.840.1.113733.1.9.6";
    /// SCEP transactionID.
    TRANSACTION_ID = "2.16.840.1.113733.1.9.7";
}
