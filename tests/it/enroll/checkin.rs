//! Check-ins that must not be believed, and links that end on the way.

use enroll::cms::pkimessage::FailInfo;
use enroll::cms::scep_client::Answer;
use enroll::model::enrollment::Refusal;
use enroll::ops::App;

use super::{Scene, progress};
use crate::handset::{Handset, put};

both_databases!(
    a_message_without_the_right_signature_changes_nothing,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", None).await;
        let handset = scene.identified(0, &scene.reserve(&link, "a").await).await;
        let body = handset.authenticate();
        let good = handset.sign(&body);
        let mut altered = body.clone();
        altered.push(b'\n');
        scene.refuses(400, body.clone(), &[]).await;
        scene
            .refuses(400, altered, std::slice::from_ref(&good))
            .await;
        scene
            .refuses(400, body.clone(), &[good.clone(), good.clone()])
            .await;
        scene
            .refuses(400, body.clone(), &[handset.sign_as_nobody(&body)])
            .await;
        for odd in [
            "",
            "no base64",
            "AAAA",
            &good[..good.len() / 2],
            &"A".repeat(20_000),
        ] {
            scene.refuses(400, body.clone(), &[odd.to_owned()]).await;
        }
        scene
            .refuses(400, body[..40].to_vec(), &[handset.sign(&body[..40])])
            .await;
        let unknown = handset.message("<key>MessageType</key><string>Anything</string>");
        scene
            .refuses(400, unknown.clone(), &[handset.sign(&unknown)])
            .await;
        let large = handset.message(&format!(
            "<key>MessageType</key><string>{}</string>",
            "x".repeat(70_000)
        ));
        scene
            .refuses(400, large.clone(), &[handset.sign(&large)])
            .await;
        scene
            .refuses(400, handset.idle(), &[handset.sign(&handset.idle())])
            .await;
        assert_eq!(scene.check_in(&handset, body).await.status, 200);
    }
);

both_databases!(a_certificate_speaks_for_one_device, |url| async {
    let scene = Scene::open(url).await;
    let link = scene.here.link("ada", None).await;
    let a = scene.enrolled(0, &scene.reserve(&link, "a").await).await;
    let b = scene.enrolled(1, &scene.reserve(&link, "b").await).await;
    let fresh = scene.identified(2, &scene.reserve(&link, "c").await).await;
    for body in [b.authenticate(), b.token_update("stolen"), b.check_out()] {
        scene.refuses(400, body.clone(), &[a.sign(&body)]).await;
    }
    for body in [
        fresh.token_update("early"),
        fresh.check_out(),
        b.token_update("stolen"),
    ] {
        scene.refuses(400, body.clone(), &[fresh.sign(&body)]).await;
    }
    let before = scene.here.dump().await;
    for (body, signature) in [
        (b.idle(), a.sign(&b.idle())),
        (fresh.idle(), fresh.sign(&fresh.idle())),
    ] {
        assert_eq!(
            put(&scene.router, "/mdm", body, &[signature]).await.status,
            400
        );
    }
    assert_eq!(scene.here.dump().await, before);
});

both_databases!(
    a_device_that_knows_one_address_checks_in_there,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", None).await;
        let handset = scene.identified(0, &scene.reserve(&link, "a").await).await;
        let say = async |body: Vec<u8>| {
            let signature = handset.sign(&body);
            let reply = put(&scene.router, "/mdm", body, &[signature]).await;
            (reply.status.as_u16(), reply.body)
        };
        let enrolled = "SELECT COUNT(*) FROM device WHERE checked_out_at IS NULL";
        for body in [
            handset.authenticate(),
            handset.token_update("M"),
            handset.idle(),
        ] {
            assert_eq!(say(body).await, (200, Vec::new()));
        }
        assert_eq!(scene.here.number(enrolled).await, 1);
        let neither = handset.message("<key>Topic</key><string>T</string>");
        assert_eq!(say(neither).await.0, 400);
        assert_eq!(say(handset.check_out()).await, (200, Vec::new()));
        assert_eq!(scene.here.number(enrolled).await, 0);
    }
);

