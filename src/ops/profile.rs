//! The profiles that devices install: one that enrolls, one that makes them trust the MDM host first.

use super::authorities::{self, Authorities};
use super::outside::Issuer;
use super::{App, Error, ota, push};
use crate::base::error::Kind;
use crate::base::secret::Secret;
use crate::base::time::Timestamp;
use crate::cms::certificate::Certificate;
use crate::cms::signed::sign;
use crate::mdm::error::MdmError;
use crate::mdm::event;
use crate::mdm::names::Names;
use crate::mdm::profile;
use crate::mdm::rights::AccessRights;
use crate::model::declared::Organization;
use crate::model::id::EnrollmentId;
use crate::model::policy::Ownership;
use crate::model::settings::{Manager, Product};
use crate::render::message::of_markdown;
use crate::store::Tx;
use crate::store::enrollment::EnrollmentRow;

/// What to install, signed: the profile, or the question that comes before it. The same challenge each time until
/// the device is enrolled. `accepted` is the SHA-256 of the terms that were, if any.
///
/// # Errors
/// [`Kind::Refused`] when the reservation of this enrollment lapsed or its device is enrolled; a certificate or key that
/// cannot be used; what the database says.
pub async fn profile(
    app: &App,
    row: &EnrollmentRow,
    (accepted, organization): (Option<&str>, &Organization),
) -> Result<Vec<u8>, Error> {
    let mut tx = app.db.look().await?;
    let now = tx.now().await?;
    let challenge = ota::own_challenge(app, row, now)?;
    if ota::is_asked(app, &mut tx, &row.enrollment).await? {
        drop(tx);
        return ota::question(app, &row.enrollment, &challenge).await;
    }
    let mut texts = Texts::new(app, Some(organization), "Enrollment");
    texts.consent = consent(&mut tx, row, accepted).await?;
    drop(tx);
    write(app, row, (&challenge, &texts), None, now).await
}

/// The profile of an enrollment with this challenge, signed.
pub(super) async fn compose(
    app: &App,
    tx: &mut Tx,
    row: &EnrollmentRow,
    challenge: Secret<String>,
    now: Timestamp,
) -> Result<Vec<u8>, Error> {
    compose_for(app, tx, row, challenge, now, None).await
}

/// As [`compose`], for a device that somebody signed in on.
pub(super) async fn compose_for(
    app: &App,
    tx: &mut Tx,
    row: &EnrollmentRow,
    challenge: Secret<String>,
    now: Timestamp,
    account: Option<profile::Account<'_>>,
) -> Result<Vec<u8>, Error> {
    let organization = tx.live_organization().await?;
    let mut texts = Texts::new(app, organization.as_ref(), "Enrollment");
    // A profile that renews is installed without anybody looking.
    let looked_at = row.enrollment.enrolled_at.is_none();
    if let Some(id) = row.session.as_ref().filter(|_| looked_at)
        && let Some(kept) = tx.session_by_id(id).await?
    {
        texts.consent = consent(tx, row, kept.session.accepted()).await?;
    }
    write(app, row, (&challenge, &texts), account, now).await
}

async fn write(
    app: &App,
    row: &EnrollmentRow,
    (challenge, texts): (&Secret<String>, &Texts),
    account: Option<profile::Account<'_>>,
    now: Timestamp,
) -> Result<Vec<u8>, Error> {
    let authorities = authorities::open(app).await?;
    let enrollment = &row.enrollment;
    let names = names(app);
    let (server_url, check_in_url) = server(app, &enrollment.id);
    let issuer = Issuer::of(app, row, account)?;
    let plain = profile::enrollment(
        &names,
        &texts.borrow(),
        &issuer.identity(&enrollment.id, challenge, &authorities),
        &profile::Management {
            topic: &topic(app, &names)?,
            server_url: &server_url,
            check_in_url: &check_in_url,
            rights: rights(app, enrollment.ownership)?,
            account,
        },
        authorities.root.as_ref().map(Certificate::der),
    );
    signed(&authorities, &plain.map_err(protocol)?, now)
}

/// The terms that were accepted in the portal, for the device to show once more.
async fn consent(
    tx: &mut Tx,
    row: &EnrollmentRow,
    accepted: Option<&str>,
) -> Result<Option<String>, Error> {
    let Some(accepted) = accepted else {
        return Ok(None);
    };
    let policy = tx.live_policy(&row.enrollment.policy).await?;
    let open = tx.live_open_enrollment().await?;
    let all = policy
        .and_then(|policy| policy.terms)
        .into_iter()
        .chain(open.into_iter().filter_map(|row| row.terms));
    let terms = all.into_iter().find(|terms| terms.sha256 == accepted);
    Ok(terms.map(|terms| of_markdown(&terms.text)))
}

