//! Which very device may come in: the serial number of the recipient, and what the policy asks of devices.

use enroll::model::enrollment::{Enrollment, Refusal};
use enroll::model::id::{PolicyId, RecipientUid};
use enroll::model::person::Person;
use enroll::ops::enrollment;

use super::{Scene, progress};
use crate::handset::Handset;
use crate::installation::{Installation, decision, session};

/// A scene whose policy `default` asks this of devices.
async fn scene(url: &str, rules: &str) -> Scene {
    let scene = Scene::of(Installation::open(url).await).await;
    ask(&scene, rules).await;
    scene
}

/// Makes the policy `default` ask this of devices.
async fn ask(scene: &Scene, rules: &str) {
    let sql = "DELETE FROM declared WHERE kind = 'policy'";
    scene.here.sql(sql).await;
    let policy = format!(
        "INSERT INTO declared (kind, id, body, digest, source, place, version, run) VALUES ('policy', 'default', \
         '{{\"id\": \"default\", \"login\": \"required\", \"directory\": null, \"groups\": [], \"accounts\": false, \
         \"assign_user\": \"never\", \"sites\": [], \"ownership\": [], \"terms\": null{rules}}}', '', '', '', 1, '')"
    );
    scene.here.sql(&policy).await;
}

/// A reservation of a visit in which this person logged in.
async fn reserve(scene: &Scene, link: &RecipientUid, visit: &str, user: &str) -> Enrollment {
    let mut decision = decision(link);
    decision.person = Some(Person {
        username: user.to_owned(),
        ..Person::default()
    });
    enrollment::reserve(&scene.here.app, &session(visit), decision)
        .await
        .unwrap()
}

/// That the device is turned away so, and counted nowhere.
async fn turned_away(scene: &Scene, handset: &Handset, enrollment: &Enrollment, why: &Refusal) {
    let used = "SELECT CAST(SUM(used) AS BIGINT) FROM recipient";
    let before = scene.here.number(used).await;
    let reply = scene.check_in(handset, handset.authenticate()).await;
    assert_eq!(reply.status, 403);
    let seen = progress(&scene.here.app, &enrollment.id).await;
    let (seen, device) = seen.unwrap();
    assert_eq!(seen.refusal.as_ref(), Some(why));
    assert_eq!((seen.enrolled_at, device), (None, None));
    assert_eq!(scene.here.number(used).await, before);
}

both_databases!(
    a_link_with_a_serial_number_is_for_that_device,
    |url| async {
        let scene = scene(url, "").await;
        let link = scene.here.link("ada", Some(1)).await;
        scene.here.bind("f2lxk0test01").await;
        let visit = scene.reserve(&link, "a").await;
        let other = scene.identified(0, &visit).await;
        turned_away(&scene, &other, &visit, &Refusal::OtherDevice).await;
        let lapsed = "UPDATE enrollment SET reserved_until = 0";
        scene.here.sql(lapsed).await;
        let visit = scene.reserve(&link, "b").await;
        let mut right = scene.identified(1, &visit).await;
        right.serial = "F2LXK0TEST01".to_owned();
        for body in [right.authenticate(), right.token_update("magic")] {
            assert_eq!(scene.check_in(&right, body).await.status, 200);
        }
        assert_eq!(scene.here.number("SELECT used FROM recipient").await, 1);
    }
);

both_databases!(a_user_has_so_many_devices, |url| async {
    let scene = scene(url, ", \"devices_per_user\": 1").await;
    let link = scene.here.link("ada", None).await;
    let first = reserve(&scene, &link, "a", "ada").await;
    let _ = scene.enrolled(0, &first).await;
    let again = reserve(&scene, &link, "b", "Ada").await;
    let _ = scene.enrolled(0, &again).await;
    let second = reserve(&scene, &link, "c", "ADA").await;
    let two = scene.identified(1, &second).await;
    let refusal = Refusal::TooManyDevices { allowed: 1 };
    turned_away(&scene, &two, &second, &refusal).await;
    let other = reserve(&scene, &link, "d", "bea").await;
    let _ = scene.enrolled(2, &other).await;
    let mut tx = scene.here.app.db.read().await.unwrap();
    let by_policy = tx.devices_by_policy().await.unwrap();
    assert_eq!(by_policy[&PolicyId("default".to_owned())], 2);
    drop(tx);
    scene.here.sql("UPDATE device SET checked_out_at = 1").await;
    let reply = scene.check_in(&two, two.authenticate()).await;
    assert_eq!(reply.status, 200, "the first one left");
});

both_databases!(two_devices_at_once_are_not_both_the_last, |url| async {
    let scene = scene(url, ", \"devices_per_user\": 1").await;
    let mut ready = Vec::new();
    for n in 0..4 {
        let link = scene.here.link(&format!("link{n}"), None).await;
        let visit = reserve(&scene, &link, &n.to_string(), "ada").await;
        let handset = scene.identified(n, &visit).await;
        let reply = scene.check_in(&handset, handset.authenticate()).await;
        assert_eq!(reply.status, 200);
        ready.push(handset);
    }
    let [a, b, c, d] = ready.as_slice() else {
        panic!("four devices");
    };
    let update = |handset: &Handset| handset.token_update("magic");
    let (a, b, c, d) = tokio::join!(
        scene.check_in(a, update(a)),
        scene.check_in(b, update(b)),
        scene.check_in(c, update(c)),
        scene.check_in(d, update(d)),
    );
    let mut statuses = [a, b, c, d].map(|reply| reply.status.as_u16());
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 403, 403, 403]);
    assert_eq!(scene.here.number("SELECT COUNT(*) FROM device").await, 1);
});

both_databases!(a_device_comes_again_as_the_policy_says, |url| async {
    let scene = scene(url, "").await;
    let link = scene.here.link("ada", None).await;
    let first = reserve(&scene, &link, "first", "ada").await;
    let _ = scene.enrolled(0, &first).await;
    for (rule, user, may) in [
        ("same_user", "bea", false),
        ("same_user", "ADA", true),
        ("deny", "ada", false),
        ("allow", "bea", true),
    ] {
        ask(&scene, &format!(", \"re_enroll\": \"{rule}\"")).await;
        let visit = reserve(&scene, &link, &format!("{rule}-{user}"), user).await;
        let handset = scene.identified(0, &visit).await;
        if may {
            let reply = scene.check_in(&handset, handset.authenticate()).await;
            assert_eq!(reply.status, 200, "{rule} {user}");
        } else {
            turned_away(&scene, &handset, &visit, &Refusal::AlreadyEnrolled).await;
        }
    }
    ask(&scene, ", \"re_enroll\": \"deny\"").await;
    let ended = "UPDATE enrollment SET revoked_at = 1 WHERE enrolled_at IS NOT NULL";
    scene.here.sql(ended).await;
    let visit = reserve(&scene, &link, "released", "bea").await;
    let _ = scene.enrolled(0, &visit).await;
});

both_databases!(a_policy_may_ask_for_a_newer_system, |url| async {
    let scene = scene(url, ", \"min_os\": 19").await;
    let link = scene.here.link("ada", None).await;
    let visit = scene.reserve(&link, "a").await;
    let mut handset = scene.identified(0, &visit).await;
    let refusal = Refusal::OldSystem {
        found: Some("18.2.1".to_owned()),
        minimum: 19,
    };
    turned_away(&scene, &handset, &visit, &refusal).await;
    handset.os_version = "19.0".to_owned();
    let reply = scene.check_in(&handset, handset.authenticate()).await;
    assert_eq!(reply.status, 200);
});