both_databases!(a_device_that_left_is_not_heard_any_more, |url| async {
    let scene = Scene::open(url).await;
    let link = scene.here.link("ada", Some(1)).await;
    let handset = scene.enrolled(0, &scene.reserve(&link, "a").await).await;
    let (update, authenticate) = (handset.token_update("again"), handset.authenticate());
    let recorded = handset.sign(&update);
    assert_eq!(
        scene.check_in(&handset, handset.check_out()).await.status,
        200
    );
    scene.refuses(403, update, &[recorded]).await;
    scene
        .refuses(403, authenticate.clone(), &[handset.sign(&authenticate)])
        .await;
    let before = scene.here.dump().await;
    let (body, signature) = (handset.idle(), handset.sign(&handset.idle()));
    let reply = put(&scene.router, "/mdm", body, &[signature]).await;
    assert_eq!(reply.status, 403);
    assert_eq!(reply.body, b"{\"code\":\"com.apple.unrecognized.device\"}");
    assert_eq!(
        scene.check_in(&handset, handset.check_out()).await.status,
        200,
        "said twice"
    );
    assert_eq!(scene.here.dump().await, before);
});

both_databases!(
    an_older_enrollment_of_a_device_is_not_heard_any_more,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", None).await;
        let old = scene.enrolled(0, &scene.reserve(&link, "a").await).await;
        let new = scene.enrolled(0, &scene.reserve(&link, "b").await).await;
        let body = old.token_update("old");
        scene.refuses(403, body.clone(), &[old.sign(&body)]).await;
        assert_eq!(
            scene.check_in(&new, new.token_update("new")).await.status,
            200
        );
    }
);

const REVOKED: [&str; 4] = [
    "UPDATE recipient SET revoked = 'left', revoked_at = 1",
    "UPDATE recipient SET removed_at = 1",
    "UPDATE recipient SET held = 'lost', held_at = 1",
    "UPDATE invitation SET held = 'stop', held_at = 1",
];
const LIFTED: [&str; 2] = [
    "UPDATE recipient SET revoked = NULL, revoked_at = NULL, removed_at = NULL, held = NULL, held_at = NULL",
    "UPDATE invitation SET held = NULL, held_at = NULL",
];

both_databases!(a_link_revoked_on_the_way_enrolls_nobody, |url| async {
    let scene = Scene::open(url).await;
    let link = scene.here.link("ada", None).await;
    let enrollment = scene.reserve(&link, "a").await;
    let profile = scene.profile(&enrollment.id).await;
    let csr = Handset::new(0).csr(&profile.common_name, &profile.challenge);
    for revoke in REVOKED {
        scene.here.sql(revoke).await;
        let before = scene.here.dump().await;
        let answer = scene.scep(&Handset::new(0), &csr).await;
        assert_eq!(answer, Answer::Refused(FailInfo::BadRequest), "{revoke}");
        assert_eq!(scene.here.dump().await, before);
        for lift in LIFTED {
            scene.here.sql(lift).await;
        }
    }
    let handset = scene.identified(0, &enrollment).await;
    for body in [handset.authenticate(), handset.token_update("magic")] {
        for revoke in REVOKED {
            scene.here.sql(revoke).await;
            scene
                .refuses(403, body.clone(), &[handset.sign(&body)])
                .await;
            for lift in LIFTED {
                scene.here.sql(lift).await;
            }
        }
        assert_eq!(scene.check_in(&handset, body).await.status, 200);
    }
    scene.here.sql(REVOKED[0]).await;
    let reply = scene
        .check_in(&handset, handset.token_update("later"))
        .await;
    assert_eq!(reply.status, 200, "an enrolled device is never touched");
});

