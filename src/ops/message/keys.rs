//! What each message about a link is told from all others by: one sending has one key.

use super::Invite;
use crate::model::invitation::Ahead;

/// An invitation.
pub(in crate::ops) fn invite_key(of: &Invite<'_>) -> String {
    match of.again {
        0 => format!("invite {} {}", of.uid, of.rotate),
        again => format!(
            "invite {} {} resend {} {again}",
            of.uid, of.rotate, of.invitation.resend
        ),
    }
}

/// One reminder.
pub(in crate::ops) fn reminder_key(of: &Invite<'_>, ahead: Ahead) -> String {
    format!("reminder {} {}", of.uid, ahead.0)
}

/// The end of a link by time.
pub(in crate::ops) fn expired_key(of: &Invite<'_>) -> String {
    format!("expired {} {}", of.uid, of.rotate)
}