/// What the profile lets us do on a device of this owner.
pub(super) fn rights(app: &App, ownership: Ownership) -> Result<AccessRights, Error> {
    let bits = match ownership {
        Ownership::Institution => app.settings.mdm.rights_institution,
        Ownership::Personal => app.settings.mdm.rights_personal,
    };
    let bits = u16::try_from(bits).map_err(|_| protocol(MdmError::Rights))?;
    AccessRights::new(bits).map_err(protocol)
}

/// The profile that makes a device trust the MDM host; none when its certificate is a public one.
///
/// # Errors
/// As [`profile()`].
pub async fn trust_profile(app: &App) -> Result<Option<Vec<u8>>, Error> {
    let authorities = authorities::open(app).await?;
    let Some(root) = &authorities.root else {
        return Ok(None);
    };
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let organization = tx.live_organization().await?;
    let texts = Texts::new(app, organization.as_ref(), "Certificate");
    let plain = profile::trust(&names(app), &texts.borrow(), root.der()).map_err(protocol)?;
    signed(&authorities, &plain, now).map(Some)
}

pub(super) fn signed(
    authorities: &Authorities,
    plain: &[u8],
    now: Timestamp,
) -> Result<Vec<u8>, Error> {
    sign(plain, &authorities.signer.signer(), now)
        .map_err(|e| Error::new(Kind::Operational, e.to_string()))
}

/// A message of the protocol that cannot be made.
pub(super) fn protocol(error: MdmError) -> Error {
    Error::new(error.kind(), error.to_string())
}

/// The names of this installation's profiles.
pub(super) fn names(app: &App) -> Names {
    let host = app.settings.portal.url.host_str().unwrap_or("enroll");
    Names::new(host, &app.installation.instance)
}

/// The push topic: that of the settings or of the push certificate; without either one of our own, which enrolls
/// devices and wakes none.
fn topic(app: &App, names: &Names) -> Result<String, Error> {
    if let Some(topic) = &app.settings.mdm.topic {
        return Ok(topic.clone());
    }
    if let Some(push) = &app.settings.mdm.push {
        return push::topic(&push.files, &app.root);
    }
    let own = names.uuid("topic").to_lowercase();
    Ok(format!("com.apple.mgmt.External.{own}"))
}

/// An address of the MDM host, which is an origin without a path.
pub(super) fn address(app: &App, path: &str) -> String {
    let origin = app.settings.mdm.url.as_str().trim_end_matches('/');
    format!("{origin}/{path}")
}

/// Where the device fetches commands and checks in. What another server tells us names the enrollment by a parameter
/// of these addresses: its webhooks pass them on, and no certificate.
fn server(app: &App, enrollment: &EnrollmentId) -> (String, String) {
    let other = match &app.settings.mdm.manager {
        // No profile of ours leads to the page of another system; nobody is given one.
        Manager::BuiltIn | Manager::Page(_) => {
            return (address(app, "mdm"), address(app, "mdm/checkin"));
        }
        Manager::Server(other) => other,
    };
    let at = |path: &str| {
        let mut url = other.url.clone();
        url.set_path(path);
        url.query_pairs_mut()
            .append_pair(event::PARAMETER, &enrollment.0);
        url.to_string()
    };
    match other.product {
        Product::NanoMdm => (at("mdm"), at("mdm")),
        Product::MicroMdm => (at("mdm/connect"), at("mdm/checkin")),
    }
}

/// What people read on the device.
pub(super) struct Texts {
    organization: String,
    display_name: String,
    description: String,
    consent: Option<String>,
}

impl Texts {
    pub(super) fn new(app: &App, organization: Option<&Organization>, what: &str) -> Self {
        let host = app.settings.portal.url.host_str().unwrap_or("enroll");
        let (name, short) = organization.map_or((host, host), |o| (&o.name, &o.short));
        Self {
            display_name: format!("{short} {what}"),
            description: format!("Connects this device to {name}."),
            organization: name.to_owned(),
            consent: None,
        }
    }

    pub(super) fn borrow(&self) -> profile::Texts<'_> {
        profile::Texts {
            organization: &self.organization,
            display_name: &self.display_name,
            description: &self.description,
            consent: self.consent.as_deref(),
        }
    }
}
