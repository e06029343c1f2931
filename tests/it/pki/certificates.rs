//! Requests, certificates and authorities.

use enroll::ca::authority::Authority;
use enroll::ca::challenge::{ExpectedChallenge, authorise, hash};
use enroll::ca::csr::{Csr, CsrError};
use enroll::ca::issue::{DEVICE_LIFE, Leaf, sign};
use enroll::ca::scep::Request;
use enroll::cms::ber::Limits;
use enroll::cms::certs_only;
use enroll::cms::enveloped::Seed;
use enroll::cms::key::{PrivateKey, RsaBits};
use enroll::cms::request::certificate_request;
use enroll::cms::scep_client::{Transaction, request};
use enroll::cms::signed::Identity;

use super::bench::{Bench, device, now, scep_authority, subject};

#[test]
fn openssl_prints_the_one_certificate_of_a_certs_only_message() {
    let bench = Bench::new();
    let authority = scep_authority();
    let phone = device(&authority, PrivateKey::generate_p256().unwrap());
    bench.write("leaf.p7", &certs_only::build(&[&phone.certificate]));
    let shown = bench.openssl("pkcs7 -inform der -in leaf.p7 -print_certs");
    assert_eq!(shown.matches("BEGIN CERTIFICATE").count(), 1);
    assert!(shown.contains("enrollment-1"), "{shown}");
    bench.certificate("leaf.pem", &phone.certificate);
    bench.openssl("crl2pkcs7 -nocrl -certfile leaf.pem -outform der -out theirs.p7");
    let found = certs_only::read(&bench.read("theirs.p7"), Limits::SCEP).unwrap();
    assert_eq!(found, [phone.certificate]);
}

