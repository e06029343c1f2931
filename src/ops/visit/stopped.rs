//! Where an invited person stopped, for the reminder that says so.

use super::rules::Rules;
use super::standing::standing;
use crate::base::time::Timestamp;
use crate::flow::{Step, next, steps};
use crate::model::id::SessionId;
use crate::ops::App;
use crate::render::message::Stopped;
use crate::store::Tx;
use crate::store::invited::Invited;

/// The step that the person's last visit came to; none when there was no visit, or its place cannot be told.
pub async fn stopped(app: &App, tx: &mut Tx, invited: &Invited, now: Timestamp) -> Option<Stopped> {
    let none = SessionId(String::new());
    let sessions = tx.sessions_of_recipient(&invited.uid, &none).await.ok()?;
    let session = &sessions.first()?.session;
    let enrollment = tx.enrollment_of_session(&session.id).await.ok()?;
    let own = enrollment.as_ref().map(|row| &row.enrollment);
    let standing = standing(tx, invited.clone(), own, now).await.ok()?;
    let facts = super::load::facts(app, &Rules::Invited(Box::new(standing)), session, own);
    let step = next(&facts);
    let number = steps(&facts).iter().position(|s| *s == step)? + 1;
    (step < Step::Done).then_some(Stopped { number, step })
}
