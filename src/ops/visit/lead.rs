//! The last step where another system enrolls people on a page of its own: the use is counted, and they are led there.

use url::Url;

use super::{Denied, Visit, install};
use crate::model::enrollment::EnrollmentState;
use crate::model::settings::OtherPage;
use crate::ops::admission::Refused;
use crate::ops::key::read_secret;
use crate::ops::{App, enrollment};
use crate::store::event::Actor;

/// Counts the use, once for each visit, and answers where to go on. What happens there is not heard of here: somebody
/// who comes back in the same visit is led there again.
///
/// # Errors
/// As [`super::reserve`]; the secret of the page cannot be read, and then nothing is counted.
pub async fn lead(app: &App, visit: &Visit, page: &OtherPage) -> Result<Url, Denied> {
    let secret = match &page.secret {
        Some(source) => Some(read_secret(source, &app.root)?),
        None => None,
    };
    let to = page.address(secret.as_ref().map(|secret| secret.expose().as_str()));
    let reserved = install::reserve(app, visit).await?;
    if reserved.state != EnrollmentState::Reserved {
        return Ok(to);
    }
    let mut tx = app.db.write().await?;
    let link = match &reserved.recipient {
        Some(uid) => tx.lock_link(uid).await?.map(|_| uid),
        None => None,
    };
    let now = tx.now().await?;
    if tx.mark_handed_over(&reserved.id, now).await? {
        if let Some(uid) = link
            && !tx.count_use(uid).await?
        {
            return Err(Denied::reservation(Refused::Used, visit.rules.invited()));
        }
        let act = (Actor::Portal, "handed_over");
        enrollment::record(&mut tx, now, act, &reserved).await?;
        tx.commit().await?;
    }
    Ok(to)
}
