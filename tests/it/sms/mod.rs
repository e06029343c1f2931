//! Text messages against providers in each mood, through the real program: what arrives, what is in doubt, what is
//! asked again, and what a report of the provider changes.

mod crash;
mod reports;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::binary::{Outcome, Repo};
use crate::support::port;
use crate::support::sms::{ACCOUNT, Mood, Provider, TOKEN};

/// A repository that invites people by text message.
pub struct Scene {
    pub repo: Repo,
    pub provider: Provider,
    /// Where `serve` listens.
    pub port: u16,
}

/// What `sms` says.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    Twilio,
    Http,
    Idempotent,
}

pub const MAYA: &str = "+12015550131";
pub const SAM: &str = "+12015550132";

impl Scene {
    pub fn new(url: &str, way: Way) -> Self {
        let provider = Provider::start();
        let mut repo = Repo::new();
        repo.env("SMS_TOKEN", TOKEN);
        let port = port::free();
        repo.write("enroll.yaml", &settings(url, way, &provider.url()));
        repo.write("policies.yaml", "open: { login: none }\n");
        let people = format!(
            "office: {{ send: sms, policy: open, expires: 7d, to: ['{MAYA}', {{ phone: '{SAM}', name: Sam Park }}] }}\n"
        );
        repo.write("invitations.d/office.yaml", &people);
        Self {
            repo,
            provider,
            port,
        }
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        let arguments = [arguments, &["--format", "json", "--pii", "full"]].concat();
        serde_json::from_str(&self.repo.run(&arguments).expect_code(0).stdout).unwrap()
    }

    pub fn apply(&self) -> Outcome {
        let plan = self.json(&["plan"]);
        let fingerprint = plan["fingerprint"].as_str().unwrap();
        self.repo
            .run(&["apply", "--wait", "0s", "--approve", fingerprint])
    }

    /// Agrees to the plan as it is, applies it, and ends with this code.
    #[track_caller]
    pub fn applies(&self, code: i32) {
        assert_eq!(self.apply().expect_code(code).code, Some(code));
    }

    /// State and last words of each message, by number.
    pub fn outbox(&self) -> BTreeMap<String, (String, String)> {
        let rows = self.json(&["outbox", "list"]);
        let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let rows = rows.as_array().unwrap().iter().map(|row| {
            assert_eq!(row["channel"], "sms");
            let shown = self.json(&["outbox", "show", row["id"].as_str().unwrap()]);
            (text(row, "to"), (text(row, "state"), text(&shown, "reply")))
        });
        rows.collect()
    }

