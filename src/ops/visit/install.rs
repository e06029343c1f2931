//! The last step: a use is reserved, the profile downloaded, and the device checks in.

use std::time::Duration;

use super::{Denied, Facts, Visit, change};
use crate::flow::{self, Step};
use crate::model::enrollment::Enrollment;
use crate::ops::{App, enrollment};

/// How long "I installed it" waits for the device, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(8);
const LOOK: Duration = Duration::from_millis(250);

/// Reserves a use for this session, or finds the one it holds.
///
/// # Errors
/// [`Denied::Busy`], [`Denied::Link`], [`Denied::Elsewhere`] while something is undecided.
pub async fn reserve(app: &App, visit: &Visit) -> Result<Enrollment, Denied> {
    let decision = visit.decision().ok_or(Denied::Elsewhere(visit.step()))?;
    let reserved = enrollment::reserve(app, &visit.session.id, decision).await;
    reserved.map_err(|refused| Denied::reservation(refused, visit.rules.invited()))
}

/// The profile was downloaded.
///
/// # Errors
/// The session has ended, or what the database says.
pub async fn profile_downloaded(app: &App, visit: &Visit) -> Result<(), Denied> {
    let first = visit.session.downloaded_at.is_none();
    change(
        app,
        &visit.session.id,
        first.then_some("downloaded"),
        |session, now| {
            session.downloaded_at = Some(now);
        },
    )
    .await
}

/// Waits up to 8 seconds for the device of this session to check in; the step to go on with.
///
/// # Errors
/// What the database says.
pub async fn installed(app: &App, visit: &Visit) -> Result<Step, Denied> {
    let facts = Facts {
        checked_in: has_checked_in(app, visit).await?,
        ..visit.facts.clone()
    };
    Ok(flow::next(&facts))
}

async fn has_checked_in(app: &App, visit: &Visit) -> Result<bool, Denied> {
    let Some(row) = &visit.enrollment else {
        return Ok(false);
    };
    let looks = PATIENCE.as_millis() / LOOK.as_millis();
    for _ in 0..looks {
        let found = app.db.look().await?.enrollment(&row.enrollment.id).await?;
        match found.map(|row| row.enrollment) {
            Some(own) if own.enrolled_at.is_some() => return Ok(true),
            Some(own) if own.refusal.is_none() => {}
            _ => return Ok(false),
        }
        tokio::time::sleep(LOOK).await;
    }
    Ok(false)
}
