//! From the profile to an enrolled device, and everything that must not get that far.

mod bootstrap;
mod checkin;
mod clients;
mod commands;
mod devices;
mod given_authority;
mod hand_over;
mod killed;
mod openssl;
mod ota;
mod outside;
mod push;
mod renewal;
mod revocation;
mod scep;
mod versions;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use enroll::cms::certificate::Certificate;
use enroll::cms::scep_client::Answer;
use enroll::model::device::Device;
use enroll::model::enrollment::Enrollment;
use enroll::model::id::{EnrollmentId, RecipientUid};
use enroll::model::session::Session;
use enroll::ops::{App, Error, authorities, clock, enrollment, visit};
use enroll::phone::profile;
use enroll::portal;
use enroll::store::session::Kept;

use crate::handset::{Handset, Reply, ask, put, send};
use crate::installation::{Installation, decision, session};

/// What a device is given for an enrollment, as it stands now.
async fn given(app: &App, id: &EnrollmentId) -> Result<Vec<u8>, Error> {
    let mut tx = app.db.look().await?;
    let row = tx.enrollment(id).await?.unwrap();
    let kept = tx.session_by_id(row.session.as_ref().unwrap()).await?;
    let accepted = kept.as_ref().and_then(|kept| kept.session.accepted());
    let (organization, _) = visit::organization(app).await?;
    enrollment::profile(app, &row, (accepted, &organization)).await
}

/// How far a device is: the enrollment, and the device once it is enrolled.
async fn progress(app: &App, id: &EnrollmentId) -> Result<(Enrollment, Option<Device>), Error> {
    let mut tx = app.db.look().await?;
    let row = tx.enrollment(id).await?.unwrap();
    Ok((row.enrollment, tx.device_of_enrollment(id).await?))
}

/// An installation with its routes.
pub struct Scene {
    /// The installation.
    pub here: Installation,
    /// Its routes for devices.
    pub router: Router,
    /// Its authority.
    pub authority: Certificate,
}

impl Scene {
    /// In an empty database.
    pub async fn open(url: &str) -> Self {
        Self::of(Installation::open(url).await).await
    }

    /// Of an installation.
    pub async fn of(here: Installation) -> Self {
        let app: Arc<App> = Arc::new(here.app.clone());
        let loaded = authorities::open(&app).await.unwrap();
        Self {
            router: portal::scep::routes(Arc::clone(&app))
                .merge(portal::ota::routes(Arc::clone(&app)))
                .merge(portal::mdm::routes(app)),
            authority: loaded.scep.certificate().clone(),
            here,
        }
    }

    /// A reservation in a visit of its own.
    pub async fn reserve(&self, link: &RecipientUid, visit: &str) -> Enrollment {
        enrollment::reserve(&self.here.app, &session(visit), decision(link))
            .await
            .unwrap()
    }

    /// The profile of an enrollment, its signature verified.
    pub async fn profile(&self, id: &EnrollmentId) -> profile::Enrollment {
        let bytes = given(&self.here.app, id).await.unwrap();
        let roots = [self.authority.der().to_vec()];
        let plain = profile::verified(&bytes, &roots, clock::now(), None).unwrap();
        profile::enrollment(&plain).unwrap()
    }

    /// What the SCEP server answers to this request.
    pub async fn scep(&self, handset: &Handset, csr: &[u8]) -> Answer {
        let reply = ask(&self.router, handset.question(csr, &self.authority)).await;
        assert_eq!(reply.status, 200);
        handset.read(&reply.body, &self.authority)
    }

    /// A handset with the identity of a reserved enrollment.
    pub async fn identified(&self, n: usize, enrollment: &Enrollment) -> Handset {
        let mut handset = Handset::new(n);
        let profile = self.profile(&enrollment.id).await;
        let csr = handset.csr(&profile.common_name, &profile.challenge);
        match self.scep(&handset, &csr).await {
            Answer::Issued(certificate) => handset.take(*certificate),
            other => panic!("{other:?}"),
        }
        handset
    }

    /// Sends a signed check-in.
    pub async fn check_in(&self, handset: &Handset, body: Vec<u8>) -> Reply {
        let signature = handset.sign(&body);
        put(&self.router, "/mdm/checkin", body, &[signature]).await
    }

    /// A handset that went all the way.
    pub async fn enrolled(&self, n: usize, enrollment: &Enrollment) -> Handset {
        let handset = self.identified(n, enrollment).await;
        for body in [handset.authenticate(), handset.token_update("magic")] {
            assert_eq!(self.check_in(&handset, body).await.status, 200);
        }
        handset
    }

    /// That this check-in is refused so, and changes nothing.
    pub async fn refuses(&self, status: u16, body: Vec<u8>, signatures: &[String]) {
        let before = self.here.dump().await;
        let reply = put(&self.router, "/mdm/checkin", body, signatures).await;
        assert_eq!(reply.status, status);
        assert_eq!(self.here.dump().await, before);
    }
}

