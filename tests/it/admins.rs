//! Mails to whoever looks after enrollment: who asks for a new link, and what happened.

use std::fs;
use std::time::Duration;

use enroll::base::time::{DAY, HOUR, Timestamp};
use enroll::model::settings::{Digest, Every};
use enroll::ops::digest::{Days, enqueue_at};
use enroll::ops::{App, clock, load};
use jiff::tz::TimeZone;
use mail_parser::MessageParser;

use crate::portal::school::School;
use crate::support::process::until;

/// A mail as its reader sees it.
struct Mail {
    to: String,
    subject: String,
    text: String,
    html: String,
}

/// The captured mails whose subject has these words.
fn mails(school: &School, about: &str) -> Vec<Mail> {
    let folder = school.repo.path().join(".enroll/outbox");
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let read = |file: fs::DirEntry| {
        let path = file.path();
        let bytes = (path.extension()? == "eml").then(|| fs::read(&path).ok())??;
        let mail = MessageParser::default().parse(&bytes)?;
        Some(Mail {
            to: mail.to()?.first()?.address()?.to_owned(),
            subject: mail.subject()?.to_owned(),
            text: mail.body_text(0)?.into_owned(),
            html: mail.body_html(0)?.into_owned(),
        })
    };
    let all = files.filter_map(read);
    all.filter(|mail| mail.subject.contains(about)).collect()
}

fn wait_for(school: &School, about: &str) -> Vec<Mail> {
    let found = until(Duration::from_secs(60), || {
        Some(mails(school, about)).filter(|mails| !mails.is_empty())
    });
    found.expect("a mail")
}

both_databases!(
    the_help_address_is_told_who_asks_for_a_new_link,
    |url| async {
        let school = School::without_root(url);
        let visitor = school.visitor();
        let link = school.link("maya");
        school
            .sql("UPDATE recipient SET expires_at = 1741986000000000 WHERE invitation = 'maya'")
            .await;
        let expired = visitor.open(&link).await;
        for _ in 0..2 {
            let asked = visitor.send(&expired, "/enroll/ask", &[]).await;
            asked.expect(200, "/enroll/ask", "We asked for a new link");
        }
        let told = wait_for(&school, "asks for a new link");
        let rows = "SELECT COUNT(*) FROM outbox WHERE kind = 'request'";
        school.holds(1, rows).await;
        let mail = &told[0];
        assert_eq!(mail.to, "help@riverside.example");
        assert_eq!(mail.subject, "[enroll] Maya Chen asks for a new link");
        for said in ["maya.chen@riverside.example", "invitations.d/all.yaml:2"] {
            assert!(mail.text.contains(said), "{}", mail.text);
        }
        let secret = link.replace("/e/", "");
        for part in [&mail.text, &mail.html] {
            assert!(!part.contains(&secret) && !part.contains("/e/"), "{part}");
        }

        // So many a day are enough for anybody.
        school
            .sql("UPDATE recipient SET expires_at = 1741986000000000 WHERE invitation = 'luis'")
            .await;
        let filler = "INSERT INTO outbox (id, send_key, kind, channel, address, message_id, state, attempts, created_at, \
                  updated_at) SELECT 'x' || m.id || n.uid || o.uid, 'x' || m.id || n.uid || o.uid, 'request', 'email', \
                  'x@example.com', 'x', 'accepted', 1, m.created_at, m.updated_at \
                  FROM outbox m, recipient n, recipient o WHERE m.kind = 'request'";
        school.sql(filler).await;
        let before = school.number(rows).await;
        assert!(before > 50, "{before}");
        let expired = visitor.open(&school.link("luis")).await;
        let _ = visitor.send(&expired, "/enroll/ask", &[]).await;
        school.holds(before, rows).await;
        let events = "SELECT COUNT(*) FROM event WHERE action = 'asked_for_link'";
        school.holds(2, events).await;
    }
);

async fn app(school: &School, url: &str) -> App {
    let root = school.repo.path();
    let mut settings = load::repository(&root, None)
        .unwrap()
        .desired
        .unwrap()
        .settings;
    settings.database = url.to_owned();
    assert_eq!(
        settings.digest.as_ref().map(|digest| digest.every),
        Some(Every::Week)
    );
    settings.digest = Some(Digest {
        every: Every::Day,
        ..settings.digest.unwrap()
    });
    App::open(settings, &root).await.unwrap()
}

both_databases!(a_digest_says_once_what_happened, |url| async {
    let school = School::without_root(url);
    let text = school.repo.read("enroll.yaml")
        + "digest: { to: [it@riverside.example, dana@riverside.example] }\n";
    school.repo.write("enroll.yaml", &text);
    let app = app(&school, url).await;
    let zone = TimeZone::get("America/New_York").unwrap();
    let now = clock::now();
    let days = Days::before(now, Every::Day, &zone).unwrap();
    // Before the first link was made, nothing happened.
    assert_eq!(enqueue_at(&app, now.plus(-9 * DAY)).await.unwrap(), 0);

    let at = days.from.plus(HOUR);
    expire(&school, "luis", at).await;
    expire(&school, "single", days.to.plus(HOUR)).await;
    let bounced = format!(
        "UPDATE outbox SET state = 'bounced', updated_at = {} WHERE invitation = 'careful'",
        at.0
    );
    school.sql(&bounced).await;
    let doubt = "UPDATE outbox SET state = 'in_doubt' WHERE invitation = 'anybody'";
    school.sql(doubt).await;
    assert_eq!(enqueue_at(&app, now).await.unwrap(), 2, "one for each");
    assert_eq!(enqueue_at(&app, now).await.unwrap(), 0, "once");
    assert_eq!(
        enqueue_at(&app, days.to).await.unwrap(),
        0,
        "for these days"
    );

    let told = wait_for(&school, "[enroll] Riverside: From");
    let mail = &told[0];
    assert!(mail.to == "it@riverside.example" || mail.to == "dana@riverside.example");
    for said in [
        "Messages in doubt: 1",
        "Messages that did not arrive: 1",
        "careful: 1",
        "Links that ended unused: 1",
        "luis: 1",
    ] {
        assert!(mail.text.contains(said), "{said}\n{}", mail.text);
    }
    for silent in [
        "Enrolled:",
        "single",
        "Waiting",
        "Certificates",
        "@students",
    ] {
        assert!(!mail.text.contains(silent), "{silent}\n{}", mail.text);
    }
});

async fn expire(school: &School, invitation: &str, at: Timestamp) {
    let sql = format!(
        "UPDATE recipient SET expires_at = {} WHERE invitation = '{invitation}'",
        at.0
    );
    school.sql(&sql).await;
}
