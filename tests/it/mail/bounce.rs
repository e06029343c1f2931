//! Notices of mail servers: found by what they tell, taken in once, everything else left alone.

use std::fs;

use enroll::model::message::DeliveryState::{Accepted, Bounced, InDoubt, Rejected};
use enroll::model::message::MessageRow;
use enroll::ops::bounce::{Taken, take, take_maildir};

use super::Post;
use super::verbs::{fingerprint, json, repository};
use crate::support::folder;
use crate::support::smtp::{Mode, Smtp};

/// What a notice tells, and how it says which message it is about.
#[derive(Clone, Copy)]
struct Notice<'a> {
    envelope: Option<&'a str>,
    message_id: Option<&'a str>,
    address: &'a str,
    action: &'a str,
}

impl Notice<'_> {
    fn text(&self) -> String {
        let line = |name: &str, value: Option<&str>| {
            value.map_or(String::new(), |value| format!("{name}: {value}\r\n"))
        };
        let status = if self.action == "failed" {
            "5.1.1"
        } else {
            "4.4.1"
        };
        format!(
            "From: MAILER-DAEMON@mx.example\r\nTo: enroll@riverside.example\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"B\"\r\n\r\n\
             --B\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\r\n\
             --B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n{}\r\n\
             Final-Recipient: rfc822; {}\r\nAction: {}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; 550 <{}> unknown\r\n\r\n\
             --B\r\nContent-Type: text/rfc822-headers\r\n\r\nFrom: enroll@riverside.example\r\n{}\r\n--B--\r\n",
            line("Original-Envelope-Id", self.envelope),
            self.address,
            self.action,
            self.address,
            line(
                "Message-ID",
                self.message_id.map(|id| format!("<{id}>")).as_deref()
            ),
        )
    }
}

/// Nothing known but the address.
const FAILED: Notice<'_> = Notice {
    envelope: None,
    message_id: None,
    address: "somebody@elsewhere.example",
    action: "failed",
};

/// Envelope and Message-ID of a message, as it left.
fn names(row: &MessageRow) -> (String, String) {
    let envelope = format!("{}.invite", row.id);
    let message_id = format!("{envelope}@enroll.riverside.example");
    (envelope, message_id)
}

async fn taken(post: &Post, notice: Notice<'_>) -> Vec<Taken> {
    let told = take(&post.here.app, notice.text().as_bytes())
        .await
        .unwrap();
    told.into_iter().map(|told| told.result).collect()
}

both_databases!(
    a_notice_is_found_by_envelope_message_or_address,
    |url| async {
        let post = Post::open(url, Mode::Normal).await;
        for name in ["envelope", "header", "address"] {
            post.invite(name).await;
        }
        post.drain().await;
        let rows = post.rows().await;
        let (envelope, _) = names(&rows[0]);
        let (_, message_id) = names(&rows[1]);
        let all = [
            Notice {
                envelope: Some(&envelope),
                ..FAILED
            },
            Notice {
                message_id: Some(&message_id),
                ..FAILED
            },
            Notice {
                address: "Address@riverside.example",
                ..FAILED
            },
        ];
        for (n, notice) in all.into_iter().enumerate() {
            assert_eq!(taken(&post, notice).await, [Taken::Bounced], "{n}");
            assert_eq!(
                taken(&post, notice).await,
                [Taken::Known],
                "{n}: told twice"
            );
        }
        assert_eq!(post.states().await, [Bounced; 3]);
        let reply = post.rows().await.remove(0).reply.unwrap();
        assert!(reply.starts_with("5.1.1 550 "), "{reply}");
        let events = "SELECT COUNT(*) FROM event WHERE action = 'bounced'";
        assert_eq!(post.here.number(events).await, 3, "each once");
    }
);

both_databases!(a_notice_ends_a_doubt, |url| async {
    let post = Post::open(url, Mode::DropKept).await;
    for name in ["lost", "found", "slow"] {
        post.invite(name).await;
    }
    post.drain().await;
    assert_eq!(post.states().await, [InDoubt; 3]);
    let rows = post.rows().await;
    for (row, action, result) in [
        (&rows[0], "failed", Taken::Bounced),
        (&rows[1], "relayed", Taken::Arrived),
        (&rows[2], "delayed", Taken::Delayed),
    ] {
        let (envelope, _) = names(row);
        let notice = Notice {
            envelope: Some(&envelope),
            action,
            ..FAILED
        };
        assert_eq!(taken(&post, notice).await, [result], "{action}");
    }
    assert_eq!(post.states().await, [Bounced, Accepted, InDoubt]);
    assert_eq!(
        post.sealed().await,
        1,
        "only what may have to be sent again"
    );
    let events = "SELECT COUNT(*) FROM event WHERE action = 'delayed'";
    assert_eq!(post.here.number(events).await, 1);
});

