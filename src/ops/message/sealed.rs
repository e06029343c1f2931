//! Rendered messages under their row's id: sealed in the outbox, opened by who sends them.

use crate::model::id::MessageId;
use crate::model::message::{MessageKind, Rendered};
use crate::ops::{App, Error, random};

/// The Message-ID of an outbox row, without brackets.
pub fn message_id(app: &App, id: &MessageId, kind: MessageKind) -> String {
    let host = app.settings.portal.url.host_str().unwrap_or("localhost");
    format!("{id}.{}@{host}", kind.word())
}

/// Seals a rendered message for the outbox row `id`: two lines with sender and recipient, a third with the
/// Message-ID, then the bytes.
///
/// # Errors
/// No random bytes.
pub fn seal(app: &App, id: &MessageId, rendered: &Rendered) -> Result<Vec<u8>, Error> {
    let mut plain = format!(
        "{}\n{}\n{}\n",
        rendered.from, rendered.to, rendered.message_id
    )
    .into_bytes();
    plain.extend_from_slice(&rendered.bytes);
    let key = app.key.seal("outbox");
    Ok(key.seal(random::bytes()?, id.0.as_bytes(), &plain)?)
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`Error::Sealed`] when it was sealed for another row or by another key.
pub fn open(app: &App, id: &MessageId, sealed: &[u8]) -> Result<Rendered, Error> {
    let plain = app.key.seal("outbox").open(id.0.as_bytes(), sealed)?;
    let mut parts = plain.splitn(4, |byte| *byte == b'\n');
    let mut line = || {
        let bytes = parts.next().unwrap_or_default();
        String::from_utf8_lossy(bytes).into_owned()
    };
    Ok(Rendered {
        from: line(),
        to: line(),
        message_id: line(),
        bytes: parts.next().unwrap_or_default().to_vec(),
    })
}
