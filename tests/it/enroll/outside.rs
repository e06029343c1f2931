//! Identities by authorities of somebody else: a SCEP server that others wrote, and one that certifies what devices
//! attest. Nobody tells us what they issue.

use std::path::Path;
use std::process::Command;

use enroll::base::error::Kind;
use enroll::ca::authority::Authority;
use enroll::cms::certificate::Certificate;
use enroll::cms::scep_client::Answer;
use enroll::model::settings::{Acme, OutsideScep, SecretSource};
use enroll::ops::{authorities, clock};
use enroll::phone::profile;
use plist::{Dictionary, Value};

use super::openssl::openssl;
use super::revocation::{authority, pem};
use super::{Scene, given};
use crate::handset::Handset;
use crate::installation::Installation;
use crate::support::folder;
use crate::support::scepserver::{CHALLENGE, ScepServer};

/// A scene that sends devices to this server.
async fn scene(url: &str, server: &ScepServer) -> Scene {
    let mut here = Installation::open(url).await;
    let challenge = here.folder.path().join("challenge");
    std::fs::write(&challenge, format!("{CHALLENGE}\n")).unwrap();
    here.app.settings.mdm.outside_scep = Some(OutsideScep {
        url: server.url().parse().unwrap(),
        ca: server.authority().display().to_string(),
        challenge: Some(SecretSource::File(challenge.display().to_string())),
    });
    Scene::of(here).await
}

/// Lets `scepclient` get a certificate of this name for the handset's key.
fn certified(server: &ScepServer, handset: &Handset, name: &str) -> Certificate {
    let folder = folder::fresh("scepclient-");
    let at = folder.path();
    let key = pem("PRIVATE KEY", handset.key.pkcs8().expose());
    std::fs::write(at.join("pkcs8.pem"), key).unwrap();
    openssl(at, "rsa -traditional -in pkcs8.pem -out key.pem");
    let output = Command::new("scepclient")
        .args(["-server-url", &server.url(), "-private-key", "key.pem"])
        .args(["-certificate", "client.pem", "-challenge", CHALLENGE])
        .args(["-cn", name])
        .current_dir(at)
        .output()
        .expect("scepclient (package scep)");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let pem = std::fs::read(at.join("client.pem")).unwrap_or_else(|_| panic!("{said}"));
    Certificate::from_pem(&pem).unwrap().remove(0)
}

both_databases!(
    a_device_enrolls_and_renews_by_another_scep_server,
    |url| async {
        let server = ScepServer::start();
        let scene = scene(url, &server).await;
        let here = &scene.here;
        let link = here.link("ada", Some(1)).await;
        let enrollment = scene.reserve(&link, "a").await;
        let profile = scene.profile(&enrollment.id).await;
        assert_eq!(profile.scep_url.as_str(), server.url());
        assert_eq!(profile.challenge, CHALLENGE);
        assert_eq!(profile.common_name, enrollment.id.0);
        assert_eq!(profile.ca_fingerprint, None);

        let mut first = Handset::new(0);
        first.take(certified(&server, &first, &profile.common_name));
        let early = first.token_update("magic");
        scene
            .refuses(400, early.clone(), &[first.sign(&early)])
            .await;
        for body in [first.authenticate(), first.token_update("magic")] {
            assert_eq!(scene.check_in(&first, body).await.status, 200);
        }

        // A new certificate has to arrive as well; it renews, and enrolls nothing anew.
        let mut renewed = Handset::new(1);
        renewed.udid = first.udid.clone();
        renewed.take(certified(&server, &renewed, &profile.common_name));
        let early = renewed.token_update("again");
        scene
            .refuses(400, early.clone(), &[renewed.sign(&early)])
            .await;
        for handset in [&renewed, &first] {
            for body in [handset.authenticate(), handset.token_update("again")] {
                assert_eq!(scene.check_in(handset, body).await.status, 200);
            }
        }
        for (count, of) in [
            (1, "SELECT used FROM recipient"),
            (1, "SELECT COUNT(*) FROM device"),
            (2, "SELECT COUNT(*) FROM certificate"),
            (1, "SELECT COUNT(*) FROM event WHERE action = 'issued'"),
            (1, "SELECT COUNT(*) FROM event WHERE action = 'renewed'"),
            (1, "SELECT COUNT(*) FROM event WHERE action = 'enrolled'"),
        ] {
            assert_eq!(here.number(of).await, count, "{of}");
        }
    }
);

