//! Bootstrap tokens: kept sealed for the device that left them, given back to it alone.

use data_encoding::BASE64;
use plist::Value;

use super::Scene;
use crate::handset::{Handset, put};

const TOKEN: &[u8] = b"canary-bootstrap-token";

fn set(handset: &Handset, token: &[u8]) -> Vec<u8> {
    let text = BASE64.encode(token);
    handset.message(&format!(
        "<key>MessageType</key><string>SetBootstrapToken</string>\
         <key>BootstrapToken</key><data>{text}</data>"
    ))
}

/// What the device is given back; none: the answer has no such key.
async fn got(scene: &Scene, handset: &Handset) -> Option<Vec<u8>> {
    let body = handset.message("<key>MessageType</key><string>GetBootstrapToken</string>");
    let reply = scene.check_in(handset, body).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.headers["content-type"], "application/xml");
    let answer = Value::from_reader_xml(&reply.body[..]).unwrap();
    let token = answer.as_dictionary().unwrap().get("BootstrapToken");
    token.map(|value| value.as_data().unwrap().to_vec())
}

async fn sets(scene: &Scene, handset: &Handset, token: &[u8]) {
    let reply = scene.check_in(handset, set(handset, token)).await;
    assert_eq!((reply.status.as_u16(), reply.body.len()), (200, 0));
}

both_databases!(
    a_bootstrap_token_is_kept_sealed_and_given_back,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", None).await;
        let mac = scene.enrolled(0, &scene.reserve(&link, "a").await).await;
        let other = scene.enrolled(1, &scene.reserve(&link, "b").await).await;
        assert_eq!(got(&scene, &mac).await, None);
        sets(&scene, &mac, b"older").await;
        sets(&scene, &mac, TOKEN).await;
        assert_eq!(got(&scene, &mac).await.as_deref(), Some(TOKEN));
        assert_eq!(got(&scene, &other).await, None, "of another device");
        let sealed = "SELECT COUNT(*) FROM device WHERE bootstrap_sealed IS NOT NULL";
        assert_eq!(scene.here.number(sealed).await, 1);
        let dump = scene.here.dump().await.concat();
        let hex = data_encoding::HEXLOWER.encode(TOKEN);
        for plain in [
            "canary-bootstrap",
            &BASE64.encode(TOKEN),
            &hex,
            &hex.to_uppercase(),
        ] {
            assert!(!dump.contains(plain), "{plain}");
        }

        // Renewing says everything again, and keeps the token.
        for body in [mac.authenticate(), mac.token_update("again")] {
            assert_eq!(scene.check_in(&mac, body).await.status, 200);
        }
        assert_eq!(got(&scene, &mac).await.as_deref(), Some(TOKEN));
        sets(&scene, &mac, b"").await;
        assert_eq!(got(&scene, &mac).await, None, "an empty one takes it back");
        sets(&scene, &mac, TOKEN).await;
        assert_eq!(scene.check_in(&mac, mac.check_out()).await.status, 200);
        assert_eq!(scene.here.number(sealed).await, 0, "it left");
    }
);

both_databases!(
    only_an_enrolled_device_leaves_a_bootstrap_token,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", None).await;
        let early = scene.identified(0, &scene.reserve(&link, "a").await).await;
        let body = early.authenticate();
        assert_eq!(scene.check_in(&early, body).await.status, 200);
        let body = set(&early, TOKEN);
        scene.refuses(400, body.clone(), &[early.sign(&body)]).await;

        let mac = scene.enrolled(1, &scene.reserve(&link, "b").await).await;
        sets(&scene, &mac, TOKEN).await;
        let foreign = set(&mac, b"stolen");
        let reply = put(
            &scene.router,
            "/mdm/checkin",
            foreign.clone(),
            &[early.sign(&foreign)],
        )
        .await;
        assert_eq!(reply.status, 400);
        assert_eq!(got(&scene, &mac).await.as_deref(), Some(TOKEN));

        // Another enrollment of the same device is another owner's.
        let again = scene.enrolled(1, &scene.reserve(&link, "c").await).await;
        assert_eq!(got(&scene, &again).await, None);
    }
);
