//! Certificates renewed by themselves: the same enrollment, the same device, no use counted.

use data_encoding::HEXLOWER;
use enroll::base::digest::sha256;
use enroll::base::time::DAY;
use enroll::cms::certificate::Certificate;
use enroll::cms::pkimessage::FailInfo;
use enroll::cms::request::{Subject, certificate_request};
use enroll::cms::scep_client::Answer;
use enroll::model::id::EnrollmentId;
use enroll::ops::{authorities, clock};
use enroll::store::certificate::NewCertificate;

use super::Scene;
use crate::handset::{Handset, ask};

/// What the server answers when the handset's identity asks for a certificate of the key of `other`.
pub async fn renew(scene: &Scene, by: &Handset, other: &Handset) -> Result<Certificate, FailInfo> {
    let csr = certificate_request(&Subject::default(), other.key, None).unwrap();
    let reply = ask(&scene.router, by.renewal(&csr, &scene.authority)).await;
    assert_eq!(reply.status, 200);
    let mut found = by.read_renewal(&reply.body)?;
    assert_eq!(found.len(), 1);
    Ok(found.remove(0))
}

both_databases!(an_identity_renews_itself_and_counts_no_use, |url| async {
    let scene = Scene::open(url).await;
    let here = &scene.here;
    let link = here.link("ada", Some(1)).await;
    let enrollment = scene.reserve(&link, "a").await;
    let old = scene.enrolled(0, &enrollment).await;
    let mut new = Handset::new(1);
    new.udid = old.udid.clone();
    let made = renew(&scene, &old, &new).await.unwrap();
    assert_eq!(made.common_name(), Some(enrollment.id.0.clone()));
    assert_eq!(made.spki, new.key.spki());
    assert_eq!(
        renew(&scene, &old, &new).await,
        Ok(made.clone()),
        "asked again"
    );
    assert_eq!(here.number("SELECT COUNT(*) FROM certificate").await, 2);

    // Both speak for the device, and the new one enrolls nothing anew.
    new.take(made);
    for handset in [&new, &old] {
        for body in [handset.authenticate(), handset.token_update("renewed")] {
            assert_eq!(scene.check_in(handset, body).await.status, 200);
        }
    }
    for (count, of) in [
        (1, "SELECT used FROM recipient"),
        (1, "SELECT COUNT(*) FROM device"),
        (1, "SELECT COUNT(*) FROM event WHERE action = 'renewed'"),
        (1, "SELECT COUNT(*) FROM event WHERE action = 'enrolled'"),
    ] {
        assert_eq!(here.number(of).await, count, "{of}");
    }
    // The new one renews itself in turn, with the key it has.
    assert!(renew(&scene, &new, &new).await.is_ok());
});

both_databases!(only_a_living_identity_of_ours_is_renewed, |url| async {
    let scene = Scene::open(url).await;
    let link = scene.here.link("ada", None).await;
    let enrollment = scene.reserve(&link, "a").await;
    let handset = scene.enrolled(0, &enrollment).await;
    let mut stranger = Handset::new(1);
    stranger.take(stranger.first_signer().certificate.clone());
    let before = scene.here.dump().await;
    assert_eq!(
        renew(&scene, &stranger, &stranger).await,
        Err(FailInfo::BadRequest)
    );
    assert_eq!(scene.here.dump().await, before);
    for (end, lift) in [
        (
            "certificate SET revoked_at = 1",
            "certificate SET revoked_at = NULL",
        ),
        (
            "enrollment SET revoked_at = 1",
            "enrollment SET revoked_at = NULL",
        ),
        (
            "enrollment SET checked_out_at = 1",
            "enrollment SET checked_out_at = NULL",
        ),
        (
            "enrollment SET enrolled_at = NULL, reserved_until = 1",
            "enrollment SET enrolled_at = 1",
        ),
    ] {
        scene.here.sql(&format!("UPDATE {end}")).await;
        let before = scene.here.dump().await;
        assert_eq!(
            renew(&scene, &handset, &handset).await,
            Err(FailInfo::BadCertId),
            "{end}"
        );
        assert_eq!(scene.here.dump().await, before);
        scene.here.sql(&format!("UPDATE {lift}")).await;
    }
    assert!(renew(&scene, &handset, &handset).await.is_ok());
});

both_databases!(
    what_calls_itself_a_renewal_goes_by_its_challenge,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", None).await;
        let enrollment = scene.reserve(&link, "a").await;
        let profile = scene.profile(&enrollment.id).await;
        let answer = async |handset: &Handset, challenge: &str| {
            let csr = handset.csr("", challenge);
            let question = handset.so_called_renewal(&csr, &scene.authority);
            let reply = ask(&scene.router, question).await;
            assert_eq!(reply.status, 200);
            handset.read(&reply.body, &scene.authority)
        };
        let refused = Answer::Refused(FailInfo::BadRequest);
        let (device, thief) = (Handset::new(0), Handset::new(1));
        assert_eq!(answer(&device, "a guess").await, refused);
        let made = answer(&device, &profile.challenge).await;
        assert!(matches!(made, Answer::Issued(_)), "{made:?}");
        assert_eq!(answer(&device, &profile.challenge).await, made);
        assert_eq!(answer(&thief, &profile.challenge).await, refused);
        assert_eq!(
            scene.here.number("SELECT COUNT(*) FROM certificate").await,
            1
        );
    }
);

/// A certificate for the handset's key that the authority issued to this enrollment two years ago.
async fn long_over(scene: &Scene, handset: &Handset, id: &EnrollmentId) -> Certificate {
    let before = clock::now().plus(-2 * 365 * DAY);
    let authorities = authorities::open(&scene.here.app).await.unwrap();
    let made = handset.certified(&authorities.scep, &id.0, before);
    let mut tx = scene.here.app.db.write().await.unwrap();
    tx.keep_certificate(&NewCertificate {
        sha256: &HEXLOWER.encode(&made.sha256()),
        serial: &made.serial_hex(),
        issuer: &authorities.scep.name(),
        enrollment: id,
        der: made.der(),
        key_hash: &HEXLOWER.encode(&sha256(&made.spki)),
        renews: None,
        issued_at: before,
        expires_at: made.not_after,
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    made
}

both_databases!(a_certificate_that_is_over_needs_a_challenge, |url| async {
    let scene = Scene::open(url).await;
    let link = scene.here.link("ada", None).await;
    let enrollment = scene.reserve(&link, "a").await;
    let profile = scene.profile(&enrollment.id).await;
    let mut device = Handset::new(0);
    device.take(long_over(&scene, &device, &enrollment.id).await);
    assert!(device.identity().not_after < clock::now());
    let answer = async |key: &Handset, challenge: Option<&str>| {
        let csr = certificate_request(&Subject::default(), key.key, challenge).unwrap();
        let reply = ask(&scene.router, device.renewal(&csr, &scene.authority)).await;
        assert_eq!(reply.status, 200);
        device.read_renewal(&reply.body)
    };
    let (new, thief) = (Handset::new(1), Handset::new(2));
    let over = Err(FailInfo::BadCertId);
    assert_eq!(answer(&new, None).await, over);
    assert_eq!(answer(&new, Some("a guess")).await, over);
    let made = answer(&new, Some(&profile.challenge)).await.unwrap();
    assert_eq!(made[0].spki, new.key.spki());
    assert_eq!(made[0].common_name(), Some(enrollment.id.0.clone()));
    assert_eq!(answer(&new, Some(&profile.challenge)).await, Ok(made));
    assert_eq!(
        answer(&thief, Some(&profile.challenge)).await,
        Err(FailInfo::BadRequest)
    );
});
