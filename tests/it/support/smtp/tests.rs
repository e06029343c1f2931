//! What the SMTP server of the tests does in each mode.

use super::*;
use lettre::{
    SmtpTransport, Transport as _,
    address::Envelope,
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        response::{Response, Severity},
    },
};
use std::time::Duration;

const MAIL: &[u8] = b"Subject: Gr\xc3\xbc\xc3\x9fe\r\n\r\n.dot\r\n";

fn tls(smtp: &Smtp) -> Tls {
    let ca = Certificate::from_pem(&fs::read(certificate::ca()).unwrap()).unwrap();
    let parameters = || {
        TlsParameters::builder("localhost".into())
            .add_root_certificate(ca)
            .build_rustls()
            .unwrap()
    };
    match smtp.access {
        Access::Open | Access::Login => Tls::None,
        Access::StartTls => Tls::Required(parameters()),
        Access::ImplicitTls => Tls::Wrapper(parameters()),
    }
}

fn send_to(smtp: &Smtp, to: &str) -> Result<Response, lettre::transport::smtp::Error> {
    let host = if matches!(smtp.access, Access::Open | Access::Login) {
        "127.0.0.1"
    } else {
        "localhost"
    };
    let mut client = SmtpTransport::builder_dangerous(host)
        .port(smtp.port())
        .timeout(Some(Duration::from_millis(700)))
        .tls(tls(smtp));
    if smtp.access != Access::Open {
        client = client.credentials(Credentials::new(USER.into(), PASSWORD.into()));
    }
    let envelope = Envelope::new(
        "enroll@riverside.example".parse().ok(),
        vec![to.parse().unwrap()],
    )
    .unwrap();
    client.build().send_raw(&envelope, MAIL)
}

fn send(smtp: &Smtp) -> Result<Response, lettre::transport::smtp::Error> {
    send_to(smtp, "maya.chen@riverside.example")
}

#[test]
fn it_keeps_what_it_accepts() {
    let smtp = Smtp::start(Mode::Normal);
    assert!(send(&smtp).unwrap().is_positive());
    let messages = smtp.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].mail_from, "enroll@riverside.example");
    assert_eq!(messages[0].rcpt, ["maya.chen@riverside.example"]);
    assert!(
        messages[0].raw.starts_with(MAIL),
        "dots at line starts come back as sent"
    );
    assert_eq!(messages[0].subject(), "Grüße");
    assert_eq!(messages[0].text().trim_end(), ".dot");
    assert!(!messages[0].tls && messages[0].user.is_none());
    let commands = smtp.commands();
    assert_eq!(commands[0], "CONNECT");
    assert!(commands.contains(&"RCPT TO:<maya.chen@riverside.example>".to_owned()));
    assert!(smtp.url().starts_with("smtp://127.0.0.1:"));
}

#[test]
fn it_insists_on_the_log_in_and_on_tls() {
    for access in [Access::Login, Access::StartTls, Access::ImplicitTls] {
        let smtp = Smtp::start_with(Mode::Normal, access);
        assert!(send(&smtp).unwrap().is_positive(), "{access:?}");
        let message = smtp.messages().remove(0);
        assert_eq!(message.user.as_deref(), Some(USER));
        assert_eq!(message.tls, access != Access::Login);
        assert!(smtp.url().contains(USER));
    }
}

#[test]
fn it_refuses_where_and_how_it_is_told() {
    use Severity::{
        PermanentNegativeCompletion as Permanent, TransientNegativeCompletion as Transient,
    };
    let smtp = Smtp::start(Mode::Normal);
    for (mode, severity) in [
        (Mode::DeferRcpt, Transient),
        (Mode::RejectRcpt, Permanent),
        (Mode::DeferData, Transient),
        (Mode::RejectData, Permanent),
        (Mode::DeferMessage, Transient),
        (Mode::RejectMessage, Permanent),
    ] {
        smtp.set_mode(mode);
        let code = send(&smtp).unwrap_err().status().unwrap();
        assert_eq!(code.severity, severity, "{mode:?}");
    }
    assert!(smtp.messages().is_empty());
}

#[test]
fn a_mode_may_hold_for_some_recipients_only() {
    let smtp = Smtp::start(Mode::Normal);
    smtp.set_mode_for("rui.costa@", Mode::RejectRcpt);
    send_to(&smtp, "rui.costa@riverside.example").unwrap_err();
    send_to(&smtp, "maya.chen@riverside.example").unwrap();
    assert_eq!(smtp.messages().len(), 1);
}

#[test]
fn greylisting_passes_the_second_time() {
    let smtp = Smtp::start(Mode::Greylist);
    assert!(send(&smtp).unwrap_err().is_transient());
    assert!(send(&smtp).unwrap().is_positive());
}

#[test]
fn it_cuts_hangs_and_keeps_silent() {
    for (mode, kept) in [
        (Mode::DropLost, 0),
        (Mode::DropKept, 1),
        (Mode::HangLost, 0),
        (Mode::HangKept, 1),
        (Mode::Silent, 0),
    ] {
        let smtp = Smtp::start(mode);
        let error = send(&smtp).unwrap_err();
        assert!(error.status().is_none(), "{mode:?}: {error}");
        assert_eq!(smtp.messages().len(), kept, "{mode:?}");
    }
    let smtp = Smtp::start(Mode::DropAfter);
    assert!(send(&smtp).unwrap().is_positive());
    assert_eq!(smtp.messages().len(), 1);
}

#[test]
fn it_stops() {
    let smtp = Smtp::start(Mode::Normal);
    let port = smtp.port();
    smtp.stop();
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
}
