//! What Twilio reports to /hooks/sms: believed with its signature alone.

use aws_lc_rs::hmac;
use data_encoding::BASE64;
use reqwest::Client;

use super::{MAYA, SAM, Scene, Way};
use crate::support::binary::Running;
use crate::support::sms::{Mood, TOKEN};

const PORTAL: &str = "https://enroll.riverside.example";

struct Line {
    client: Client,
    address: String,
}

impl Line {
    /// A running server and a line to its own address: the public name is a proxy's.
    fn to(scene: &Scene) -> (Running, Self) {
        let address = format!("127.0.0.1:{}", scene.port);
        let mut server = scene.repo.spawn(&["serve", "--listen", &address]);
        server.wait_for("listening");
        let line = Self {
            client: Client::new(),
            address: format!("http://{address}"),
        };
        (server, line)
    }

    /// Reports `status` of the message whose callback is `hook`; answers the status of the answer.
    async fn report(&self, hook: &str, status: &str, token: &str) -> u16 {
        let form = [
            ("ErrorCode", "30003"),
            ("MessageSid", "SM1"),
            ("MessageStatus", status),
        ];
        let mut signed = hook.to_owned();
        for (name, value) in form {
            signed.push_str(name);
            signed.push_str(value);
        }
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes());
        let signature = BASE64.encode(hmac::sign(&key, signed.as_bytes()).as_ref());
        let path = hook.strip_prefix(PORTAL).unwrap();
        let answer = self
            .client
            .post(format!("{}{path}", self.address))
            .header("host", "enroll.riverside.example")
            .header("x-twilio-signature", signature)
            .form(&form)
            .send()
            .await;
        answer.unwrap().status().as_u16()
    }
}

both_databases!(
    a_report_moves_what_was_accepted_and_settles_doubts,
    |url| async {
        let scene = Scene::new(url, Way::Twilio);
        scene.provider.set_mood(Mood::DropKept);
        scene.applies(3);
        assert_eq!(scene.states(), ["in_doubt", "in_doubt"]);
        let hook = |phone: &str| {
            let sent = scene.provider.messages();
            let to = |r: &&crate::support::sms::Request| r.field("To").as_deref() == Some(phone);
            sent.iter()
                .find(to)
                .unwrap()
                .field("StatusCallback")
                .unwrap()
        };
        let (server, line) = Line::to(&scene);

        assert_eq!(
            line.report(&hook(MAYA), "delivered", "another token").await,
            403
        );
        assert_eq!(line.report(&hook(MAYA), "sending", TOKEN).await, 204);
        assert_eq!(
            scene.states(),
            ["in_doubt", "in_doubt"],
            "neither says anything"
        );

        assert_eq!(line.report(&hook(MAYA), "delivered", TOKEN).await, 204);
        assert_eq!(line.report(&hook(SAM), "sent", TOKEN).await, 204);
        assert_eq!(scene.states(), ["accepted", "accepted"]);
        assert_eq!(line.report(&hook(SAM), "undelivered", TOKEN).await, 204);
        assert_eq!(
            line.report(&hook(SAM), "undelivered", TOKEN).await,
            204,
            "said twice"
        );
        let outbox = scene.outbox();
        assert_eq!(outbox[MAYA].0, "accepted");
        assert_eq!(
            outbox[SAM],
            ("bounced".to_owned(), "undelivered, error 30003".to_owned())
        );

        assert!(
            happened(&scene, MAYA).contains(&"delivered".to_owned()),
            "{:?}",
            happened(&scene, MAYA)
        );
        assert_eq!(
            happened(&scene, SAM)
                .iter()
                .filter(|word| *word == "bounced")
                .count(),
            1
        );
        assert_eq!(
            line.report(&format!("{PORTAL}/hooks/sms?message=none"), "failed", TOKEN)
                .await,
            204
        );
        assert_eq!(server.stop().code, Some(0));
    }
);

/// What is known to have happened to the message of this number.
fn happened(scene: &Scene, phone: &str) -> Vec<String> {
    let rows = scene.json(&["outbox", "list"]);
    let row = rows
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["to"] == phone);
    let shown = scene.json(&["outbox", "show", row.unwrap()["id"].as_str().unwrap()]);
    let events = shown["events"].as_array().unwrap();
    let words = events
        .iter()
        .map(|e| e["action"].as_str().unwrap().to_owned());
    words.collect()
}

#[tokio::test]
async fn nobody_reports_where_no_provider_does() {
    let database = crate::support::database::Database::sqlite();
    let scene = Scene::new(database.url(), Way::Http);
    let (server, line) = Line::to(&scene);
    let hook = format!("{PORTAL}/hooks/sms?message=x");
    assert_eq!(line.report(&hook, "delivered", TOKEN).await, 404);
    assert_eq!(server.stop().code, Some(0));
}
