//! How far the device came that goes on with a link opened on a computer.

use super::Denied;
use super::standing::{Standing, standing};
use crate::model::id::SessionId;
use crate::model::link::LinkCode;
use crate::ops::App;

/// How far it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// Nobody has started within the last hour.
    Waiting,
    /// Started.
    Started,
    /// Logged in.
    LoggedIn,
    /// The profile was downloaded.
    Downloaded,
    /// Enrolled.
    Enrolled,
}

/// How far the newest visit of this link came, and how the link stands.
///
/// # Errors
/// [`Denied::Link`] when nobody knows the link.
pub async fn elsewhere(app: &App, code: &LinkCode) -> Result<(Box<Standing>, Elsewhere), Denied> {
    let mut tx = app.db.read().await?;
    let invited = tx.invited_by_hash(&code.hash()).await?;
    let invited = invited.ok_or(Denied::Link(None))?;
    let now = tx.now().await?;
    let nobody = SessionId::from("");
    let sessions = tx.sessions_of_recipient(&invited.uid, &nobody).await?;
    let newest = sessions.into_iter().find(|kept| !kept.is_idle(now));
    let state = match newest.map(|kept| kept.session) {
        None => Elsewhere::Waiting,
        Some(session) => {
            let enrollment = tx.enrollment_of_session(&session.id).await?;
            let enrolled = enrollment.is_some_and(|row| row.enrollment.enrolled_at.is_some());
            match (enrolled, session.downloaded_at, session.login) {
                (true, ..) => Elsewhere::Enrolled,
                (_, Some(_), _) => Elsewhere::Downloaded,
                (_, _, Some(_)) => Elsewhere::LoggedIn,
                _ => Elsewhere::Started,
            }
        }
    };
    let standing = standing(&mut tx, invited, None, now).await?;
    Ok((Box::new(standing), state))
}
