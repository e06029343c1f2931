//! What enrolled devices are told to do, and what becomes of their answers.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use data_encoding::BASE64;
use enroll::base::mask::Pii;
use enroll::base::time::{DAY, SECOND};
use enroll::cms::scep_client::Answer;
use enroll::model::device::{Device, Inventory};
use enroll::model::settings::{Push, SecretSource, TlsFiles};
use enroll::ops::{clock, command, revoke};
use enroll::phone::profile;
use enroll::report::view;
use plist::{Dictionary, Value};
use serde_json::json;

use super::{Scene, progress};
use crate::handset::{Handset, put, send};
use crate::installation::Installation;

/// A scene in which devices can be woken, though nobody wakes them here.
async fn scene(url: &str) -> Scene {
    let mut here = Installation::open(url).await;
    let nowhere = || SecretSource::File("nowhere".to_owned());
    here.app.settings.mdm.topic = Some("com.apple.mgmt.External.test".to_owned());
    here.app.settings.mdm.push = Some(Push {
        files: TlsFiles {
            cert: nowhere(),
            key: nowhere(),
            passphrase: None,
        },
        url: "https://localhost".parse().unwrap(),
    });
    Scene::of(here).await
}

/// A command as the device reads it.
struct Told {
    uuid: String,
    request: String,
    command: Dictionary,
}

/// Sends a report; the command in the answer, if any.
async fn say(scene: &Scene, handset: &Handset, keys: &str) -> Option<Told> {
    let body = handset.message(keys);
    let signature = handset.sign(&body);
    let reply = put(&scene.router, "/mdm", body, &[signature]).await;
    assert_eq!(reply.status, 200);
    if reply.body.is_empty() {
        return None;
    }
    assert_eq!(reply.headers["content-type"], "application/xml");
    let plist = Value::from_reader_xml(&reply.body[..]).unwrap();
    let plist = plist.into_dictionary().unwrap();
    let text = |from: &Dictionary, key: &str| from[key].as_string().unwrap().to_owned();
    let command = plist["Command"].as_dictionary().unwrap().clone();
    Some(Told {
        uuid: text(&plist, "CommandUUID"),
        request: text(&command, "RequestType"),
        command,
    })
}

async fn idle(scene: &Scene, handset: &Handset) -> Option<Told> {
    say(scene, handset, "<key>Status</key><string>Idle</string>").await
}

async fn done(
    scene: &Scene,
    handset: &Handset,
    of: &Told,
    status: &str,
    more: &str,
) -> Option<Told> {
    let uuid = &of.uuid;
    let keys = format!(
        "<key>Status</key><string>{status}</string><key>CommandUUID</key><string>{uuid}</string>{more}"
    );
    say(scene, handset, &keys).await
}

/// What it told stands in lists, its serial number masked.
fn listed(device: &Device) {
    let shown = serde_json::to_value(view::device(device, Pii::Mask, b"salt")).unwrap();
    for (key, value) in [
        ("os_version", json!("18.3")),
        ("supervised", json!(false)),
        ("capacity_gb", json!(128)),
        ("passcode_compliant", json!(false)),
        ("encrypted", json!(true)),
        ("name", json!(null)),
        ("serial", json!("F2L…9K7")),
        ("seen_on", json!(device.seen_at.to_string()[..10])),
    ] {
        assert_eq!(shown[key], value, "{key}");
    }
    let until = shown["certificate_until"].as_str().unwrap();
    assert!(until > shown["enrolled_at"].as_str().unwrap(), "{until}");
}

both_databases!(an_enrolled_device_tells_what_it_is, |url| async {
    let scene = scene(url).await;
    let link = scene.here.link("ada", None).await;
    let reserved = scene.reserve(&link, "a").await;
    let handset = scene.enrolled(0, &reserved).await;
    let first = idle(&scene, &handset).await.unwrap();
    assert_eq!(first.request, "DeviceInformation");
    let again = idle(&scene, &handset).await.unwrap();
    assert_eq!(again.uuid, first.uuid, "until it is answered");

    // NotNow: the next one meanwhile, the first again later.
    let second = done(&scene, &handset, &first, "NotNow", "").await.unwrap();
    assert_eq!(second.request, "SecurityInfo");
    let security = "<key>SecurityInfo</key><dict><key>HardwareEncryptionCaps</key><integer>3</integer>\
         <key>PasscodePresent</key><true/><key>PasscodeCompliant</key><false/></dict>";
    assert!(
        done(&scene, &handset, &second, "Acknowledged", security)
            .await
            .is_none()
    );
    let first = idle(&scene, &handset).await.unwrap();
    assert_eq!(first.request, "DeviceInformation");
    let information = "<key>QueryResponses</key><dict><key>OSVersion</key><string>18.3</string>\
         <key>DeviceName</key><string>Ada's phone</string><key>DeviceCapacity</key><real>127.8</real>\
         <key>IsSupervised</key><false/><key>UDID</key><string>another</string></dict>";
    for _ in 0..2 {
        let next = done(&scene, &handset, &first, "Acknowledged", information).await;
        assert!(next.is_none());
    }
    assert!(idle(&scene, &handset).await.is_none());

    let (_, device) = progress(&scene.here.app, &reserved.id).await.unwrap();
    let device = device.unwrap();
    assert_eq!(device.hardware.udid, handset.udid);
    assert_eq!(device.hardware.os_version.as_deref(), Some("18.3"));
    assert_eq!(device.hardware.name.as_deref(), Some("Ada's phone"));
    let told = Inventory {
        supervised: Some(false),
        capacity_gb: Some(128),
        passcode: Some(true),
        passcode_compliant: Some(false),
        encrypted: Some(true),
        ..Inventory::default()
    };
    assert_eq!(device.inventory, Some(told));
    listed(&device);
});

