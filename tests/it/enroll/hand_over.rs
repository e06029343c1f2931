//! Devices that NanoMDM or MicroMDM manages: their webhooks count as what the device says.

use std::sync::Arc;

use aws_lc_rs::hmac;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use data_encoding::BASE64;
use enroll::model::enrollment::Enrollment;
use enroll::model::settings::{Acme, Manager, OtherServer, Product, SecretSource, Settings};
use enroll::portal;
use serde_json::{Value, json};

use super::revocation::{authority, pem};
use super::{Scene, progress};
use crate::handset::{Handset, Reply, send};
use crate::installation::Installation;

const SECRET: &str = "canary-hand-over-secret";

/// An installation whose devices another server manages.
struct Other {
    scene: Scene,
    router: Router,
}

impl Other {
    async fn open(url: &str, product: Product) -> Self {
        Self::of(Installation::open(url).await, product).await
    }

    async fn of(mut here: Installation, product: Product) -> Self {
        std::fs::write(here.app.root.join("hook.key"), SECRET).unwrap();
        hand_over(&mut here.app.settings, product);
        let router = portal::hooks::routes(Arc::new(here.app.clone()));
        let scene = Scene::of(here).await;
        Self { scene, router }
    }

    async fn post(&self, body: &str, headers: &[(&str, String)]) -> Reply {
        let mut request = Request::post("/hooks/mdm").header("Content-Type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        send(
            &self.router,
            request.body(Body::from(body.to_owned())).unwrap(),
        )
        .await
    }

    /// Sends an event that is signed, which is always taken.
    async fn tell(&self, event: &Value) {
        let body = event.to_string();
        let reply = self.post(&body, &[signed(&body)]).await;
        assert_eq!((reply.status.as_u16(), reply.body.len()), (200, 0));
    }

    async fn numbers(&self) -> (i64, i64) {
        let here = &self.scene.here;
        let used = here.number("SELECT used FROM recipient").await;
        (used, here.number("SELECT COUNT(*) FROM device").await)
    }
}

fn hand_over(settings: &mut Settings, product: Product) {
    settings.mdm.topic = Some("com.apple.mgmt.External.test".to_owned());
    settings.mdm.manager = Manager::Server(OtherServer {
        product,
        url: "https://other.riverside.example".parse().unwrap(),
        webhook_secret: SecretSource::File("hook.key".to_owned()),
    });
}

fn signed(body: &str) -> (&'static str, String) {
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let tag = hmac::sign(&key, body.as_bytes());
    ("X-Hmac-Signature", BASE64.encode(tag.as_ref()))
}

/// The body of a check-in as both servers document it; NanoMDM leaves `event_id` out and may add a tally.
fn check_in(topic: &str, device: &Handset, said: &[u8], enrollment: Option<&Enrollment>) -> Value {
    let mut event = json!({
        "topic": topic,
        "event_id": "4b1d3c0e-6a51-4b0c-9f1a-0f7f0f2f9f11",
        "created_at": "2026-05-16T15:02:10.352138-07:00",
        "checkin_event": {
            "udid": device.udid,
            "url_params": enrollment.map(|one| json!({ "enrollment": one.id.0 })),
            "raw_payload": BASE64.encode(said),
        }
    });
    if topic == "mdm.TokenUpdate" {
        event["checkin_event"]["token_update_tally"] = json!(1);
    }
    event
}

fn connect(device: &Handset, enrollment: &Enrollment) -> Value {
    json!({
        "topic": "mdm.Connect",
        "created_at": "2026-05-16T15:03:10.352138-07:00",
        "acknowledge_event": {
            "udid": device.udid,
            "url_params": { "enrollment": enrollment.id.0 },
            "status": "Idle",
            "command_uuid": "",
            "raw_payload": BASE64.encode(&device.idle()),
        }
    })
}