both_databases!(a_device_enrolls_and_is_counted_once, |url| async {
    let scene = Scene::open(url).await;
    let here = &scene.here;
    let link = here.link("ada", Some(2)).await;
    let enrollment = scene.reserve(&link, "a").await;
    let profile = scene.profile(&enrollment.id).await;
    assert_eq!(profile.common_name, enrollment.id.0);
    assert_eq!(
        profile.scep_url.as_str(),
        "https://mdm.riverside.example/scep"
    );
    assert!(profile.sign_message);
    assert_eq!(
        scene.profile(&enrollment.id).await.challenge,
        profile.challenge
    );

    let handset = scene.identified(0, &enrollment).await;
    let used = "SELECT used FROM recipient";
    let devices = "SELECT COUNT(*) FROM device";
    for _ in 0..2 {
        let reply = scene.check_in(&handset, handset.authenticate()).await;
        assert_eq!((reply.status.as_u16(), reply.body.len()), (200, 0));
    }
    assert_eq!(
        (here.number(used).await, here.number(devices).await),
        (0, 0)
    );
    for magic in ["M4G1C-0", "M4G1C-1"] {
        let reply = scene.check_in(&handset, handset.token_update(magic)).await;
        assert_eq!((reply.status.as_u16(), reply.body.len()), (200, 0));
        assert_eq!(
            (here.number(used).await, here.number(devices).await),
            (1, 1)
        );
    }
    let body = handset.idle();
    let signature = handset.sign(&body);
    let reply = put(&scene.router, "/mdm", body, &[signature]).await;
    assert_eq!((reply.status.as_u16(), reply.body.len()), (200, 0));

    let (seen, device) = progress(&here.app, &enrollment.id).await.unwrap();
    assert!(seen.enrolled_at.is_some());
    let device = device.unwrap();
    assert_eq!(device.hardware.udid, handset.udid);
    assert_eq!(device.hardware.os_version.as_deref(), Some("18.2.1"));
    let receipts =
        "SELECT COUNT(*) FROM outbox WHERE kind = 'receipt' AND address = 'ada@example.com'";
    assert_eq!(here.number(receipts).await, 1);
    assert!(given(&here.app, &enrollment.id).await.is_err());
    let dump = here.dump().await.concat();
    for secret in ["M4G1C", &profile.challenge, "ftAoCo4g"] {
        assert!(!dump.contains(secret), "{secret}");
    }
});

both_databases!(the_same_device_costs_no_second_use, |url| async {
    let scene = Scene::open(url).await;
    let link = scene.here.link("desk", Some(2)).await;
    let first = scene.reserve(&link, "a").await;
    let second = scene.reserve(&link, "b").await;
    scene.enrolled(0, &first).await;
    let again = scene.enrolled(0, &second).await;
    let used = "SELECT used FROM recipient";
    assert_eq!(scene.here.number(used).await, 1);
    assert_eq!(scene.here.number("SELECT COUNT(*) FROM device").await, 1);
    assert_eq!(scene.check_in(&again, again.check_out()).await.status, 200);
    assert_eq!(
        scene.here.number(used).await,
        1,
        "CheckOut gives no use back"
    );
    let third = scene.reserve(&link, "c").await;
    scene.enrolled(1, &third).await;
    assert_eq!(scene.here.number(used).await, 2);
});

both_databases!(two_processes_agree_on_one_authority, |url| async {
    let here = Installation::open(url).await;
    let (one, other) = (here.replica().await, here.replica().await);
    let (a, b) = tokio::join!(authorities::open(&one), authorities::open(&other));
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!(a.scep.certificate(), b.scep.certificate());
    assert_eq!(a.signer.certificate, b.signer.certificate);
    assert_eq!(here.number("SELECT COUNT(*) FROM keypair").await, 2);
});

both_databases!(the_probe_marks_the_visit_it_was_made_for, |url| async {
    let scene = Scene::open(url).await;
    let app = &scene.here.app;
    let mut tx = app.db.write().await.unwrap();
    let now = tx.now().await.unwrap();
    for id in ["a", "b"] {
        let facts = serde_json::json!({
            "id": session(id), "entry": { "open": null }, "started_at": now, "seen_at": now, "login": null,
            "assigned": null, "ownership": null, "site": null, "terms": null, "certificate_at": null,
            "certificate_claimed_at": null, "trusted_at": null, "trust_claimed_at": null, "enrollment": null,
            "downloaded_at": null,
        });
        let visit: Session = serde_json::from_value(facts).unwrap();
        tx.create_session(&visit, id).await.unwrap();
    }
    tx.commit().await.unwrap();
    let get = async |path: &str| {
        let request = Request::get(path).body(Body::empty()).unwrap();
        send(&scene.router, request).await
    };
    let good = visit::probe_path(app, &session("a"));
    let tag = good.split_once('.').unwrap().1;
    let stolen = format!("/mdm/probe/{}.{tag}", session("b"));
    let before = scene.here.dump().await;
    for bad in [
        stolen.as_str(),
        "/mdm/probe/x",
        "/mdm/probe/session-a.",
        &good.replace(tag, "00"),
    ] {
        assert_eq!(get(bad).await.status, 404, "{bad}");
    }
    assert_eq!(scene.here.dump().await, before);
    for _ in 0..2 {
        let image = get(&good).await;
        assert_eq!(image.status, 200);
        assert_eq!(image.headers["content-type"], "image/gif");
        assert_eq!(
            image.headers["cross-origin-resource-policy"],
            "cross-origin"
        );
    }
    let mut tx = app.db.read().await.unwrap();
    let trusted = |kept: Option<Kept>| kept.unwrap().session.trusted_at.is_some();
    assert!(trusted(tx.session_by_cookie("a").await.unwrap()));
    assert!(!trusted(tx.session_by_cookie("b").await.unwrap()));
});
