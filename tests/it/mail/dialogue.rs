//! What is said on the wire, to servers that offer more than ours and to servers that misbehave.

use enroll::model::message::Rendered;
use enroll::model::settings::{Smtp, SmtpSecurity};
use enroll::notify::smtp::{Failure, Server, Session};
use enroll::notify::{Outcome, Stage};

use super::script::{Answers, Script};
use super::{Post, SHORT};
use crate::support::database::Database;
use crate::support::smtp::Mode;

const HELLO: &str = "220 smtp.test";
const OFFERS: &str = "250-smtp.test\r\n250-PIPELINING\r\n250-DSN\r\n250 8BITMIME";

fn server(script: &Script, security: SmtpSecurity) -> Server {
    let settings = Smtp {
        host: "127.0.0.1".to_owned(),
        port: script.port,
        security,
        user: None,
        password: None,
        ca: None,
    };
    let mut server = Server::new(&settings, None, None, "enroll.riverside.example").unwrap();
    server.limits.command = SHORT;
    server
}

async fn session(script: &Script) -> Session {
    let server = server(script, SmtpSecurity::Loopback);
    server.connect().await.unwrap()
}

fn message(to: &str) -> Rendered {
    Rendered {
        from: "enroll@riverside.example".to_owned(),
        to: to.to_owned(),
        message_id: "0190.invite@enroll.riverside.example".to_owned(),
        bytes: b"Subject: Hello\r\n\r\n.\r\nRCPT TO:<eve@elsewhere.example>\r\n".to_vec(),
    }
}

async fn send(session: &mut Session, to: &str) -> Outcome {
    session.send(&message(to), async || true, |_| {}).await
}

#[tokio::test]
async fn one_packet_and_notices_where_offered() {
    const PLAIN: Answers = &[("CONNECT", HELLO), ("EHLO", OFFERS), ("DATA", "354 Go")];
    let script = Script::start(&[PLAIN]).await;
    let mut session = session(&script).await;
    for _ in 0..2 {
        let sent = send(&mut session, "maya@riverside.example").await;
        assert_eq!(sent, Outcome::Accepted("250 OK".to_owned()));
    }
    session.quit().await;
    let one = [
        "MAIL FROM:<enroll@riverside.example> RET=HDRS ENVID=0190.invite",
        "RCPT TO:<maya@riverside.example> NOTIFY=FAILURE,DELAY",
        "DATA",
        "DOT",
    ];
    let mut expected = vec!["CONNECT", "EHLO enroll.riverside.example"];
    expected.extend(one);
    expected.extend(one);
    expected.push("QUIT");
    assert_eq!(
        script.heard(),
        expected,
        "no line of a message is a command"
    );
}

#[tokio::test]
async fn a_refused_recipient_ends_a_pipelined_transaction_without_doubt() {
    const PATIENT: Answers = &[
        ("CONNECT", HELLO),
        ("EHLO", OFFERS),
        ("RCPT TO:<gone", "550 5.1.1 No such mailbox"),
        ("DATA", "354 Go"),
    ];
    const STRICT: Answers = &[
        ("CONNECT", HELLO),
        ("EHLO", OFFERS),
        ("RCPT TO:<gone", "550 5.1.1 No such mailbox"),
        ("DATA", "554 No valid recipients"),
    ];
    let refused = Outcome::Rejected("550 5.1.1 No such mailbox".to_owned());
    let script = Script::start(&[PATIENT]).await;
    let mut one = session(&script).await;
    assert_eq!(send(&mut one, "gone@riverside.example").await, refused);
    assert!(
        !one.is_usable(),
        "the server waits for data: only a cut is certain"
    );

    let script = Script::start(&[STRICT]).await;
    let mut one = session(&script).await;
    assert_eq!(send(&mut one, "gone@riverside.example").await, refused);
    assert!(one.is_usable());
    assert_eq!(script.heard().last().unwrap(), "RSET");
}

#[tokio::test]
async fn without_consent_no_byte_leaves() {
    const PLAIN: Answers = &[("CONNECT", HELLO), ("DATA", "354 Go")];
    let script = Script::start(&[PLAIN]).await;
    let mut one = session(&script).await;
    let stages = std::sync::Mutex::new(Vec::new());
    let message = message("maya@riverside.example");
    let on = |stage| stages.lock().unwrap().push(stage);
    let outcome = one.send(&message, async || false, on).await;
    assert_eq!((outcome, one.is_usable()), (Outcome::Withdrawn, false));
    assert_eq!(*stages.lock().unwrap(), [Stage::Addressed]);
    assert_eq!(script.heard().last().unwrap(), "DATA");
}