#[test]
fn openssl_makes_a_request_and_verifies_what_it_gets() {
    let bench = Bench::new();
    let config = "[req]\nprompt=no\ndistinguished_name=dn\nattributes=at\nreq_extensions=ex\n[dn]\nCN=admin\n\
                  [at]\nchallengePassword=SECRET\n[ex]\nbasicConstraints=CA:true\nsubjectAltName=DNS:evil.example\n";
    bench.write("req.cnf", config.as_bytes());
    let make = |options: &str| {
        bench.openssl(&format!(
            "req -new -config req.cnf -nodes -keyout me.key -outform der -out csr {options}"
        ));
        Csr::parse(&bench.read("csr"))
    };
    assert!(matches!(make("-newkey rsa:1024"), Err(CsrError::Key(1024))));
    for options in [
        "-newkey rsa:2048",
        "-newkey rsa:2048 -sha1",
        "-newkey rsa:4096 -sha512",
    ] {
        let csr = make(options).unwrap();
        assert_eq!(csr.challenge().unwrap().expose(), "SECRET", "{options}");
    }
    let csr = make("-newkey ec -pkeyopt ec_paramgen_curve:P-256").unwrap();
    let authority = scep_authority();
    let expected = ExpectedChallenge {
        hash: hash("SECRET"),
        bound_key: None,
    };
    let leaf = Leaf {
        subject: subject("enrollment-1"),
        serial: [0; 16],
        crl: None,
        valid_for: DEVICE_LIFE,
    };
    let authorised = authorise(csr, &expected).unwrap();
    let issued = sign(&authority, &authorised, &leaf, now()).unwrap();
    bench
        .certificate("root.pem", authority.certificate())
        .certificate("leaf.pem", &issued);
    bench.openssl("verify -x509_strict -purpose sslclient -CAfile root.pem leaf.pem");
    let shown = bench.openssl("x509 -in leaf.pem -noout -text");
    for wanted in [
        "CN = enrollment-1",
        "CA:FALSE",
        "TLS Web Client Authentication",
        "Authority Key Identifier",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
    assert!(
        !shown.contains("admin") && !shown.contains("evil"),
        "{shown}"
    );
    let root = bench.openssl("x509 -in root.pem -noout -text");
    let usage = "Digital Signature, Key Encipherment, Certificate Sign, CRL Sign";
    assert!(
        root.contains(usage) && root.contains("CA:TRUE, pathlen:0"),
        "{root}"
    );
}

#[test]
fn a_given_authority_issues_under_its_own_name_whatever_that_is() {
    let bench = Bench::new();
    let config = "[req]\nprompt=no\ndistinguished_name=dn\nx509_extensions=ex\nutf8=yes\n[dn]\n1.DC=com\n2.DC=riverside\n\
                  1.OU=Geräte\n2.OU=Schule\nCN=Issuing CA\n[ex]\nbasicConstraints=critical,CA:true\n\
                  keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n";
    bench.write("ca.cnf", config.as_bytes());
    let make = |options: &str| {
        bench.openssl(&format!(
            "req -x509 -config ca.cnf -days 30 -nodes -keyout ca.key -out ca.pem {options}"
        ));
    };
    make("-newkey rsa:2048");
    bench.openssl("rsa -in ca.key -traditional -out ca.pkcs1");
    for key in ["ca.key", "ca.pkcs1"] {
        let identity = Identity::from_pem(&bench.read("ca.pem"), &bench.read(key)).unwrap();
        let authority = Authority::load_scep(identity).unwrap();
        let phone = device(&authority, PrivateKey::generate_p256().unwrap());
        bench.certificate("leaf.pem", &phone.certificate);
        bench.openssl("verify -x509_strict -purpose sslclient -CAfile ca.pem leaf.pem");
        assert_eq!(
            phone.certificate.not_after,
            authority.certificate().not_after,
            "never outlives it"
        );
    }
    make("-newkey ec -pkeyopt ec_paramgen_curve:P-256");
    bench.openssl("ec -in ca.key -out ca.sec1");
    let elliptic = Identity::from_pem(&bench.read("ca.pem"), &bench.read("ca.sec1")).unwrap();
    assert!(Authority::load_scep(elliptic).is_err());
}

#[test]
fn a_tls_leaf_is_good_for_its_hosts() {
    let bench = Bench::new();
    let root = Authority::new_tls_root(&subject("Riverside root"), [4; 16], now()).unwrap();
    let hosts = ["mdm.example.com".to_owned(), "127.0.0.1".to_owned()];
    let leaf = root.new_tls_leaf(&hosts, [5; 16], now()).unwrap();
    bench
        .certificate("root.pem", root.certificate())
        .certificate("leaf.pem", &leaf.certificate);
    let verify = "verify -x509_strict -purpose sslserver -CAfile root.pem";
    bench.openssl(&format!(
        "{verify} -verify_hostname mdm.example.com leaf.pem"
    ));
    bench.openssl(&format!("{verify} -verify_ip 127.0.0.1 leaf.pem"));
    let other = bench.try_openssl(&format!(
        "{verify} -verify_hostname other.example.com leaf.pem"
    ));
    assert!(!other.status.success());
}

#[test]
fn openssl_unwraps_the_answer_that_grants_a_certificate() {
    let bench = Bench::new();
    let authority = scep_authority();
    let phone = device(
        &authority,
        PrivateKey::generate_rsa(RsaBits::B2048).unwrap(),
    );
    let csr = certificate_request(&subject("phone"), &phone.key, Some("SECRET")).unwrap();
    let transaction = Transaction {
        id: "T1".to_owned(),
        nonce: [8; 16],
    };
    let seed = Seed::draw(&mut |bytes: &mut [u8]| bytes.fill(6));
    let asked = request(
        &csr,
        authority.certificate(),
        &phone.signer(),
        &transaction,
        &seed,
    )
    .unwrap();
    let question = Request::decode(&asked).unwrap();
    let answer = question
        .grant(&phone.certificate, &authority, [9; 16], &seed)
        .unwrap();
    bench
        .certificate("ca.pem", authority.certificate())
        .write("answer", &answer);
    bench
        .certificate("me.pem", &phone.certificate)
        .key("me.key", &phone.key);
    bench.openssl(
        "cms -verify -binary -inform der -in answer -CAfile ca.pem -purpose any -out sealed",
    );
    bench.openssl(
        "cms -decrypt -binary -inform der -in sealed -recip me.pem -inkey me.key -out certs",
    );
    let shown = bench.openssl("pkcs7 -inform der -in certs -print_certs");
    assert_eq!(shown.matches("CN = enrollment-1").count(), 1, "{shown}");
    let attributes = bench.openssl("cms -cmsout -print -noout -inform der -in answer");
    for wanted in [
        "PRINTABLESTRING:T1",
        "PRINTABLESTRING:3",
        "PRINTABLESTRING:0",
        "algorithm: rsaEncryption",
    ] {
        assert!(attributes.contains(wanted), "{wanted}\n{attributes}");
    }
}
