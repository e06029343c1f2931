//! One message and a server in each mood.

use enroll::model::message::Channel;
use enroll::model::message::DeliveryState::{Accepted, Deferred, InDoubt, Rejected};
use enroll::notify::smtp::Server;
use enroll::notify::{Outcome, Transport};
use enroll::ops::deliver;

use super::{Post, SHORT};
use crate::support::smtp::Mode;

both_databases!(an_invitation_arrives_as_written, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    let uid = post.invite("maya").await;
    let report = post.drain().await;
    assert!(report.is_complete() && report.accepted == 1, "{report:?}");

    let [mail] = &post.smtp.messages()[..] else {
        panic!("one mail");
    };
    assert_eq!(mail.mail_from, "enroll@enroll.riverside.example");
    assert_eq!(mail.rcpt, ["maya@riverside.example"]);
    let row = &post.rows().await[0];
    let message = mail.message();
    assert_eq!(
        message.message_id().unwrap(),
        format!("{}.invite@enroll.riverside.example", row.id)
    );
    let header = |name: &str| {
        message
            .header_raw(name)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    assert_eq!(
        header("From"),
        "\"Riverside Schools\" <enroll@enroll.riverside.example>"
    );
    assert_eq!(header("To"), "\"Maya Chen\" <maya@riverside.example>");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert_eq!(
        header("X-Auto-Response-Suppress"),
        "OOF, AutoReply, RN, NRN"
    );
    assert_eq!(
        header("X-Enroll-Invitation"),
        enroll::model::link::number(&uid.0)
    );
    assert!(mail.subject().starts_with("Set up your iPhone or iPad by "));

    let link = post.here.app.key.link(&uid.0, 0);
    let link = format!("https://enroll.riverside.example/e/{}", link.expose());
    assert!(
        mail.text().contains(&format!("\r\n{link}\r\n")),
        "{}",
        mail.text()
    );
    assert!(message.body_html(0).unwrap().contains(&link));
    assert_eq!(
        (row.state, row.attempts, post.sealed().await),
        (Accepted, 1, 0)
    );
    assert_eq!(row.reply.as_deref(), Some("250 2.0.0 Kept"));
});

both_databases!(nothing_is_sent_twice, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    post.invite("maya").await;
    post.drain().await;
    let second = post.drain().await;
    assert_eq!((second.accepted, second.is_complete()), (0, true));
    assert_eq!(post.smtp.messages().len(), 1);
});

both_databases!(not_now_is_tried_again, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    for (n, mode) in [Mode::DeferRcpt, Mode::DeferData, Mode::DeferMessage]
        .into_iter()
        .enumerate()
    {
        post.only_with(mode).await;
        let report = post.drain().await;
        assert_eq!((report.accepted, report.waiting), (0, 1), "{mode:?}");
        assert!(!report.is_complete());
        let row = &post.rows().await[0];
        assert_eq!((row.state, row.attempts), (Deferred, 1), "{mode:?}");
        assert!(row.reply.as_deref().unwrap().starts_with("45"), "{row:?}");
        assert!(row.next_at.unwrap() > row.updated_at);

        post.smtp.set_mode(Mode::Normal);
        assert!(post.drain().await.is_complete());
        assert_eq!(post.smtp.messages().len(), n + 1, "{mode:?}");
        assert_eq!(post.states().await, [Accepted]);
    }
});

both_databases!(never_is_the_end, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    for mode in [Mode::RejectRcpt, Mode::RejectData, Mode::RejectMessage] {
        post.only_with(mode).await;
        let report = post.drain().await;
        assert_eq!((report.rejected, report.waiting), (1, 0), "{mode:?}");
        assert!(!report.is_complete());
        assert_eq!(post.states().await, [Rejected], "{mode:?}");
        assert_eq!(post.sealed().await, 0);
        post.smtp.set_mode(Mode::Normal);
        post.drain().await;
        assert!(post.smtp.messages().is_empty(), "{mode:?}");
    }
});

