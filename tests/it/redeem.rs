//! The uses of a link, whatever runs at once.

pub mod over_http;

use std::collections::BTreeSet;
use std::sync::Arc;

use enroll::ops::admission::Refused;
use enroll::ops::enrollment::reserve;
use tokio::task::JoinSet;

use crate::installation::{Installation, decision, session};

const PEOPLE: usize = 200;

both_databases!(two_hundred_at_once_reserve_exactly_five_uses, |url| async {
    let here = Installation::open(url).await;
    let link = here.link("poster", Some(5)).await;
    let replicas = [
        Arc::new(here.replica().await),
        Arc::new(here.replica().await),
    ];
    let mut tasks = JoinSet::new();
    for person in 0..PEOPLE {
        let (app, link) = (Arc::clone(&replicas[person % 2]), link.clone());
        tasks.spawn(async move { reserve(&app, &session(person), decision(&link)).await });
    }
    let (mut reserved, mut busy) = (BTreeSet::new(), 0);
    for result in tasks.join_all().await {
        match result {
            Ok(enrollment) => assert!(reserved.insert(enrollment.id)),
            Err(Refused::Busy { retry_after }) => {
                assert!((1..=3600).contains(&retry_after), "{retry_after}");
                busy += 1;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((reserved.len(), busy), (5, PEOPLE - 5));
    assert_eq!(here.number("SELECT COUNT(*) FROM enrollment").await, 5);
});

both_databases!(one_visit_reserves_once_however_often_it_asks, |url| async {
    let here = Installation::open(url).await;
    let link = here.link("poster", None).await;
    let app = Arc::new(here.replica().await);
    let mut tasks = JoinSet::new();
    for _ in 0..20 {
        let (app, link) = (Arc::clone(&app), link.clone());
        tasks.spawn(async move { reserve(&app, &session("tab"), decision(&link)).await });
    }
    let all = tasks.join_all().await;
    let ids: BTreeSet<_> = all.into_iter().map(|e| e.unwrap().id).collect();
    assert_eq!(ids.len(), 1);
});

both_databases!(a_lapsed_reservation_frees_its_use, |url| async {
    let here = Installation::open(url).await;
    let link = here.link("desk", Some(1)).await;
    let first = reserve(&here.app, &session("a"), decision(&link))
        .await
        .unwrap();
    let refused = reserve(&here.app, &session("b"), decision(&link)).await;
    assert!(matches!(refused, Err(Refused::Busy { .. })), "{refused:?}");
    here.sql("UPDATE enrollment SET reserved_until = 1").await;
    let second = reserve(&here.app, &session("b"), decision(&link))
        .await
        .unwrap();
    assert_ne!(first.id, second.id);
    let refused = reserve(&here.app, &session("a"), decision(&link)).await;
    assert!(matches!(refused, Err(Refused::Busy { .. })), "{refused:?}");
});

both_databases!(a_link_says_why_it_cannot_be_used, |url| async {
    let here = Installation::open(url).await;
    let link = here.link("ada", Some(1)).await;
    for (change, expected) in [
        ("UPDATE recipient SET expires_at = 1", "Expired"),
        (
            "UPDATE recipient SET expires_at = NULL, opens_at = 9000000000000000",
            "NotYet",
        ),
        (
            "UPDATE recipient SET opens_at = NULL, revoked = 'left', revoked_at = 1",
            "Revoked",
        ),
        (
            "UPDATE recipient SET revoked = NULL, revoked_at = NULL, removed_at = 1",
            "Revoked",
        ),
        (
            "UPDATE recipient SET removed_at = NULL, held = 'lost', held_at = 1",
            "Revoked",
        ),
        (
            "UPDATE recipient SET held = NULL, held_at = NULL, used = 1",
            "Used",
        ),
        (
            "UPDATE invitation SET held = 'stop', held_at = 1",
            "Revoked",
        ),
        (
            "UPDATE invitation SET held = NULL, held_at = NULL, removed_at = 1",
            "Revoked",
        ),
    ] {
        here.sql(change).await;
        let refused = reserve(&here.app, &session("a"), decision(&link)).await;
        assert_eq!(format!("{:?}", refused.unwrap_err()), expected, "{change}");
    }
    assert_eq!(here.number("SELECT COUNT(*) FROM enrollment").await, 0);
    assert_eq!(here.number("SELECT COUNT(*) FROM event").await, 0);
});

both_databases!(
    the_end_of_a_link_is_decided_by_the_clock_of_the_database,
    |url| async {
        let here = Installation::open(url).await;
        let link = here.link("ada", None).await;
        let mut tx = here.app.db.read().await.unwrap();
        let now = tx.now().await.unwrap().0;
        drop(tx);
        here.sql(&format!(
            "UPDATE recipient SET expires_at = {}",
            now + 60_000_000
        ))
        .await;
        let held = reserve(&here.app, &session("a"), decision(&link))
            .await
            .unwrap();
        here.sql(&format!("UPDATE recipient SET expires_at = {now}"))
            .await;
        let refused = reserve(&here.app, &session("b"), decision(&link)).await;
        assert!(matches!(refused, Err(Refused::Expired)), "{refused:?}");
        let again = reserve(&here.app, &session("a"), decision(&link))
            .await
            .unwrap();
        assert_eq!(
            again, held,
            "a reservation made before holds, and is not renewed"
        );
    }
);