both_databases!(
    a_certificate_of_another_authority_is_believed_for_its_name_and_device,
    |url| async {
        let server = ScepServer::start();
        let scene = scene(url, &server).await;
        let link = scene.here.link("ada", None).await;
        let enrollment = scene.reserve(&link, "a").await;
        let mut device = Handset::new(0);
        device.take(certified(&server, &device, &enrollment.id.0));
        let body = device.authenticate();
        assert_eq!(scene.check_in(&device, body).await.status, 200);

        let mut another = Handset::new(1);
        another.take(certified(&server, &another, &enrollment.id.0));
        let mut nobody = Handset::new(1);
        nobody.take(certified(&server, &nobody, "nobody"));
        let stranger = ScepServer::start();
        let mut forged = Handset::new(2);
        forged.udid = device.udid.clone();
        forged.take(certified(&stranger, &forged, &enrollment.id.0));
        for handset in [&another, &nobody, &forged] {
            let body = handset.authenticate();
            scene
                .refuses(400, body.clone(), &[handset.sign(&body)])
                .await;
        }
        // This server issues no identities beside it.
        let row = "SELECT COUNT(*) FROM certificate";
        let csr = another.csr(&enrollment.id.0, "a guess");
        assert!(matches!(
            scene.scep(&another, &csr).await,
            Answer::Refused(_)
        ));
        let renewal = super::renewal::renew(&scene, &device, &another).await;
        assert!(renewal.is_err());
        assert_eq!(scene.here.number(row).await, 1);
    }
);

/// Writes the certificate of an authority into a folder; where it is.
fn write(authority: &Authority, at: &Path) -> String {
    let path = at.join("attesting.pem");
    std::fs::write(&path, pem("CERTIFICATE", authority.certificate().der())).unwrap();
    path.display().to_string()
}

/// The payload of this kind in the profile that is handed out.
async fn payload(scene: &Scene, of: &enroll::model::enrollment::Enrollment) -> Dictionary {
    let bytes = given(&scene.here.app, &of.id).await.unwrap();
    let roots = [scene.authority.der().to_vec()];
    let plain = profile::verified(&bytes, &roots, clock::now(), None).unwrap();
    let payloads = plain["PayloadContent"].as_array().unwrap();
    let first = payloads[0].as_dictionary().unwrap().clone();
    let mdm = payloads[1].as_dictionary().unwrap();
    assert_eq!(mdm["IdentityCertificateUUID"], first["PayloadUUID"]);
    first
}

both_databases!(a_device_of_a_known_serial_number_attests_it, |url| async {
    const SERIAL: &str = "F2LXK9P7Q9K7";
    let authority = authority(0);
    let mut here = Installation::open(url).await;
    here.app.settings.mdm.acme = Some(Acme {
        directory: "https://ca.example.com/acme/mdm/directory".parse().unwrap(),
        ca: write(&authority, here.folder.path()),
    });
    let scene = Scene::of(here).await;
    let link = scene.here.link("ada", None).await;
    // Whose serial number nobody knows goes by SCEP.
    let unknown = scene.reserve(&link, "a").await;
    let kind = payload(&scene, &unknown).await["PayloadType"].clone();
    assert_eq!(kind, Value::from("com.apple.security.scep"));

    scene.here.bind(&SERIAL.to_lowercase()).await;
    let known = scene.reserve(&link, "b").await;
    let asked = payload(&scene, &known).await;
    let told = |key: &str| asked[key].as_string().unwrap().to_owned();
    assert_eq!(told("PayloadType"), "com.apple.security.acme");
    assert_eq!(told("ClientIdentifier"), SERIAL);
    assert_eq!(
        told("DirectoryURL"),
        "https://ca.example.com/acme/mdm/directory"
    );
    assert_eq!(asked["Attest"].as_boolean(), Some(true));

    let mut device = Handset::new(0);
    device.take(device.certified(&authority, SERIAL, clock::now()));
    let mut other = Handset::new(1);
    other.take(other.certified(&authority, "F2LXK9P7OTHER", clock::now()));
    let body = other.authenticate();
    scene.refuses(400, body.clone(), &[other.sign(&body)]).await;
    for body in [device.authenticate(), device.token_update("magic")] {
        assert_eq!(scene.check_in(&device, body).await.status, 200);
    }
    let enrolled = format!(
        "SELECT COUNT(*) FROM enrollment WHERE id = '{}' AND state = 'enrolled'",
        known.id
    );
    assert_eq!(scene.here.number(&enrolled).await, 1);
});

#[tokio::test]
async fn two_authorities_are_not_one() {
    let database = crate::support::database::Database::sqlite();
    let mut here = Installation::open(database.url()).await;
    let ca = write(&authority(0), here.folder.path());
    let mdm = &mut here.app.settings.mdm;
    mdm.acme = Some(Acme {
        directory: "https://ca.example.com/acme/mdm/directory".parse().unwrap(),
        ca: ca.clone(),
    });
    mdm.outside_scep = Some(OutsideScep {
        url: "https://ca.example.com/scep".parse().unwrap(),
        ca,
        challenge: None,
    });
    let error = authorities::open(&here.app).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Config);
    assert!(error.to_string().contains("the same authority"), "{error}");
    here.app.settings.mdm.acme = None;
    here.app.settings.mdm.outside_scep.as_mut().unwrap().ca = "missing.pem".to_owned();
    let error = authorities::open(&here.app).await.unwrap_err();
    assert!(error.to_string().contains("missing.pem"), "{error}");
}