both_databases!(
    a_lost_answer_is_a_doubt_and_a_doubt_is_never_sent_again,
    |url| async {
        let post = Post::open(url, Mode::Normal).await;
        for (mode, kept) in [(Mode::DropLost, 0), (Mode::DropKept, 1)] {
            post.only_with(mode).await;
            let report = post.drain().await;
            assert_eq!((report.accepted, report.in_doubt), (0, 1), "{mode:?}");
            assert!(!report.is_complete());
            post.smtp.set_mode(Mode::Normal);
            assert_eq!(post.drain().await.in_doubt, 1);
            assert_eq!(post.states().await, [InDoubt]);
            assert_eq!(post.smtp.messages().len(), kept, "{mode:?}");
            assert_eq!(
                post.sealed().await,
                1,
                "kept: it may have to be sent after all"
            );
        }
    }
);

both_databases!(
    an_answer_counts_even_if_the_connection_ends_with_it,
    |url| async {
        let post = Post::open(url, Mode::DropAfter).await;
        for name in ["maya", "rui", "tom"] {
            post.invite(name).await;
        }
        let report = post.drain().await;
        assert_eq!(
            (report.accepted, report.is_complete()),
            (3, true),
            "{report:?}"
        );
        assert_eq!(post.smtp.messages().len(), 3);
    }
);

both_databases!(an_operator_ends_a_doubt, |url| async {
    let post = Post::open(url, Mode::DropKept).await;
    post.invite("maya").await;
    post.invite("rui").await;
    post.drain().await;
    post.smtp.set_mode(Mode::Normal);
    let rows = post.rows().await;
    assert!(post.resolve(&rows[0].id, true).await);
    assert!(post.resolve(&rows[1].id, false).await);
    assert!(!post.resolve(&rows[0].id, false).await, "no doubt any more");
    assert!(post.drain().await.is_complete());
    assert_eq!(post.states().await, [Accepted, Accepted]);

    let copies: Vec<_> = post.smtp.messages();
    let of = |part: &str| -> Vec<_> {
        let to = |mail: &&crate::support::smtp::Received| mail.rcpt[0].starts_with(part);
        copies
            .iter()
            .filter(to)
            .map(|mail| mail.raw.clone())
            .collect()
    };
    assert_eq!(of("maya").len(), 1);
    assert_eq!(of("rui").len(), 2, "sent again because somebody said so");
    assert_eq!(of("rui")[0], of("rui")[1], "identical to the last byte");
});

both_databases!(
    a_server_that_falls_silent_is_not_waited_for_without_end,
    |url| async {
        let post = Post::open(url, Mode::Normal).await;
        for (mode, expected) in [
            (Mode::HangLost, "in doubt"),
            (Mode::Silent, "no connection"),
        ] {
            post.only_with(mode).await;
            let app = &post.here.app;
            let Ok(Transport::Smtp(server)) =
                deliver::transport(&app.settings, &app.root, Channel::Email)
            else {
                panic!("a server is configured");
            };
            let said = try_one(&post, *server).await;
            assert!(said.starts_with(expected), "{mode:?}: {said}");
            assert!(said.contains("took longer than 0 s to answer"), "{said}");
        }
    }
);

/// Sends the first row over `server` with short limits, past the outbox.
async fn try_one(post: &Post, mut server: Server) -> String {
    server.limits.command = SHORT;
    server.limits.end = SHORT;
    let mut channel = match Transport::Smtp(Box::new(server)).open().await {
        Ok(channel) => channel,
        Err(why) => return format!("no connection: {why}"),
    };
    let app = &post.here.app;
    let owner = enroll::ops::process::owner();
    let taken = deliver::claim(app, Channel::Email, &owner, 1).await;
    let parcels = taken.unwrap().parcels;
    let message = parcels[0].message.as_ref().unwrap();
    match channel.send(message, async || true, |_| {}).await {
        Outcome::InDoubt(why) => format!("in doubt: {why}"),
        other => panic!("{other:?}"),
    }
}
