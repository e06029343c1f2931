//! Revoked certificates are listed, and an authority gives way to the next without anybody enrolling again.

use axum::body::Body;
use axum::http::Request;
use data_encoding::BASE64;
use enroll::base::time::DAY;
use enroll::ca::authority::Authority;
use enroll::cms::key::RsaBits;
use enroll::cms::request::Subject;
use enroll::model::settings::{SecretSource, TlsFiles};
use enroll::ops::{authorities, clock, random, revoke};
use enroll::store::keypair::SealedKeypair;

use super::Scene;
use super::openssl::openssl;
use super::renewal::renew;
use crate::handset::{put, send};
use crate::support::folder;

pub(super) fn pem(label: &str, der: &[u8]) -> String {
    let text = BASE64.encode(der);
    format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
}

pub(super) fn authority(age: i64) -> Authority {
    let name = Subject {
        organization: None,
        common_name: "The next CA".to_owned(),
    };
    let made = clock::now().plus(-age);
    Authority::new_scep(&name, RsaBits::B2048, random::bytes().unwrap(), made).unwrap()
}

both_databases!(openssl_sees_which_device_is_revoked, |url| async {
    let scene = Scene::open(url).await;
    let link = scene.here.link("ada", None).await;
    let lost = scene.enrolled(0, &scene.reserve(&link, "a").await).await;
    let kept = scene.enrolled(1, &scene.reserve(&link, "b").await).await;
    revoke::end_device(&scene.here.app, &lost.udid, "lost")
        .await
        .unwrap();
    let request = Request::get("/scep/crl").body(Body::empty()).unwrap();
    let reply = send(&scene.router, request).await;
    assert_eq!(reply.headers["content-type"], "application/pkix-crl");
    let temporary = folder::fresh("crl-");
    let at = temporary.path();
    let write = |name: &str, bytes: &[u8]| std::fs::write(at.join(name), bytes).unwrap();
    write("list.der", &reply.body);
    for (name, der) in [
        ("authority.pem", scene.authority.der()),
        ("lost.pem", lost.identity().der()),
        ("kept.pem", kept.identity().der()),
    ] {
        write(name, pem("CERTIFICATE", der).as_bytes());
    }
    let told = openssl(
        at,
        "crl -inform DER -in list.der -CAfile authority.pem -out list.pem",
    );
    assert!(told.contains("verify OK"), "{told}");
    let list = openssl(at, "crl -in list.pem -noout -text").to_lowercase();
    assert!(list.contains(&lost.identity().serial_hex()));
    assert!(!list.contains(&kept.identity().serial_hex()));
    openssl(
        at,
        "verify -crl_check -CRLfile list.pem -CAfile authority.pem kept.pem",
    );
    let where_from = openssl(at, "x509 -in kept.pem -noout -ext crlDistributionPoints");
    assert!(where_from.contains("https://mdm.riverside.example/scep/crl"));
});

both_databases!(
    devices_of_the_old_authority_go_on_under_the_next,
    |url| async {
        let old = Scene::open(url).await;
        let link = old.here.link("ada", None).await;
        let handset = old.enrolled(0, &old.reserve(&link, "a").await).await;
        let new = under_another(old).await;
        let body = handset.idle();
        let reply = put(&new.router, "/mdm", body.clone(), &[handset.sign(&body)]).await;
        assert_eq!(reply.status, 200, "a certificate of the old authority");
        let renewed = renew(&new, &handset, &handset).await.unwrap();
        assert_eq!(renewed.check_signed_by(&new.authority), Ok(()));
        let other = new.enrolled(1, &new.reserve(&link, "b").await).await;
        assert_eq!(other.identity().check_signed_by(&new.authority), Ok(()));
    }
);

/// The same installation where the settings give the next authority.
async fn under_another(old: Scene) -> Scene {
    let next = authority(DAY);
    let temporary = folder::fresh("authority-");
    let keep = |name: &str, text: String| {
        let path = temporary.path().join(name);
        std::fs::write(&path, text).unwrap();
        SecretSource::File(path.display().to_string())
    };
    let mut here = old.here;
    here.app = here.replica().await;
    here.app.settings.mdm.scep = Some(TlsFiles {
        cert: keep("ca.pem", pem("CERTIFICATE", next.certificate().der())),
        key: keep("ca.key", pem("PRIVATE KEY", next.key().pkcs8().expose())),
        passphrase: None,
    });
    let new = Scene::of(here).await;
    assert_eq!(&new.authority, next.certificate());
    new
}

both_databases!(
    the_old_authority_goes_on_listing_what_is_revoked,
    |url| async {
        let old = Scene::open(url).await;
        let link = old.here.link("ada", None).await;
        let lost = old.enrolled(0, &old.reserve(&link, "a").await).await;
        let issuer = old.authority.clone();
        let new = under_another(old).await;
        let other = new.enrolled(1, &new.reserve(&link, "b").await).await;
        for device in [&lost, &other] {
            let ended = revoke::end_device(&new.here.app, &device.udid, "lost").await;
            ended.unwrap();
        }
        let temporary = folder::fresh("crl-");
        let at = temporary.path();
        for (device, authority) in [(&lost, &issuer), (&other, &new.authority)] {
            std::fs::write(
                at.join("device.pem"),
                pem("CERTIFICATE", device.identity().der()),
            )
            .unwrap();
            std::fs::write(
                at.join("authority.pem"),
                pem("CERTIFICATE", authority.der()),
            )
            .unwrap();
            let said = openssl(at, "x509 -in device.pem -noout -ext crlDistributionPoints");
            let point = said.split("https://mdm.riverside.example").nth(1).unwrap();
            let request = Request::get(point.trim()).body(Body::empty()).unwrap();
            let reply = send(&new.router, request).await;
            std::fs::write(at.join("list.der"), &reply.body).unwrap();
            let checked = openssl(
                at,
                "crl -inform DER -in list.der -CAfile authority.pem -noout -text",
            );
            assert!(checked.contains("verify OK"), "{checked}");
            let listed = checked.to_lowercase();
            assert!(listed.contains(&device.identity().serial_hex()));
            assert_eq!(
                listed.matches("serial number:").count(),
                1,
                "its own alone: {listed}"
            );
        }
        let unknown = format!("/scep/crl/{}", "0".repeat(64));
        let request = Request::get(unknown).body(Body::empty()).unwrap();
        assert_eq!(send(&new.router, request).await.status, 404);
    }
);

both_databases!(an_authority_near_its_end_is_replaced, |url| async {
    let here = crate::installation::Installation::open(url).await;
    let aged = authority(3300 * DAY);
    let sealed = here
        .app
        .key
        .seal("keypair")
        .seal(
            random::bytes().unwrap(),
            b"scep",
            aged.key().pkcs8().expose(),
        )
        .unwrap();
    let pair = SealedKeypair {
        certificate: pem("CERTIFICATE", aged.certificate().der()),
        sealed,
    };
    let mut tx = here.app.db.write().await.unwrap();
    tx.create_keypair("scep", &pair, clock::now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let (one, other) = (here.replica().await, here.replica().await);
    let first = authorities::open(&one).await.unwrap();
    assert_ne!(first.scep.certificate(), aged.certificate());
    assert!(first.scep.certificate().not_after > clock::now().plus(3000 * DAY));
    let second = authorities::open(&other).await.unwrap();
    assert_eq!(first.scep.certificate(), second.scep.certificate());
    let before = authorities::named(&other, &aged.name()).await.unwrap();
    assert_eq!(
        before.unwrap().certificate(),
        aged.certificate(),
        "it signs its list still"
    );
});
