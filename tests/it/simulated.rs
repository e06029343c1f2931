//! Simulated devices as administrators use them: against a portal that runs, with faults, and as part of the doctor.

use crate::installation::number;
use crate::redeem::over_http::{link, repository};
use crate::support::binary::{Repo, Running};

const ENROLLED: &str = "SELECT COUNT(*) FROM device";
const LEFT: &str = "SELECT COUNT(*) FROM device WHERE checked_out_at IS NOT NULL";

/// A portal with a poster for so many devices, and the poster's link.
fn serving(database: &str, uses: u32) -> (Repo, Running, String) {
    let repo = repository(database, uses);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    let mut server = repo.spawn(&["serve"]);
    let link = link(&repo, &mut server).to_string();
    (repo, server, link)
}

both_databases!(devices_enroll_until_the_link_is_used_up, |url| async {
    let (repo, server, link) = serving(url, 3);
    let told = repo.run(&["demo", "device", &link]).expect_code(0).stdout;
    for step in ["identity issued", "checked in", "Enrolled after"] {
        assert!(told.contains(step), "{step} is missing in\n{told}");
    }
    assert!(!told.contains("/e/"), "the link stands in\n{told}");
    let two = ["demo", "device", &link, "--devices", "2"];
    let told = repo.run(&two).expect_code(0).stdout;
    assert!(told.contains("2 devices enrolled"), "{told}");
    assert_eq!(number(url, ENROLLED).await, 3);
    let refused = repo.run(&["demo", "device", &link]).expect_code(1).stderr;
    assert!(refused.contains("did not enroll"), "{refused}");
    assert_eq!(number(url, ENROLLED).await, 3);
    drop(server.stop().expect_code(0));
});

both_databases!(injected_faults_are_noticed, |url| async {
    let (repo, server, link) = serving(url, 9);
    for (fault, words) in [
        ("abandoned", "the person went away from the page"),
        ("wrong-challenge", "no identity certificate"),
        ("unsigned-profile", "signature is not accepted"),
        ("failed-check-in", "check-in Authenticate answered 400"),
    ] {
        let arguments = ["demo", "device", &link, "--inject", fault];
        let told = repo.run(&arguments).expect_code(1).stderr;
        assert!(told.contains(words), "{fault}: {told}");
    }
    let own = ["demo", "device", &link, "--inject", "mail-not-written"];
    let _ = repo.run(&own).expect_code(64);
    assert_eq!(number(url, ENROLLED).await, 0);
    let closed = ["demo", "device", &link, "--inject", "closed-page"];
    let told = repo.run(&closed).expect_code(1).stderr;
    assert!(
        told.contains("the person went away from the page"),
        "{told}"
    );
    assert_eq!(number(url, ENROLLED).await, 1, "the device went on alone");
    drop(server.stop().expect_code(0));
});

both_databases!(the_doctor_enrolls_a_device_and_lets_it_leave, |url| async {
    let (repo, server, link) = serving(url, 1);
    let told = repo.run(&["doctor", "--enroll", &link]).stdout;
    let good = "a simulated device enrolled and left again";
    assert!(told.contains(good), "{told}");
    assert_eq!(
        (number(url, ENROLLED).await, number(url, LEFT).await),
        (1, 1)
    );
    let told = repo
        .run(&["doctor", "--enroll", &link])
        .expect_code(1)
        .stdout;
    assert!(told.contains("a simulated device did not enroll"), "{told}");
    assert!(!told.contains(&link), "the link stands in\n{told}");
    drop(server.stop().expect_code(0));
});