#[tokio::test]
async fn words_before_the_handshake_are_not_believed() {
    const INJECTING: Answers = &[
        ("CONNECT", HELLO),
        ("EHLO", "250-smtp.test\r\n250 STARTTLS"),
        ("STARTTLS", "220 Go\r\n250-smtp.test\r\n250 AUTH PLAIN"),
    ];
    let script = Script::start(&[INJECTING]).await;
    let failure = server(&script, SmtpSecurity::StartTls).connect().await;
    assert_eq!(
        failure.err(),
        Some(Failure::Protocol("comes before TLS".to_owned()))
    );
}

#[tokio::test]
async fn an_address_is_one_word() {
    const PLAIN: Answers = &[("CONNECT", HELLO)];
    let script = Script::start(&[PLAIN]).await;
    let mut one = session(&script).await;
    for to in [
        "a@b.example>\r\nRCPT TO:<c@d.example",
        "a b@c.example",
        "<a@b.example",
    ] {
        assert!(
            matches!(send(&mut one, to).await, Outcome::Rejected(_)),
            "{to:?}"
        );
    }
    let unicode = send(&mut one, "grüße@riverside.example").await;
    assert!(matches!(unicode, Outcome::Rejected(why) if why.contains("SMTPUTF8")));
    assert_eq!(script.heard(), ["CONNECT", "EHLO enroll.riverside.example"]);
}

/// An outbox whose server is `script`.
async fn post(script: &Script, people: &[&str]) -> (Post, Database) {
    let database = Database::sqlite();
    let mut post = Post::open(database.url(), Mode::Normal).await;
    for name in people {
        post.invite(name).await;
    }
    post.here.app.settings.mail.smtp.as_mut().unwrap().port = script.port;
    (post, database)
}

#[tokio::test]
async fn a_connection_that_carried_enough_is_made_anew() {
    const ONE_EACH: Answers = &[
        ("CONNECT", HELLO),
        ("DATA", "354 Go"),
        ("DOT", "250 Kept"),
        ("RSET", ""),
    ];
    const TIRED: Answers = &[
        ("CONNECT", HELLO),
        ("MAIL", "421 Enough"),
        ("DATA", "354 Go"),
    ];
    let script = Script::start(&[ONE_EACH]).await;
    let (post, _database) = post(&script, &["maya", "rui", "tom", "kim", "ada", "bea"]).await;
    assert_eq!(post.drain().await.accepted, 6);

    let tired = Script::start(&[TIRED]).await;
    let (post, _database) = self::post(&tired, &["maya", "rui"]).await;
    let report = post.drain().await;
    assert_eq!(
        (report.accepted, report.waiting),
        (0, 2),
        "a fresh one that is tired is trouble"
    );
    assert!(report.trouble.unwrap().contains("421 Enough"));
}

#[tokio::test]
async fn a_server_that_lets_in_one_connection_gets_every_message_over_it() {
    const OPEN: Answers = &[("CONNECT", HELLO), ("DATA", "354 Go")];
    const FULL: Answers = &[("CONNECT", "421 Too many connections")];
    let script = Script::start(&[OPEN, FULL]).await;
    let names: Vec<String> = (0..12).map(|n| format!("p{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (post, _database) = post(&script, &names).await;
    let report = post.drain().await;
    assert_eq!((report.accepted, report.waiting), (12, 0), "{report:?}");
    let heard = script.heard();
    assert_eq!(heard.iter().filter(|line| *line == "DOT").count(), 12);
}

#[tokio::test]
async fn half_an_answer_leaves_doubt() {
    const HALF: Answers = &[("CONNECT", HELLO), ("DATA", "354 Go"), ("DOT", "")];
    const NONSENSE: Answers = &[("CONNECT", HELLO), ("DATA", "354 Go"), ("DOT", "333 What")];
    for script in [HALF, NONSENSE].map(|answers| answers) {
        let scripts: &'static [Answers] = Box::leak(Box::new([script]));
        let script = Script::start(scripts).await;
        let mut one = session(&script).await;
        let outcome = send(&mut one, "maya@riverside.example").await;
        assert!(matches!(outcome, Outcome::InDoubt(_)), "{outcome:?}");
        assert!(!one.is_usable());
    }
}