    /// The states alone.
    pub fn states(&self) -> Vec<String> {
        let rows = self.json(&["outbox", "list"]);
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["state"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn settings(url: &str, way: Way, provider: &str) -> String {
    let sms = match way {
        Way::Twilio => format!(
            "{{ provider: twilio, account: {ACCOUNT}, token: {{ env: SMS_TOKEN }}, from: Riverside, url: '{provider}' }}"
        ),
        Way::Http | Way::Idempotent => format!(
            "{{ provider: http, url: '{provider}/v1/send', headers: {{ authorization: {{ env: SMS_TOKEN }}, x-flash: '0' }}, \
             body: {{ to: ['{{to}}'], text: '{{text}}', ref: '{{id}}' }}, idempotent: {} }}",
            matches!(way, Way::Idempotent)
        ),
    };
    format!(
        "version: 1\norganization: {{ name: Riverside Schools, help: {{ phone: 201-555-0123 }} }}\n\
         portal: {{ url: 'https://enroll.riverside.example' }}\n\
         database: {url}\nsms: {sms}\n"
    )
}

both_databases!(
    twilio_gets_each_message_once_as_it_wants_them,
    |url| async {
        let scene = Scene::new(url, Way::Twilio);
        scene.applies(0);
        let mut sent = scene.provider.messages();
        sent.sort_by_key(|request| request.field("To"));
        assert_eq!(sent.len(), 2);
        assert_eq!(
            sent[0].path,
            format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json")
        );
        let form = "application/x-www-form-urlencoded";
        assert_eq!(sent[0].header("content-type"), Some(form));
        for (request, phone) in sent.iter().zip([MAYA, SAM]) {
            assert_eq!(request.field("To").unwrap(), phone);
            assert_eq!(request.field("From").unwrap(), "Riverside");
            let text = request.field("Body").unwrap();
            let link = scene.repo.run(&["link", "office", phone, "--pii", "full"]);
            let link = link.expect_code(0).stdout;
            let link = link.lines().next().unwrap();
            assert!(
                text.starts_with("Riverside Schools: set up your device by "),
                "{text}"
            );
            assert!(
                text.contains(&format!(" {link} Not expecting this? Call 201-555-0123")),
                "{text}"
            );
            let hook = request.field("StatusCallback").unwrap();
            assert!(
                hook.starts_with("https://enroll.riverside.example/hooks/sms?message="),
                "{hook}"
            );
        }
        assert_eq!(scene.states(), ["accepted", "accepted"]);
        assert!(scene.outbox()[MAYA].1.starts_with("201 SM"));

        let plan = scene.json(&["plan"]);
        assert_eq!(plan["summary"]["changes"], 0);
        scene.applies(0);
        assert_eq!(scene.provider.tries().len(), 2);
        let masked = scene.repo.run(&["outbox", "list"]).expect_code(0).stdout;
        assert!(
            masked.contains("+12•••31") && !masked.contains(MAYA),
            "{masked}"
        );
    }
);

both_databases!(a_gateway_gets_its_own_form_of_json, |url| async {
    let scene = Scene::new(url, Way::Http);
    scene.applies(0);
    let sent = scene.provider.messages();
    assert_eq!(sent.len(), 2);
    for request in sent {
        assert_eq!(request.path, "/v1/send");
        assert_eq!(request.header("authorization"), Some(TOKEN));
        assert_eq!(request.header("x-flash"), Some("0"));
        let body: Value = serde_json::from_str(&request.body).unwrap();
        assert_eq!(body["ref"].as_str(), request.header("idempotency-key"));
        assert!([MAYA, SAM].contains(&body["to"][0].as_str().unwrap()));
        assert!(body["text"].as_str().unwrap().contains("/e/"));
    }
});

both_databases!(
    a_lost_answer_is_in_doubt_and_never_sent_again,
    |url| async {
        for (way, mood, kept) in [
            (Way::Twilio, Mood::DropKept, 2),
            (Way::Http, Mood::DropLost, 0),
            (Way::Http, Mood::Refuse(502, 0), 0),
        ] {
            let scene = Scene::new(&fresh(url), way);
            scene.provider.set_mood(mood);
            scene.applies(3);
            assert_eq!(scene.states(), ["in_doubt", "in_doubt"], "{way:?} {mood:?}");
            scene.provider.set_mood(Mood::Normal);
            scene.applies(3);
            assert_eq!(scene.provider.messages().len(), kept);
            assert_eq!(scene.json(&["plan"])["summary"]["in_doubt"], 2);
        }
    }
);

both_databases!(a_gateway_that_knows_keys_is_asked_again, |url| async {
    for mood in [Mood::DropKept, Mood::DropLost, Mood::Refuse(500, 0)] {
        let scene = Scene::new(&fresh(url), Way::Idempotent);
        scene.provider.set_mood(mood);
        scene.applies(3);
        assert_eq!(scene.states(), ["deferred", "deferred"], "{mood:?}");
        scene.provider.set_mood(Mood::Normal);
        scene.applies(0);
        assert_eq!(scene.states(), ["accepted", "accepted"], "{mood:?}");
        assert_eq!(scene.provider.messages().len(), 2, "{mood:?}");
        let keys: std::collections::BTreeSet<_> = scene
            .provider
            .tries()
            .iter()
            .map(|r| {
                (
                    r.header("idempotency-key").unwrap().to_owned(),
                    r.body.clone(),
                )
            })
            .collect();
        assert_eq!(
            keys.len(),
            2,
            "the same key and the same bytes at every try"
        );
    }
});

both_databases!(each_refusal_is_understood, |url| async {
    let scene = Scene::new(&fresh(url), Way::Twilio);
    scene.provider.set_mood(Mood::Refuse(400, 0));
    scene.applies(3);
    let outbox = scene.outbox();
    assert_eq!(outbox[MAYA].0, "rejected");
    assert_eq!(
        outbox[MAYA].1,
        format!("400 error 21211: Invalid 'To' {MAYA}")
    );
    let rows = scene.json(&["outbox", "list"]);
    let id = rows[0]["id"].as_str().unwrap();
    let shown = scene
        .repo
        .run(&["outbox", "show", id])
        .expect_code(0)
        .stdout;
    assert!(!shown.contains("+12015550"), "{shown}");

    let scene = Scene::new(&fresh(url), Way::Twilio);
    scene.provider.set_mood(Mood::Refuse(429, 7200));
    scene.applies(3);
    assert_eq!(scene.states(), ["deferred", "deferred"]);
    let rows = scene.json(&["outbox", "list"]);
    let shown = scene.json(&["outbox", "show", rows[0]["id"].as_str().unwrap()]);
    let at = |key: &str| {
        shown[key]
            .as_str()
            .unwrap()
            .parse::<jiff::Timestamp>()
            .unwrap()
    };
    let wait = at("next_at").as_second() - at("updated_at").as_second();
    assert!((7200..7300).contains(&wait), "{wait}");
    scene.provider.set_mood(Mood::Normal);
    scene.applies(0);
    assert_eq!(scene.provider.messages().len(), 2);
});

both_databases!(
    a_provider_that_cannot_be_used_has_got_nothing,
    |url| async {
        let mut scene = Scene::new(url, Way::Twilio);
        scene.repo.env("SMS_TOKEN", "wrong");
        scene.applies(3);
        assert!(scene.provider.tries().is_empty(), "nobody is let in");
        assert!(
            scene.outbox()[MAYA]
                .1
                .contains("it does not let us in: 401 error 20003")
        );

        let nobody = format!("http://127.0.0.1:{}", port::free());
        scene
            .repo
            .write("enroll.yaml", &settings(url, Way::Twilio, &nobody));
        scene.applies(3);
        assert_eq!(scene.states(), ["deferred", "deferred"]);
        assert!(scene.outbox()[MAYA].1.contains("no connection"));

        scene.repo.env("SMS_TOKEN", TOKEN);
        scene.repo.write(
            "enroll.yaml",
            &settings(url, Way::Twilio, &scene.provider.url()),
        );
        scene.applies(0);
        assert_eq!(scene.provider.messages().len(), 2);
    }
);

both_databases!(a_gateway_that_takes_mail_gets_the_text_alone, |url| async {
    let scene = Scene::new(url, Way::Twilio);
    let sms = "sms: { provider: email, address: '{digits}@sms.example.com' }";
    let text = settings(url, Way::Twilio, "https://unused.example");
    let before = text.lines().filter(|line| !line.starts_with("sms:"));
    let text = before.chain([sms]).collect::<Vec<_>>().join("\n") + "\n";
    scene.repo.write("enroll.yaml", &text);
    scene.applies(0);
    let folder = scene.repo.path().join(".enroll/outbox");
    let mut mails: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    mails.sort_by_key(|mail| mail.find("12015550132@").is_some());
    assert_eq!(mails.len(), 2);
    assert!(
        mails[0].contains("To: 12015550131@sms.example.com\r\n"),
        "{}",
        mails[0]
    );
    assert!(!mails[0].contains("Subject:") && !mails[0].contains("html"));
    let body = mail_parser::MessageParser::default()
        .parse(mails[0].as_bytes())
        .unwrap();
    let body = body.body_text(0).unwrap();
    assert!(
        body.starts_with("Riverside Schools: set up your device by "),
        "{body}"
    );
    assert_eq!(scene.outbox()[MAYA].0, "accepted");
});

#[test]
fn the_doctor_asks_the_provider_without_sending() {
    let database = crate::support::database::Database::sqlite();
    let mut scene = Scene::new(database.url(), Way::Twilio);
    let sms = |scene: &Scene| {
        let told = scene.repo.run(&["doctor", "--format", "json"]);
        let all: Value = serde_json::from_str(&told.stdout).unwrap();
        let all = all.as_array().unwrap().clone();
        all.into_iter().find(|f| f["subject"] == "sms").unwrap()
    };
    let found = sms(&scene);
    assert_eq!(
        (&found["verdict"], &found["text"]),
        (&"good".into(), &"127.0.0.1 lets the account in".into())
    );
    scene.repo.env("SMS_TOKEN", "wrong");
    let found = sms(&scene);
    assert_eq!(found["verdict"], "bad");
    assert!(found["text"].as_str().unwrap().contains("20003"), "{found}");
    assert!(scene.provider.tries().is_empty());
}

/// Another empty database of the same kind; it lives as long as the test process.
fn fresh(url: &str) -> String {
    use crate::support::database::Database;
    let database = match url.starts_with("sqlite") {
        true => Database::sqlite(),
        false => Database::postgres(),
    };
    let url = database.url().to_owned();
    std::mem::forget(database);
    url
}
