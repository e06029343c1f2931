//! Waves and the pause: a mistake meets few people, and somebody looks before it meets more.

use std::collections::BTreeSet;
use std::time::Duration;

use enroll::model::id::RunId;
use enroll::model::message::DeliveryState::{Accepted, Queued};
use enroll::model::message::{Channel, MessageKind};
use enroll::model::pause::Pause;
use enroll::ops::{deliver, outbox, process};
use enroll::store::wave;
use enroll::worker::{Drain, drain};

use super::Post;
use super::verbs::{fingerprint, json, repository};
use crate::support::process::until;
use crate::support::smtp::{Mode, Smtp};

const PATIENCE: Duration = Duration::from_secs(30);

impl Post {
    /// Invitations of one run to `names`, in waves in this order.
    async fn run_of(&self, names: &[String]) {
        for (name, place) in names.iter().zip(1..) {
            self.invite_in(name, Some(("one", wave::number(place))))
                .await;
        }
        let mut tx = self.here.app.db.write().await.unwrap();
        let (run, count) = (RunId("one".to_owned()), names.len() as u64);
        tx.begin_waves(&run, MessageKind::Invite, count)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// How many messages a sender takes that asks for 64 now.
    async fn claim_some(&self) -> usize {
        let claimed = deliver::claim(&self.here.app, Channel::Email, &process::owner(), 64).await;
        claimed.unwrap().parcels.len()
    }

    pub async fn paused(&self) -> Option<Pause> {
        self.here
            .app
            .db
            .read()
            .await
            .unwrap()
            .pause()
            .await
            .unwrap()
    }
}

fn people(n: usize) -> Vec<String> {
    (0..n).map(|n| format!("p{n}")).collect()
}

both_databases!(a_wave_begins_when_the_one_before_was_tried, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    post.run_of(&people(130)).await;
    let wanted: Vec<_> = post.rows().await.into_iter().map(|row| row.to).collect();
    let (one, two) = (post.replica().await, post.replica().await);
    let how = Drain {
        wait: PATIENCE,
        ..Drain::default()
    };
    let (a, b) = tokio::join!(drain(&one, &how, |_| {}), drain(&two, &how, |_| {}));
    assert_eq!(a.unwrap().accepted + b.unwrap().accepted, 130);
    let arrived: Vec<_> = post
        .smtp
        .messages()
        .iter()
        .map(|m| m.rcpt.concat())
        .collect();
    for wave in [0..1, 1..11, 11..111, 111..130] {
        let set =
            |all: &[String]| -> BTreeSet<String> { all[wave.clone()].iter().cloned().collect() };
        assert_eq!(set(&arrived), set(&wanted), "{wave:?}");
    }
    let left = "SELECT COUNT(*) FROM wave";
    assert_eq!(post.here.number(left).await, 0, "nothing to remember");
});

both_databases!(opening_a_wave_touches_no_message, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    post.run_of(&people(130)).await;
    let untouched = "SELECT COUNT(*) FROM outbox WHERE state = 'queued' AND next_at IS NULL \
                     AND updated_at = created_at";
    assert_eq!(post.here.number(untouched).await, 130);
    // One of the first wave, ten of the second, a part of the third: the others are as they were written.
    for (taken, left) in [(1, 129), (10, 119), (64, 55)] {
        assert_eq!(post.claim_some().await, taken);
        assert_eq!(post.here.number(untouched).await, left);
        post.here
            .sql("UPDATE outbox SET state = 'accepted' WHERE state = 'claimed'")
            .await;
    }
});

both_databases!(
    a_message_that_is_deferred_keeps_nobody_waiting,
    |url| async {
        let post = Post::open(url, Mode::Normal).await;
        post.smtp.set_mode_for("p0@", Mode::DeferRcpt);
        post.run_of(&people(13)).await;
        let report = post.drain().await;
        assert_eq!((report.accepted, report.waiting), (12, 1), "{report:?}");
    }
);

both_databases!(
    too_many_refusals_stop_everything_until_somebody_looked,
    |url| async {
        let post = Post::open(url, Mode::Normal).await;
        post.smtp.set_mode_for("bad", Mode::RejectRcpt);
        let mut names = people(40);
        for n in [3, 5, 7] {
            names[n] = format!("bad{n}");
        }
        post.run_of(&names).await;
        let report = post.drain().await;
        // Others of the wave may have left before the third refusal, or wait now.
        assert!(report.rejected == 3 && report.waiting >= 29, "{report:?}");
        let left = report.waiting;
        let pause = post.paused().await.unwrap();
        assert_eq!(pause.by, "sender");
        assert_eq!(
            pause.reason,
            "3 of 10 invite messages in wave 2 were refused"
        );

        let again = post.drain().await;
        assert_eq!(
            (again.accepted, again.waiting),
            (0, left),
            "the pause holds"
        );
        assert!(outbox::resume(&post.here.app).await.unwrap().is_some());
        assert_eq!(
            post.drain().await.accepted,
            left,
            "what was looked at counts no more"
        );
        assert!(outbox::resume(&post.here.app).await.unwrap().is_none());
    }
);