async fn all_the_way(url: &str, product: Product) {
    let other = Other::open(url, product).await;
    let link = other.scene.here.link("ada", Some(2)).await;
    let reserved = other.scene.reserve(&link, "a").await;
    let handset = other.scene.identified(0, &reserved).await;
    let events = [
        check_in(
            "mdm.Authenticate",
            &handset,
            &handset.authenticate(),
            Some(&reserved),
        ),
        check_in(
            "mdm.TokenUpdate",
            &handset,
            &handset.token_update("M4G1C"),
            Some(&reserved),
        ),
        connect(&handset, &reserved),
    ];
    for (event, after) in events.iter().zip([(0, 0), (1, 1), (1, 1)]) {
        for _ in 0..2 {
            other.tell(event).await;
            assert_eq!(other.numbers().await, after, "said twice, true once");
        }
    }
    let app = &other.scene.here.app;
    let (enrolled, device) = progress(app, &reserved.id).await.unwrap();
    assert!(enrolled.enrolled_at.is_some());
    assert_eq!(
        device.unwrap().hardware.os_version.as_deref(),
        Some("18.2.1")
    );
    let commands = "SELECT COUNT(*) FROM command";
    assert_eq!(
        other.scene.here.number(commands).await,
        0,
        "they are the other server's"
    );

    let out = check_in(
        "mdm.CheckOut",
        &handset,
        &handset.check_out(),
        Some(&reserved),
    );
    other.tell(&out).await;
    let left = other.scene.here.dump().await;
    for event in events.iter().chain([&out]) {
        other.tell(event).await;
        assert_eq!(
            other.scene.here.dump().await,
            left,
            "replayed after it left"
        );
    }
    assert!(!left.concat().contains("M4G1C"));
}

both_databases!(webhooks_of_nanomdm_enroll_a_device, |url| async {
    all_the_way(url, Product::NanoMdm).await;
});

both_databases!(webhooks_of_micromdm_enroll_a_device, |url| async {
    all_the_way(url, Product::MicroMdm).await;
});

both_databases!(a_webhook_that_is_not_signed_changes_nothing, |url| async {
    let other = Other::open(url, Product::NanoMdm).await;
    let link = other.scene.here.link("ada", None).await;
    let reserved = other.scene.reserve(&link, "a").await;
    let handset = other.scene.identified(0, &reserved).await;
    let event = check_in(
        "mdm.Authenticate",
        &handset,
        &handset.authenticate(),
        Some(&reserved),
    );
    let body = event.to_string();
    let basic = |secret: &str| {
        let pair = BASE64.encode(format!("micromdm:{secret}").as_bytes());
        ("Authorization", format!("Basic {pair}"))
    };
    let before = other.scene.here.dump().await;
    for headers in [
        vec![],
        vec![("X-Hmac-Signature", String::new())],
        vec![("X-Hmac-Signature", "no base64".to_owned())],
        vec![signed("another body")],
        vec![basic(SECRET)],
    ] {
        assert_eq!(other.post(&body, &headers).await.status, 403, "{headers:?}");
    }
    for odd in ["", "{}", "[1]", "{\"topic\":\"mdm.TokenUpdate\"}"] {
        assert_eq!(other.post(odd, &[signed(odd)]).await.status, 400, "{odd}");
    }
    assert_eq!(other.scene.here.dump().await, before);

    let mut settings = other.scene.here.app.clone();
    hand_over(&mut settings.settings, Product::MicroMdm);
    let router = portal::hooks::routes(Arc::new(settings));
    let other = Other { router, ..other };
    assert_eq!(other.post(&body, &[basic("wrong")]).await.status, 403);
    assert_eq!(other.post(&body, &[basic(SECRET)]).await.status, 200);
});

both_databases!(devices_of_somebody_else_change_nothing, |url| async {
    let other = Other::open(url, Product::NanoMdm).await;
    let link = other.scene.here.link("ada", Some(2)).await;
    let (first, second) = (
        other.scene.reserve(&link, "a").await,
        other.scene.reserve(&link, "b").await,
    );
    let handset = other.scene.identified(0, &first).await;
    let said = handset.authenticate();
    let before = other.scene.here.dump().await;
    for of in [None, Some(&second)] {
        let event = check_in("mdm.Authenticate", &handset, &said, of);
        other.tell(&event).await;
    }
    let mut unknown = check_in("mdm.Authenticate", &handset, &said, Some(&first));
    unknown["checkin_event"]["url_params"]["enrollment"] = json!("nobody");
    other.tell(&unknown).await;
    assert_eq!(
        other.scene.here.dump().await,
        before,
        "no certificate was issued for it"
    );

    other
        .tell(&check_in("mdm.Authenticate", &handset, &said, Some(&first)))
        .await;
    let before = other.scene.here.dump().await;
    let stranger = Handset::new(1);
    for (topic, said) in [
        ("mdm.Authenticate", stranger.authenticate()),
        ("mdm.TokenUpdate", stranger.token_update("stolen")),
        ("mdm.CheckOut", stranger.check_out()),
    ] {
        other
            .tell(&check_in(topic, &stranger, &said, Some(&first)))
            .await;
    }
    other.tell(&connect(&stranger, &first)).await;
    assert_eq!(
        other.scene.here.dump().await,
        before,
        "pinned to another device"
    );
});

