//! Many messages and many senders: claims, leases, kept connections, withdrawals, files.

use std::collections::BTreeSet;

use enroll::base::time::SECOND;
use enroll::model::message::Channel;
use enroll::model::message::DeliveryState::{Accepted, Cancelled, Deferred, InDoubt};
use enroll::ops::{deliver, process};
use enroll::worker::{Drain, drain};

use super::Post;
use crate::support::smtp::Mode;

both_databases!(senders_at_once_share_the_work, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    for n in 0..30 {
        post.invite(&format!("p{n}")).await;
    }
    let (one, two) = (post.replica().await, post.replica().await);
    let how = Drain::default();
    let (a, b) = tokio::join!(drain(&one, &how, |_| {}), drain(&two, &how, |_| {}));
    assert_eq!(a.unwrap().accepted + b.unwrap().accepted, 30);
    let mails = post.smtp.messages();
    let people: BTreeSet<_> = mails.iter().map(|mail| mail.rcpt[0].clone()).collect();
    assert_eq!((mails.len(), people.len()), (30, 30));
    assert!(post.commands("CONNECT") <= 8, "connections are kept");
});

both_databases!(a_server_out_of_reach_is_asked_once, |url| async {
    let mut post = Post::open(url, Mode::Normal).await;
    for n in 0..5 {
        post.invite(&format!("p{n}")).await;
    }
    let port = crate::support::port::free();
    post.here.app.settings.mail.smtp.as_mut().unwrap().port = port;
    let report = post.drain().await;
    assert!(report.trouble.unwrap().contains("refused"));
    assert_eq!(report.waiting, 5);
    assert_eq!(post.states().await, [Deferred; 5]);

    post.here.app.settings.mail.smtp.as_mut().unwrap().port = post.smtp.port();
    assert_eq!(post.drain().await.accepted, 5);
});

both_databases!(a_link_that_ended_gets_no_message, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    for (name, end) in [
        ("revoked", "revoked_at = 1"),
        ("held", "held_at = 1"),
        ("removed", "removed_at = 1"),
        ("expired", "expires_at = 1"),
    ] {
        let uid = post.invite(name).await;
        let sql = format!("UPDATE recipient SET {end} WHERE uid = '{uid}'");
        post.here.sql(&sql).await;
    }
    post.invite("live").await;
    let report = post.drain().await;
    assert_eq!((report.accepted, report.cancelled), (1, 4), "{report:?}");
    assert!(report.is_complete(), "nobody wants those any more");
    let states = post.states().await;
    assert_eq!(
        states,
        [Cancelled, Cancelled, Cancelled, Cancelled, Accepted]
    );
    assert_eq!(post.smtp.messages()[0].rcpt, ["live@riverside.example"]);
    assert_eq!(post.sealed().await, 0);
});

both_databases!(
    a_revocation_between_claim_and_data_still_counts,
    |url| async {
        let post = Post::open(url, Mode::Normal).await;
        let uid = post.invite("maya").await;
        let (app, owner) = (&post.here.app, process::owner());
        let taken = deliver::claim(app, Channel::Email, &owner, 10).await;
        let parcels = taken.unwrap().parcels;
        assert_eq!(parcels.len(), 1);
        let sql = format!("UPDATE recipient SET revoked_at = 1 WHERE uid = '{uid}'");
        post.here.sql(&sql).await;
        let mark = [deliver::Entry::Mark(parcels[0].row.id.clone())];
        let written = deliver::write(app, &owner, &mark).await.unwrap();
        assert_eq!(written, [deliver::Written::Refused]);
        assert_eq!(post.states().await, [Cancelled]);
    }
);