both_databases!(
    a_device_that_has_nothing_to_do_is_only_looked_at,
    |url| async {
        let scene = Scene::open(url).await;
        let here = &scene.here;
        let link = here.link("ada", None).await;
        let handset = scene.enrolled(0, &scene.reserve(&link, "a").await).await;
        let before = here.dump().await;
        assert!(idle(&scene, &handset).await.is_none());
        assert_eq!(here.dump().await, before, "seen less than a minute ago");

        for made in [
            "seen_at = seen_at - 61000000",
            "pushed_at = 1, push_count = 3",
        ] {
            here.sql(&format!("UPDATE device SET {made}")).await;
            assert!(idle(&scene, &handset).await.is_none());
            assert_ne!(here.dump().await, before, "{made}");
            let seen = format!(
                "SELECT COUNT(*) FROM device WHERE pushed_at IS NULL AND push_count = 0 AND seen_at > {}",
                clock::now().0 - 60 * SECOND
            );
            assert_eq!(here.number(&seen).await, 1, "{made}");
        }
    }
);

both_databases!(
    what_waited_for_a_device_ends_when_it_enrolls_again,
    |url| async {
        let scene = scene(url).await;
        let here = &scene.here;
        let link = here.link("ada", None).await;
        let old = scene.enrolled(0, &scene.reserve(&link, "a").await).await;
        let waiting = "SELECT COUNT(*) FROM command WHERE ended_at IS NULL";
        assert_eq!(here.number(waiting).await, 2);
        let again = scene.reserve(&link, "b").await;
        let new = scene.enrolled(0, &again).await;
        assert_eq!(new.udid, old.udid);
        assert_eq!(here.number(waiting).await, 2, "asked anew");
        let dropped = "SELECT COUNT(*) FROM command WHERE outcome = 'dropped'";
        assert_eq!(here.number(dropped).await, 2);
        assert!(idle(&scene, &new).await.is_some());
    }
);

/// What a device is told that waits in Setup Assistant, and says so twice.
async fn let_go(scene: &Scene) -> Vec<String> {
    let link = scene.here.link("ada", None).await;
    let reserved = scene.reserve(&link, "a").await;
    let handset = scene.identified(0, &reserved).await;
    let waits = "<key>AwaitingConfiguration</key><true/>";
    let update = handset.token_update_and("M", waits);
    for body in [handset.authenticate(), update.clone(), update] {
        assert_eq!(scene.check_in(&handset, body).await.status, 200);
    }
    let mut asked = Vec::new();
    let mut next = idle(scene, &handset).await;
    while let Some(told) = next {
        asked.push(told.request.clone());
        next = done(scene, &handset, &told, "Acknowledged", "").await;
    }
    asked
}

both_databases!(a_device_in_setup_assistant_is_let_go_on, |url| async {
    let told = let_go(&Scene::open(url).await).await;
    assert_eq!(told, ["DeviceConfigured"], "nothing wakes it");
});

both_databases!(a_device_in_setup_assistant_is_asked_first, |url| async {
    let told = let_go(&scene(url).await).await;
    assert_eq!(
        told,
        ["DeviceInformation", "SecurityInfo", "DeviceConfigured"]
    );
});

both_databases!(a_device_whose_enrollment_is_ended_is_told_so, |url| async {
    let scene = Scene::open(url).await;
    let app = &scene.here.app;
    let link = scene.here.link("ada", None).await;
    let handset = scene.enrolled(0, &scene.reserve(&link, "a").await).await;
    let other = scene.enrolled(1, &scene.reserve(&link, "b").await).await;
    assert!(revoke::end_device(app, "nobody's", "lost").await.is_err());
    assert!(
        revoke::end_device(app, "F2LXK9P7Q9K7", "two of them")
            .await
            .is_err()
    );
    for _ in 0..2 {
        revoke::end_device(app, &handset.udid, "lost")
            .await
            .unwrap();
    }
    let revoked = "SELECT COUNT(*) FROM certificate WHERE revoked_at IS NOT NULL";
    assert_eq!(scene.here.number(revoked).await, 1);
    let update = handset.token_update("again");
    scene
        .refuses(403, update.clone(), &[handset.sign(&update)])
        .await;
    let told = idle(&scene, &handset).await.unwrap();
    assert_eq!(told.request, "RemoveProfile");
    assert_eq!(
        told.command["Identifier"].as_string(),
        Some("example.riverside.enroll")
    );
    let body = handset.message(&format!(
        "<key>Status</key><string>Acknowledged</string><key>CommandUUID</key><string>{}</string>",
        told.uuid
    ));
    let signature = handset.sign(&body);
    let reply = put(&scene.router, "/mdm", body, &[signature]).await;
    assert_eq!(reply.status, 403);
    assert_eq!(reply.body, b"{\"code\":\"com.apple.unrecognized.device\"}");
    assert_eq!(
        scene.check_in(&handset, handset.check_out()).await.status,
        200
    );
    assert!(idle(&scene, &other).await.is_none(), "nobody else is told");
});