both_databases!(
    a_link_that_ends_lets_a_reservation_finish_within_its_hour,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", Some(1)).await;
        let enrollment = scene.reserve(&link, "a").await;
        scene.here.sql("UPDATE recipient SET expires_at = 1").await;
        let handset = scene.identified(0, &enrollment).await;
        assert_eq!(
            scene
                .check_in(&handset, handset.authenticate())
                .await
                .status,
            200
        );
        let (seen, _) = progress(&scene.here.app, &enrollment.id).await.unwrap();
        assert_eq!(
            seen.reserved_until, enrollment.reserved_until,
            "not renewed"
        );
        scene
            .here
            .sql("UPDATE enrollment SET reserved_until = 1")
            .await;
        let late = handset.token_update("late");
        scene
            .refuses(403, late.clone(), &[handset.sign(&late)])
            .await;
        scene
            .here
            .sql("UPDATE enrollment SET reserved_until = 9000000000000000")
            .await;
        assert_eq!(scene.check_in(&handset, late).await.status, 200);
    }
);

both_databases!(
    a_lapsed_reservation_goes_on_only_with_a_use_left,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", Some(1)).await;
        let first = scene.identified(0, &scene.reserve(&link, "a").await).await;
        scene
            .here
            .sql("UPDATE enrollment SET reserved_until = 1")
            .await;
        let other = scene.reserve(&link, "b").await;
        let body = first.authenticate();
        scene.refuses(403, body.clone(), &[first.sign(&body)]).await;
        let end = format!(
            "UPDATE enrollment SET reserved_until = 1 WHERE id = '{}'",
            other.id
        );
        scene.here.sql(&end).await;
        assert_eq!(
            scene.check_in(&first, body).await.status,
            200,
            "the use is free again"
        );
        assert_eq!(
            scene
                .check_in(&first, first.token_update("magic"))
                .await
                .status,
            200
        );
        assert_eq!(scene.here.number("SELECT used FROM recipient").await, 1);
    }
);

both_databases!(a_device_with_an_old_system_is_told_so, |url| async {
    let mut here = crate::installation::Installation::open(url).await;
    here.app.settings.mdm.min_os = Some(17);
    let scene = Scene::of(here).await;
    let link = scene.here.link("ada", None).await;
    let enrollment = scene.reserve(&link, "a").await;
    let mut handset = scene.identified(0, &enrollment).await;
    let app: &App = &scene.here.app;
    for old in ["16.7.10", "9", "soon", ""] {
        handset.os_version = old.to_owned();
        let reply = scene.check_in(&handset, handset.authenticate()).await;
        assert_eq!(reply.status, 403);
        let (seen, device) = progress(app, &enrollment.id).await.unwrap();
        let found = (!old.is_empty()).then(|| old.to_owned());
        assert_eq!(
            seen.refusal,
            Some(Refusal::OldSystem { found, minimum: 17 })
        );
        assert_eq!((seen.enrolled_at, device), (None, None));
    }
    handset.os_version = "17.0".to_owned();
    assert_eq!(
        scene
            .check_in(&handset, handset.authenticate())
            .await
            .status,
        200
    );
    let (seen, _) = progress(app, &enrollment.id).await.unwrap();
    assert_eq!(seen.refusal, None);
});

both_databases!(
    messages_of_features_that_are_not_offered_get_sensible_answers,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", None).await;
        let handset = scene.enrolled(0, &scene.reserve(&link, "a").await).await;
        let before = scene.here.dump().await;
        for (kind, status) in [
            ("UserAuthenticate", 410),
            ("SetBootstrapToken", 200),
            ("GetBootstrapToken", 200),
            ("GetToken", 400),
            ("DeclarativeManagement", 400),
        ] {
            let body = handset.message(&format!("<key>MessageType</key><string>{kind}</string>"));
            assert_eq!(
                scene.check_in(&handset, body).await.status,
                status,
                "{kind}"
            );
        }
        assert_eq!(scene.here.dump().await, before);
    }
);