both_databases!(many_doubts_stop_everything_too, |url| async {
    let post = Post::open(url, Mode::DropLost).await;
    post.run_of(&people(40)).await;
    let report = post.drain().await;
    // The first wave, and of the second at least as many as are too many; the rest waits.
    assert!((6..=11).contains(&report.in_doubt), "{report:?}");
    assert_eq!(report.in_doubt + report.waiting, 40);
    let reason = post.paused().await.unwrap().reason;
    assert!(
        reason.ends_with("of 10 invite messages in wave 2 are in doubt"),
        "{reason}"
    );
    assert_eq!(
        post.drain().await.waiting,
        report.waiting,
        "the pause holds"
    );

    post.smtp.set_mode(Mode::Normal);
    assert!(outbox::resume(&post.here.app).await.unwrap().is_some());
    let again = post.drain().await;
    assert_eq!(again.accepted, report.waiting, "{again:?}");
    assert_eq!(
        again.in_doubt, report.in_doubt,
        "doubts stay for somebody to settle"
    );
});

both_databases!(what_no_run_wants_has_no_waves, |url| async {
    let post = Post::open(url, Mode::RejectRcpt).await;
    for n in 0..5 {
        post.invite(&format!("p{n}")).await;
    }
    assert_eq!(post.drain().await.rejected, 5);
    assert_eq!(post.paused().await, None);
});

both_databases!(a_pause_holds_before_the_first_byte, |url| async {
    let post = Post::open(url, Mode::Normal).await;
    post.invite("maya").await;
    let (app, owner) = (&post.here.app, process::owner());
    let taken = deliver::claim(app, Channel::Email, &owner, 10).await;
    let parcels = taken.unwrap().parcels;
    let mark = [deliver::Entry::Mark(parcels[0].row.id.clone())];
    assert_eq!(outbox::pause(app, "wrong text").await.unwrap(), None);
    let written = deliver::write(app, &owner, &mark).await.unwrap();
    assert_eq!(written, [deliver::Written::Paused]);
    deliver::release(app, &owner).await.unwrap();
    assert_eq!(post.states().await, [Queued]);
    let before = outbox::pause(app, "another").await.unwrap().unwrap();
    assert_eq!(
        (before.by.as_str(), before.reason.as_str()),
        ("operator", "wrong text")
    );
    assert_eq!(post.drain().await.waiting, 1);
    outbox::resume(app).await.unwrap();
    post.drain().await;
    assert_eq!(post.states().await, [Accepted]);
});

both_databases!(apply_says_why_it_stopped_and_how_to_go_on, |url| async {
    let smtp = Smtp::start(Mode::RejectRcpt);
    let names = people(20);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let repo = repository(&smtp, url, &names);
    let stopped = repo
        .run(&["apply", "--approve", &fingerprint(&repo)])
        .expect_code(3);
    for told in [
        "sending is paused since",
        "invite messages in wave 2 were refused",
        "enroll outbox resume",
    ] {
        assert!(stopped.stdout.contains(told), "{told}: {}", stopped.stdout);
    }
    let status = repo.run(&["status"]).expect_code(0).stdout;
    assert!(status.contains("sending is paused"), "{status}");
    let plan = repo.run(&["plan"]).expect_code(0).stdout;
    assert!(
        plan.contains("paused") && plan.contains("outbox resume"),
        "{plan}"
    );
    let report = json(&repo, &["status", "--format", "json"]);
    assert_eq!(report["paused"]["by"], "sender");
    let again = repo
        .run(&["apply", "--approve", &fingerprint(&repo)])
        .expect_code(3);
    assert!(
        again.stdout.contains("sending is paused"),
        "{}",
        again.stdout
    );
    assert!(smtp.messages().is_empty());

    smtp.set_mode(Mode::Normal);
    let _ = repo.run(&["outbox", "resume"]).expect_code(0);
    let _ = repo
        .run(&["apply", "--approve", &fingerprint(&repo)])
        .expect_code(0);
    let rejected = json(
        &repo,
        &["outbox", "list", "--state", "rejected", "--format", "json"],
    );
    let refused = rejected.as_array().unwrap().len();
    assert!(
        (4..=11).contains(&refused),
        "{refused} were refused before the pause"
    );
    assert_eq!(smtp.messages().len() + refused, 20);
});

both_databases!(a_pause_holds_for_the_server, |url| async {
    let smtp = Smtp::start(Mode::Normal);
    let repo = repository(&smtp, url, &["maya", "rui"]);
    let later = ["apply", "--no-send", "--approve", &fingerprint(&repo)];
    let _ = repo.run(&later).expect_code(0);
    let pause = ["outbox", "pause", "--reason", "the text is wrong"];
    let _ = repo.run(&pause).expect_code(0);
    let mut server = repo.spawn(&["serve"]);
    server.wait_for("listening");
    std::thread::sleep(Duration::from_secs(3));
    assert!(smtp.messages().is_empty());
    let status = repo.run(&["status"]).expect_code(0).stdout;
    assert!(status.contains("the text is wrong"), "{status}");
    let _ = repo.run(&["outbox", "resume"]).expect_code(0);
    let all = until(PATIENCE, || (smtp.messages().len() == 2).then_some(()));
    assert!(all.is_some(), "{}", server.stderr());
    let _ = server.stop().expect_code(0);
});