both_databases!(a_certificate_near_its_end_is_replaced, |url| async {
    let scene = scene(url).await;
    let (here, app) = (&scene.here, &scene.here.app);
    let link = here.link("ada", Some(1)).await;
    let reserved = scene.reserve(&link, "a").await;
    let old = scene.enrolled(0, &reserved).await;
    here.sql("UPDATE command SET ended_at = 1").await;
    assert_eq!(command::renew_certificates(app).await.unwrap(), 0);
    let soon = clock::now().plus(29 * DAY).0;
    here.sql(&format!("UPDATE certificate SET expires_at = {soon}"))
        .await;
    assert_eq!(command::renew_certificates(app).await.unwrap(), 1);
    assert_eq!(
        command::renew_certificates(app).await.unwrap(),
        0,
        "told once"
    );
    // Its link is revoked by now: enrolled devices are not touched.
    here.sql("UPDATE recipient SET revoked = 'left', revoked_at = 1")
        .await;

    let told = idle(&scene, &old).await.unwrap();
    assert_eq!(told.request, "InstallProfile");
    let signed = told.command["Payload"].as_data().unwrap();
    let roots = [scene.authority.der().to_vec()];
    let plain = profile::verified(signed, &roots, clock::now(), None).unwrap();
    let new_profile = profile::enrollment(&plain).unwrap();
    assert_eq!(new_profile.common_name, reserved.id.0);
    let mut new = Handset::new(1);
    new.udid = old.udid.clone();
    let csr = new.csr(&new_profile.common_name, &new_profile.challenge);
    for _ in 0..2 {
        match scene.scep(&new, &csr).await {
            Answer::Issued(certificate) => new.take(*certificate),
            other => panic!("{other:?}"),
        }
    }
    let thief = Handset::new(2);
    let stolen = thief.csr(&new_profile.common_name, &new_profile.challenge);
    assert!(matches!(
        scene.scep(&thief, &stolen).await,
        Answer::Refused(_)
    ));
    for body in [new.authenticate(), new.token_update("renewed")] {
        assert_eq!(scene.check_in(&new, body).await.status, 200);
    }
    assert!(
        done(&scene, &new, &told, "Acknowledged", "")
            .await
            .is_none()
    );
    assert_eq!(command::renew_certificates(app).await.unwrap(), 0);
    for (count, of) in [
        (2, "SELECT COUNT(*) FROM certificate"),
        (1, "SELECT used FROM recipient"),
        (1, "SELECT COUNT(*) FROM device"),
        (1, "SELECT COUNT(*) FROM enrollment"),
        (1, "SELECT COUNT(*) FROM event WHERE action = 'renewed'"),
    ] {
        assert_eq!(here.number(of).await, count, "{of}");
    }
});

both_databases!(a_trusted_proxy_may_present_the_certificate, |url| async {
    let mut here = Installation::open(url).await;
    here.app.settings.portal.trusted_proxies = vec!["10.0.0.0/8".to_owned()];
    let scene = Scene::of(here).await;
    let link = scene.here.link("ada", None).await;
    let handset = scene.identified(0, &scene.reserve(&link, "a").await).await;
    let base64 = BASE64.encode(handset.identity().der());
    let structured = format!(":{base64}:");
    let pem = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
    let escaped = pem.replace('\n', "%0A").replace(' ', "%20");
    let present = async |peer: &str, header: &str, body: Vec<u8>| {
        let mut request = Request::put("/mdm/checkin")
            .header("Client-Cert", header)
            .body(Body::from(body))
            .unwrap();
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        send(&scene.router, request).await.status.as_u16()
    };
    let before = scene.here.dump().await;
    for (peer, header) in [
        ("192.0.2.1:1", structured.as_str()),
        ("192.0.2.1:1", &escaped),
        ("10.0.0.1:1", "::"),
        ("10.0.0.1:1", "%zz"),
        ("10.0.0.1:1", &base64),
    ] {
        let body = handset.authenticate();
        assert_eq!(present(peer, header, body).await, 400, "{peer}");
    }
    assert_eq!(scene.here.dump().await, before);
    assert_eq!(
        present("10.0.0.1:1", &structured, handset.authenticate()).await,
        200
    );
    assert_eq!(
        present("10.0.0.1:1", &escaped, handset.token_update("M")).await,
        200
    );
    assert_eq!(scene.here.number("SELECT COUNT(*) FROM device").await, 1);
});