both_databases!(what_a_dead_sender_held_is_free_at_once, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    for name in ["claimed", "transmitting"] {
        post.invite(name).await;
    }
    let (app, mut owner) = (&post.here.app, process::owner());
    // A process of this boot that is no more: ours, started at another time.
    owner.started -= 1;
    let taken = deliver::claim(app, Channel::Email, &owner, 10).await;
    let parcels = taken.unwrap().parcels;
    let mark = [deliver::Entry::Mark(parcels[1].row.id.clone())];
    deliver::write(app, &owner, &mark).await.unwrap();
    let report = post.drain().await;
    assert_eq!((report.accepted, report.in_doubt), (1, 1), "{report:?}");
    assert_eq!(post.states().await, [Accepted, InDoubt]);
    assert_eq!(post.smtp.messages()[0].rcpt, ["claimed@riverside.example"]);

    // It wakes up after all: its claim is gone, its certain answer counts.
    let late = |n: usize| {
        let row = Box::new(parcels[n].row.clone());
        deliver::Entry::Settle(row, enroll::notify::Outcome::Accepted("250".to_owned()))
    };
    deliver::write(app, &owner, &[late(0), late(1)])
        .await
        .unwrap();
    assert_eq!(post.states().await, [Accepted, Accepted]);
    assert_eq!(
        post.rows().await[0].reply.as_deref(),
        Some("250 2.0.0 Kept")
    );
});

both_databases!(
    a_living_sender_keeps_its_claim_until_its_lease_ends,
    |url| async {
        let post = Post::open(url, Mode::Normal).await;
        post.invite("maya").await;
        let (app, mut owner) = (&post.here.app, process::owner());
        // A sender on another machine: only its lease tells.
        owner.boot = "elsewhere".to_owned();
        deliver::claim(app, Channel::Email, &owner, 10)
            .await
            .unwrap();
        let report = post.drain().await;
        assert_eq!((report.accepted, report.waiting), (0, 1));
        deliver::renew(app, &owner).await.unwrap();
        assert_eq!(post.drain().await.accepted, 0);
        let lapsed = format!(
            "UPDATE outbox SET lease_until = lease_until - {}",
            31 * SECOND
        );
        post.here.sql(&lapsed).await;
        assert_eq!(post.drain().await.accepted, 1);
        let mark = [deliver::Entry::Mark(post.rows().await[0].id.clone())];
        let late = deliver::write(app, &owner, &mark).await.unwrap();
        assert_eq!(late, [deliver::Written::Refused], "fenced");
    }
);

both_databases!(a_used_link_is_evidence_that_it_arrived, |url| async {
    let post = Post::open(url, Mode::DropKept).await;
    let uid = post.invite("maya").await;
    post.drain().await;
    let mut tx = post.here.app.db.write().await.unwrap();
    let now = tx.now().await.unwrap();
    assert_eq!(tx.settle_by_use(&uid, now).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(
        (post.states().await, post.sealed().await),
        (vec![Accepted], 0)
    );
    assert!(post.drain().await.is_complete());
});

both_databases!(without_a_server_mail_becomes_files, |url| async {
    let mut post = Post::open(url, Mode::Normal).await;
    post.here.app.settings.mail.smtp = None;
    post.invite("maya").await;
    post.invite("rui").await;
    assert_eq!(post.drain().await.accepted, 2);
    let folder = post.here.app.root.join(".enroll/outbox");
    let names: BTreeSet<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let rows = post.rows().await;
    let expected = rows
        .iter()
        .map(|row| format!("{}.invite@enroll.riverside.example.eml", row.id));
    assert_eq!(
        names,
        expected.collect(),
        "named by Message-ID, no drafts left"
    );
    let text = std::fs::read_to_string(folder.join(names.first().unwrap())).unwrap();
    assert!(text.contains("\r\nTo: \"Maya Chen\" <maya@riverside.example>\r\n"));
    assert!(post.smtp.messages().is_empty());
});

both_databases!(stop_leaves_the_rest_for_later, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    for n in 0..20 {
        post.invite(&format!("p{n}")).await;
    }
    let how = Drain::default();
    let stop = how.stop.clone();
    let report = drain(&post.here.app, &how, move |_| stop.cancel()).await;
    let report = report.unwrap();
    assert!(report.interrupted && !report.is_complete());
    assert!(report.accepted >= 1 && report.waiting >= 1, "{report:?}");
    assert_eq!(report.accepted + report.waiting, 20);
    assert_eq!(post.smtp.messages().len() as u64, report.accepted);
    assert_eq!(post.drain().await.accepted, report.waiting);
    assert_eq!(post.smtp.messages().len(), 20);
});