both_databases!(a_device_that_attests_elsewhere_is_heard, |url| async {
    let mut here = Installation::open(url).await;
    let ca = here.folder.path().join("attesting.pem");
    std::fs::write(&ca, pem("CERTIFICATE", authority(0).certificate().der())).unwrap();
    here.app.settings.mdm.acme = Some(Acme {
        directory: "https://ca.example.com/acme/mdm/directory".parse().unwrap(),
        ca: ca.display().to_string(),
    });
    let other = Other::of(here, Product::NanoMdm).await;
    let link = other.scene.here.link("ada", None).await;
    let handset = Handset::new(0);
    // It goes by SCEP here, and has no certificate yet.
    let unknown = other.scene.reserve(&link, "a").await;
    let said = handset.authenticate();
    let before = other.scene.here.dump().await;
    let event = check_in("mdm.Authenticate", &handset, &said, Some(&unknown));
    other.tell(&event).await;
    assert_eq!(other.scene.here.dump().await, before);

    other.scene.here.bind(&handset.serial).await;
    let known = other.scene.reserve(&link, "b").await;
    for (topic, said) in [
        ("mdm.Authenticate", said),
        ("mdm.TokenUpdate", handset.token_update("magic")),
    ] {
        let event = check_in(topic, &handset, &said, Some(&known));
        other.tell(&event).await;
    }
    assert_eq!(other.numbers().await, (1, 1));
});

both_databases!(a_lost_webhook_is_made_up_for_by_the_next, |url| async {
    let other = Other::open(url, Product::NanoMdm).await;
    let link = other.scene.here.link("ada", Some(1)).await;
    let reserved = other.scene.reserve(&link, "a").await;
    let handset = other.scene.identified(0, &reserved).await;
    let update = handset.token_update("magic");
    other
        .tell(&check_in(
            "mdm.TokenUpdate",
            &handset,
            &update,
            Some(&reserved),
        ))
        .await;
    assert_eq!(other.numbers().await, (1, 1));
});

#[tokio::test]
async fn the_profile_leads_to_the_other_server() {
    let folder = tempfile::tempdir().unwrap();
    for (product, server, check_in) in [
        (Product::NanoMdm, "/mdm", "/mdm"),
        (Product::MicroMdm, "/mdm/connect", "/mdm/checkin"),
    ] {
        let name = format!("{product:?}");
        let url = format!("sqlite://{}", folder.path().join(&name).display());
        let other = Other::open(&url, product).await;
        let link = other.scene.here.link(&name, None).await;
        let reserved = other.scene.reserve(&link, &name).await;
        let profile = other.scene.profile(&reserved.id).await;
        let at = |path: &str| {
            format!(
                "https://other.riverside.example{path}?enrollment={}",
                reserved.id.0
            )
        };
        assert_eq!(profile.server_url.as_str(), at(server));
        assert_eq!(profile.check_in_url.as_str(), at(check_in));
        assert_eq!(profile.topic, "com.apple.mgmt.External.test");
        assert_eq!(
            profile.scep_url.as_str(),
            "https://mdm.riverside.example/scep"
        );
    }
}

#[tokio::test]
async fn without_another_server_nobody_reports() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("enroll.db").display());
    let here = Installation::open(&url).await;
    let router = portal::hooks::routes(Arc::new(here.app.clone()));
    let request = Request::post("/hooks/mdm").body(Body::from("{}")).unwrap();
    assert_eq!(send(&router, request).await.status, 404);
}