both_databases!(what_is_not_ours_changes_nothing, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    post.invite("maya").await;
    let again = post.here.link("other", None).await;
    post.drain().await;
    let before = post.here.dump().await;
    let forged = Notice {
        message_id: Some("another@mx.example"),
        address: "maya@riverside.example",
        ..FAILED
    };
    assert_eq!(
        taken(&post, forged).await,
        [Taken::Unknown],
        "a message of somebody else"
    );
    assert_eq!(taken(&post, FAILED).await, [Taken::Unknown]);
    let mail = b"From: maya@riverside.example\r\nSubject: Thanks\r\n\r\nAction: failed\r\n";
    assert!(take(&post.here.app, mail).await.unwrap().is_empty());
    assert_eq!(post.here.dump().await, before, "{again}");

    // Two messages left for one address: it cannot be said which came back.
    let copy = "INSERT INTO outbox (id, send_key, kind, channel, address, message_id, state, attempts, created_at, updated_at) \
                SELECT 'copy', 'copy', kind, channel, address, 'copy', state, attempts, created_at, updated_at FROM outbox";
    post.here.sql(copy).await;
    let address = Notice {
        address: "maya@riverside.example",
        ..FAILED
    };
    assert_eq!(taken(&post, address).await, [Taken::Unknown]);

    post.here.sql("UPDATE outbox SET state = 'rejected'").await;
    let row = post
        .rows()
        .await
        .into_iter()
        .find(|row| row.id.0 != "copy")
        .unwrap();
    let (envelope, _) = names(&row);
    let late = Notice {
        envelope: Some(&envelope),
        ..FAILED
    };
    assert_eq!(taken(&post, late).await, [Taken::Odd]);
    assert_eq!(post.states().await, [Rejected; 2]);
});

both_databases!(a_maildir_is_worked_off_and_the_rest_left, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    post.invite("maya").await;
    post.drain().await;
    let (envelope, _) = names(&post.rows().await[0]);
    let notice = Notice {
        envelope: Some(&envelope),
        ..FAILED
    };
    let maildir = folder::fresh("maildir-");
    let file = |name: &str| maildir.path().join(name);
    for part in ["new", "cur", "tmp"] {
        fs::create_dir(file(part)).unwrap();
    }
    fs::write(file("new/1.a"), notice.text()).unwrap();
    fs::write(file("new/2.b"), "Subject: Hello\r\n\r\nHello\r\n").unwrap();
    fs::write(file("cur/3.c:2,S"), notice.text()).unwrap();
    let mails = take_maildir(&post.here.app, maildir.path()).await.unwrap();
    let done: Vec<_> = mails
        .iter()
        .map(|mail| (mail.file.as_str(), mail.is_done()))
        .collect();
    assert_eq!(done, [("1.a", true), ("2.b", false)]);
    assert!(file("cur/1.a:2,S").exists() && file("new/2.b").exists());
    assert_eq!(post.states().await, [Bounced]);
    let again = take_maildir(&post.here.app, maildir.path()).await.unwrap();
    assert_eq!(again.len(), 1, "what was dealt with is not read again");
    assert!(take_maildir(&post.here.app, &file("none")).await.is_err());
});

both_databases!(the_verb_says_what_it_did_and_what_it_left, |url| async {
    let smtp = Smtp::start(Mode::Normal);
    let repo = repository(&smtp, url, &["maya"]);
    let _ = repo
        .run(&["apply", "--approve", &fingerprint(&repo)])
        .expect_code(0);
    let row = json(&repo, &["outbox", "list", "--format", "json"])[0].clone();
    let envelope = format!("{}.invite", row["id"].as_str().unwrap());
    let notice = Notice {
        envelope: Some(&envelope),
        address: "maya@riverside.example",
        ..FAILED
    };
    repo.write("bounce.eml", &notice.text());
    let told = repo.run(&["outbox", "bounce", "bounce.eml"]).expect_code(0);
    assert!(told.stdout.contains("came back: 5.1.1"), "{}", told.stdout);
    assert!(!told.stdout.contains("maya@"), "{}", told.stdout);
    let shown = repo
        .run(&["outbox", "show", row["id"].as_str().unwrap()])
        .expect_code(0);
    assert!(
        shown.stdout.contains("m•••@riverside.example> unknown"),
        "{}",
        shown.stdout
    );
    let status = json(&repo, &["status", "--format", "json"]);
    assert_eq!(status["messages"][0]["state"], "bounced");

    repo.write("thanks.eml", "Subject: Thanks\r\n\r\nThanks\r\n");
    let left = repo.run(&["outbox", "bounce", "thanks.eml"]).expect_code(1);
    assert!(
        left.stdout.contains("no delivery status notice"),
        "{}",
        left.stdout
    );
    let _ = repo.run(&["outbox", "bounce", "none.eml"]).expect_code(1);
    repo.write("mail/new/1", "Subject: Thanks\r\n\r\nThanks\r\n");
    repo.write("mail/cur/.keep", "");
    let folder = repo
        .run(&["outbox", "bounce", "--maildir", "mail"])
        .expect_code(3);
    assert!(
        folder.stdout.contains("1 of 1 mails are left"),
        "{}",
        folder.stdout
    );
});

both_databases!(messages_that_come_back_count_as_refused, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    for n in 0..11 {
        post.invite(&format!("p{n}")).await;
    }
    post.here
        .sql("UPDATE outbox SET run = 'one', wave = 2")
        .await;
    post.drain().await;
    for row in &post.rows().await[..3] {
        assert!(post.paused().await.is_none());
        let (envelope, _) = names(row);
        taken(
            &post,
            Notice {
                envelope: Some(&envelope),
                ..FAILED
            },
        )
        .await;
    }
    let pause = post.paused().await.unwrap();
    assert_eq!(
        pause.reason,
        "3 of 11 invite messages in wave 2 were refused"
    );
});
