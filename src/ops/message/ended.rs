//! The message to somebody whose link ended by time.

use super::keys::expired_key;
use super::{App, Error, Invite, Particulars, about_link};
use crate::model::message::MessageKind;
use crate::store::outbox::NewMessage;

/// The outbox row that tells somebody that their link has expired, in the thread of their invitation.
///
/// # Errors
/// As [`super::invite`].
pub fn expired(app: &App, of: &Invite<'_>, invitation: &str) -> Result<NewMessage, Error> {
    let particulars = Particulars {
        answers: Some(invitation),
        ..Particulars::new(MessageKind::Expired, expired_key(of))
    };
    about_link(app, of, particulars)
}
