//! Signatures and envelopes.

use enroll::base::time::DAY;
use enroll::ca::authority::Authority;
use enroll::cms::ber::Limits;
use enroll::cms::enveloped::{Seed, envelope, open};
use enroll::cms::error::{ChainFault, CmsError};
use enroll::cms::key::{PrivateKey, RsaBits};
use enroll::cms::{signed, verify};
use enroll::mdm::error::MdmError;
use enroll::mdm::signature;

use super::bench::{Bench, device, keys, now, scep_authority, subject};

#[test]
fn openssl_verifies_a_signed_profile_of_either_kind_of_key() {
    let bench = Bench::new();
    let authority = scep_authority();
    bench.certificate("root.pem", authority.certificate());
    let elliptic = authority
        .new_profile_signer(&subject("Profiles"), [3; 16], now())
        .unwrap();
    let rsa = device(
        &authority,
        PrivateKey::generate_rsa(RsaBits::B2048).unwrap(),
    );
    for signer in [elliptic, rsa] {
        let profile = b"<plist version=\"1.0\"><dict/></plist>\n";
        bench.write(
            "profile",
            &signed::sign(profile, &signer.signer(), now()).unwrap(),
        );
        bench.openssl(
            "cms -verify -binary -inform der -in profile -CAfile root.pem -purpose any -out out",
        );
        assert_eq!(bench.read("out"), profile);
        bench.openssl(
            "smime -verify -binary -inform der -in profile -CAfile root.pem -purpose any -out out",
        );
        let shown = bench.openssl("cms -cmsout -print -noout -inform der -in profile");
        assert!(shown.contains("signingTime"), "{shown}");
    }
}

#[test]
fn openssl_opens_our_envelope_and_we_open_what_it_makes() {
    let bench = Bench::new();
    let to = device(
        &scep_authority(),
        PrivateKey::generate_rsa(RsaBits::B2048).unwrap(),
    );
    bench
        .certificate("to.pem", &to.certificate)
        .key("to.key", &to.key)
        .write("plain", &[b'x'; 1000]);
    let seed = Seed::draw(&mut |bytes: &mut [u8]| bytes.fill(7));
    bench.write(
        "sealed",
        &envelope(&bench.read("plain"), &to.certificate, &seed).unwrap(),
    );
    bench.openssl("cms -decrypt -inform der -in sealed -recip to.pem -inkey to.key -out opened");
    assert_eq!(bench.read("opened"), bench.read("plain"));

    let seal = |options: &str| {
        bench.openssl(&format!(
            "cms -encrypt -binary -in plain -outform der -out theirs {options}"
        ));
        open(
            &bench.read("theirs"),
            &to.certificate,
            &to.key,
            &[1; 32],
            Limits::SCEP,
        )
    };
    let oaep = "-aes-256-cbc -recip to.pem -keyopt rsa_padding_mode:oaep";
    for options in [
        "-aes128 to.pem",
        "-aes256 to.pem",
        "-aes128 -stream to.pem",
        "-aes256 -stream -keyid to.pem",
        oaep,
        &format!("{oaep} -keyopt rsa_oaep_md:sha256"),
        &format!("{oaep} -keyopt rsa_oaep_md:sha512"),
    ] {
        assert_eq!(seal(options).unwrap(), bench.read("plain"), "{options}");
    }
    assert_eq!(
        seal("-des3 to.pem"),
        Err(CmsError::Unsupported("a cipher of long ago"))
    );
    let mixed = format!("{oaep} -keyopt rsa_oaep_md:sha256 -keyopt rsa_mgf1_md:sha1");
    assert_eq!(seal(&mixed), Err(CmsError::Unsupported("OAEP parameters")));
}

#[test]
fn a_signature_over_a_message_is_understood_both_ways() {
    let bench = Bench::new();
    let authority = scep_authority();
    bench
        .certificate("root.pem", authority.certificate())
        .write("body", b"<plist/>\r\n\x00");
    for key in keys() {
        let phone = device(&authority, key);
        bench
            .certificate("me.pem", &phone.certificate)
            .key("me.key", &phone.key);
        let ours = signed::sign_detached(&bench.read("body"), &phone.signer(), now()).unwrap();
        bench.write("ours", &ours);
        bench.openssl("cms -verify -binary -inform der -in ours -content body -CAfile root.pem -purpose sslclient -out out");
        for options in [
            "-md sha256",
            "-md sha1",
            "-md sha384",
            "-md sha512",
            "-md sha256 -noattr",
            "-md sha256 -keyid",
            "-md sha256 -nodetach -stream -indef",
            "-md sha256 -cades",
        ] {
            bench.openssl(&format!("cms -sign -binary -in body -outform der -signer me.pem -inkey me.key -out theirs {options}"));
            let header = data_encoding::BASE64.encode(&bench.read("theirs"));
            let check = |body: &[u8]| signature::verify(Some(&header), body, now());
            assert_eq!(
                check(&bench.read("body")).as_ref(),
                Ok(&phone.certificate),
                "{options}"
            );
            assert!(
                matches!(check(b"<plist />"), Err(MdmError::Signature(_))),
                "{options}"
            );
        }
    }
}

#[test]
fn a_message_signed_by_anybody_else_or_by_nobody_is_refused() {
    let (authority, other) = (scep_authority(), scep_authority());
    let phone = device(&authority, PrivateKey::generate_p256().unwrap());
    let message = signed::sign_detached(b"body", &phone.signer(), now()).unwrap();
    let header = data_encoding::BASE64.encode(&message);
    let check = |header: Option<&str>, authority: &Authority, at| {
        let signer = signature::verify(header, b"body", at)?;
        Ok(signer.check_signed_by(authority.certificate())?)
    };
    let chain = |fault| Err(MdmError::Signature(CmsError::Chain(fault)));
    assert_eq!(check(Some(&header), &authority, now()), Ok(()));
    assert_eq!(
        check(Some(&header), &other, now()),
        chain(ChainFault::Issuer)
    );
    assert_eq!(
        check(Some(&header), &authority, now().plus(366 * DAY)),
        chain(ChainFault::Expired)
    );
    let signer = authority
        .new_profile_signer(&subject("Profiles"), [3; 16], now())
        .unwrap();
    let by_server = signed::sign_detached(b"body", &signer.signer(), now()).unwrap();
    let by_server = data_encoding::BASE64.encode(&by_server);
    assert_eq!(
        check(Some(&by_server), &authority, now()),
        chain(ChainFault::Purpose)
    );
    for bad in [None, Some(""), Some("%"), Some(&*"A".repeat(20_000))] {
        assert_eq!(
            check(bad, &authority, now()),
            Err(MdmError::Header),
            "{bad:?}"
        );
    }
}

#[test]
fn a_streamed_signature_with_its_content_verifies() {
    let bench = Bench::new();
    let phone = device(
        &scep_authority(),
        PrivateKey::generate_rsa(RsaBits::B2048).unwrap(),
    );
    bench
        .certificate("me.pem", &phone.certificate)
        .key("me.key", &phone.key)
        .write("body", &[b'y'; 40_000]);
    bench.openssl("cms -sign -binary -nodetach -stream -in body -outform der -signer me.pem -inkey me.key -out streamed");
    let streamed = bench.read("streamed");
    assert_eq!(streamed[..2], [0x30, 0x80], "indefinite length");
    let found = verify::verify(&streamed, Limits::SCEP).unwrap();
    assert_eq!(found.content, Some(bench.read("body")));
    assert_eq!(found.signer, phone.certificate);
}
