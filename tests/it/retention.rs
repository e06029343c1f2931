//! Personal data goes when its time has come; what still works, and whoever is still declared, stays.

use enroll::base::time::{DAY, Timestamp};
use enroll::model::settings::Settings;
use enroll::ops::retention::{Erased, erase_at};
use enroll::ops::{App, clock, load};
use enroll::phone::Persona;

use crate::enrolled::{enroll, person};
use crate::portal::school::School;

/// The server's own view of the repository and the database.
async fn app(school: &School, url: &str) -> App {
    let root = school.repo.path();
    let settings = load::repository(&root, None).unwrap().desired.unwrap();
    let settings = Settings {
        database: url.to_owned(),
        ..settings.settings
    };
    App::open(settings, &root).await.unwrap()
}

/// Everything in the database that may tell of somebody called so.
async fn traces(school: &School, name: &str) -> i64 {
    let sql = "SELECT (SELECT COUNT(*) FROM recipient WHERE key || body LIKE '%NAME%') \
               + (SELECT COUNT(*) FROM invitation WHERE source || body LIKE '%NAME.%') \
               + (SELECT COUNT(*) FROM outbox WHERE address LIKE '%NAME%' OR reply LIKE '%NAME%') \
               + (SELECT COUNT(*) FROM session WHERE facts LIKE '%NAME%') \
               + (SELECT COUNT(*) FROM enrollment WHERE body LIKE '%NAME%' OR hardware LIKE '%NAME%') \
               + (SELECT COUNT(*) FROM device WHERE person LIKE '%NAME%' OR username LIKE '%NAME%' OR hardware LIKE '%NAME%') \
               + (SELECT COUNT(*) FROM event WHERE detail LIKE '%NAME%') \
               + (SELECT COUNT(*) FROM run WHERE plan LIKE '%NAME.%')";
    school.number(&sql.replace("NAME", name)).await
}

/// Applies the repository without these invitations.
fn without(school: &School, ids: &[&str]) {
    let text = school.repo.read("invitations.d/all.yaml");
    let stays = |line: &&str| !ids.iter().any(|id| line.starts_with(&format!("{id}:")));
    let left: Vec<&str> = text.lines().filter(stays).collect();
    let left = left.join("\n") + "\n";
    school.repo.write("invitations.d/all.yaml", &left);
    let _ = school.repo.run(&["apply", "--auto-approve"]).expect_code(0);
}

fn plan_is_empty(school: &School) {
    let plan = school.repo.run(&["plan", "--detailed-exitcode"]);
    assert!(
        plan.expect_code(0).stdout.starts_with("Nothing to do."),
        "erasing is no change"
    );
}

/// The invited person's device, which left, and another one.
async fn two_devices(school: &School) -> (Persona, Persona) {
    let (gone, stays) = (person("maya.chen", 1), person("rui.costa", 2));
    for (path, persona) in [("maya", &gone), ("anybody", &stays)] {
        enroll(school, &school.link(path), persona).await.unwrap();
    }
    for table in ["enrollment", "device"] {
        let left = "SET checked_out_at = enrolled_at";
        let sql = format!("UPDATE {table} {left} WHERE udid = '{}'", gone.udid);
        school.sql(&sql).await;
    }
    (gone, stays)
}

/// Whoever left the repository goes, unless the fate of a message is not known.
async fn after_they_left(school: &School, app: &App, then: Timestamp) {
    without(school, &["maya", "luis"]);
    let doubt = "UPDATE outbox SET state = 'in_doubt' WHERE invitation = 'luis'";
    school.sql(doubt).await;
    let second = erase_at(app, then).await.unwrap();
    assert_eq!((second.enrollments, second.recipients), (0, 1));
    assert_eq!(traces(school, "maya").await, 0);
    assert!(traces(school, "luis").await > 0, "a message is in doubt");
    assert_eq!(erase_at(app, then).await.unwrap(), Erased::default());
    plan_is_empty(school);
    let events = "SELECT COUNT(*) FROM event WHERE action = 'erased' AND actor = 'server'";
    school.holds(2, events).await;
    let status = school.repo.run(&["status"]).expect_code(0);
    let said = "Personal data is erased: 1 enrollments, 1 recipients, last on";
    assert!(status.stdout.contains(said), "{}", status.stdout);
    let all = ["get", "recipients", "--invitation", "maya"];
    let all = school.repo.run(&all).expect_code(0);
    assert!(all.stdout.contains("erased"), "{}", all.stdout);
}

both_databases!(ended_enrollments_lose_their_people_in_time, |url| async {
    let school = School::open(url);
    let text = school.repo.read("enroll.yaml") + "retention: 365d\n";
    school.repo.write("enroll.yaml", &text);
    let _ = school.repo.run(&["apply", "--auto-approve"]).expect_code(0);
    let page = school.visitor().open("/enroll/privacy").await;
    assert!(page.text().contains("365 days after"), "{}", page.text());

    let (gone, stays) = two_devices(&school).await;
    let app = app(&school, url).await;
    let after = |days: i64| Timestamp(clock::now().0).plus(days * DAY);
    let early = erase_at(&app, after(364)).await.unwrap();
    assert_eq!(early, Erased::default(), "before its time");

    let first = erase_at(&app, after(366)).await.unwrap();
    assert_eq!((first.enrollments, first.recipients), (1, 0), "{first:?}");
    let known = format!("SELECT COUNT(*) FROM device WHERE udid = '{}'", gone.udid);
    school.holds(0, &known).await;
    school
        .holds(
            1,
            "SELECT COUNT(*) FROM device WHERE checked_out_at IS NOT NULL",
        )
        .await;
    let kept = format!(
        "SELECT COUNT(*) FROM device WHERE udid = '{}' AND username = 'rui.costa' AND push_sealed IS NOT NULL",
        stays.udid
    );
    school.holds(1, &kept).await;
    school
        .holds(1, "SELECT COUNT(*) FROM recipient WHERE key LIKE 'maya%'")
        .await;
    plan_is_empty(&school);

    after_they_left(&school, &app, after(366)).await;
});

both_databases!(nothing_is_erased_unless_somebody_asked, |url| async {
    let school = School::open(url);
    let maya = person("maya.chen", 1);
    enroll(&school, &school.link("maya"), &maya).await.unwrap();
    school
        .sql("UPDATE enrollment SET checked_out_at = enrolled_at")
        .await;
    let app = app(&school, url).await;
    let later = clock::now().plus(10_000 * DAY);
    assert_eq!(erase_at(&app, later).await.unwrap(), Erased::default());
    let page = school.visitor().open("/enroll/privacy").await;
    assert!(page.text().contains("until IT erases it"));
});
