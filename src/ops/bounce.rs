//! Taking in delivery status notices: which message each tells of, and what that changes.
//!
//! A notice is found by what the envelope was called, else by the Message-ID of what came back, else by the
//! address if only one message ever left for it.

use std::path::{Path, PathBuf};

use super::{App, Error, random, wave};
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::id::MessageId;
use crate::model::message::{DeliveryState, MessageRow};
use crate::notify::bounce::{self, Action, Fate, Notice};
use crate::store::Tx;
use crate::store::event::{Actor, Event};

/// What one mail told about one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The message as it is now; none when the notice is about none of ours.
    pub message: Option<MessageRow>,
    /// What the notice led to.
    pub result: Taken,
    /// Status code, such as `5.1.1`.
    pub status: Option<String>,
}

/// What a notice led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The message came back.
    Bounced,
    /// A doubt ended: the message arrived.
    Arrived,
    /// It is still tried; recorded, nothing else changes.
    Delayed,
    /// Nothing new.
    Known,
    /// The message is in a state that the notice cannot be about; somebody has to look.
    Odd,
    /// It is about no message of ours, or it cannot be said which.
    Unknown,
}

impl Taken {
    /// Whether nobody has to look at the mail any more.
    pub fn is_done(self) -> bool {
        !matches!(self, Self::Odd | Self::Unknown)
    }
}

/// A mail of a Maildir that was read.
#[derive(Clone, Debug)]
pub struct Read {
    /// Its file name.
    pub file: String,
    /// What it told; nothing when it is no delivery status notice.
    pub told: Vec<Told>,
}

impl Read {
    /// Whether nobody has to look at it any more.
    pub fn is_done(&self) -> bool {
        !self.told.is_empty() && self.told.iter().all(|told| told.result.is_done())
    }
}

/// Takes in one mail. The answer is empty when it is no delivery status notice.
///
/// # Errors
/// What the database says; nothing of the mail was taken in then.
pub async fn take(app: &App, mail: &[u8]) -> Result<Vec<Told>, Error> {
    let Some(notice) = bounce::read(mail) else {
        return Ok(Vec::new());
    };
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let mut told = Vec::new();
    for fate in &notice.recipients {
        told.push(match find(&mut tx, &notice, fate).await? {
            Some(id) => apply(&mut tx, &id, fate, now).await?,
            None => Told {
                message: None,
                result: Taken::Unknown,
                status: fate.status.clone(),
            },
        });
    }
    tx.commit().await?;
    Ok(told)
}

/// Takes in the mails of a Maildir that nobody has seen. What is dealt with counts as seen from then on, everything
/// else stays as it is.
///
/// # Errors
/// The folder cannot be read or written; what the database says.
pub async fn take_maildir(app: &App, folder: &Path) -> Result<Vec<Read>, Error> {
    let mut all = Vec::new();
    for (path, file) in unseen(folder)? {
        let mail = std::fs::read(&path).map_err(Error::file(path.display().to_string()))?;
        let read = Read {
            told: take(app, &mail).await?,
            file,
        };
        if read.is_done() {
            let name = read.file.split(':').next().unwrap_or_default();
            let seen = folder.join("cur").join(format!("{name}:2,S"));
            std::fs::rename(&path, &seen).map_err(Error::file(seen.display().to_string()))?;
        }
        all.push(read);
    }
    Ok(all)
}

/// Mails in `new`, and those in `cur` without the flag for seen, by name.
fn unseen(folder: &Path) -> Result<Vec<(PathBuf, String)>, Error> {
    let mut found = Vec::new();
    for part in ["new", "cur"] {
        let part = folder.join(part);
        let entries = std::fs::read_dir(&part).map_err(|e| {
            let text = format!("{}: {e}", part.display());
            Error::new(Kind::Operational, text)
                .with_hint("a Maildir is a folder with `new`, `cur` and `tmp` in it")
        })?;
        for entry in entries {
            let entry = entry.map_err(Error::file(part.display().to_string()))?;
            let file = entry.file_name().to_string_lossy().into_owned();
            let seen = file
                .rsplit_once(":2,")
                .is_some_and(|(_, f)| f.contains('S'));
            if !seen && !file.starts_with('.') && entry.path().is_file() {
                found.push((entry.path(), file));
            }
        }
    }
    found.sort();
    Ok(found)
}

async fn find(tx: &mut Tx, notice: &Notice, fate: &Fate) -> Result<Option<MessageId>, Error> {
    if let Some(envelope) = &notice.envelope
        && let Some(id) = tx.message_of_envelope(envelope).await?
    {
        return Ok(Some(id));
    }
    if let Some(message_id) = &notice.message_id {
        // Whoever returns our message says which; another Message-ID is another's message.
        return Ok(tx.message_of_header(message_id).await?);
    }
    match &fate.address {
        Some(address) => Ok(tx.only_message_to(address).await?),
        None => Ok(None),
    }
}

async fn apply(tx: &mut Tx, id: &MessageId, fate: &Fate, now: Timestamp) -> Result<Told, Error> {
    let parts = [fate.status.as_deref(), fate.diagnostic.as_deref()];
    let said: Vec<&str> = parts.into_iter().flatten().collect();
    let said = said.join(" ");
    let (changed, action) = match fate.action {
        Action::Failed => (tx.set_bounced(id, &said, now).await?, Taken::Bounced),
        Action::Delivered => (tx.settle_by_notice(id, &said, now).await?, Taken::Arrived),
        Action::Delayed => (true, Taken::Delayed),
    };
    let message = tx.message(id).await?;
    let state = message.as_ref().map(|row| row.state);
    let result = match (changed, action) {
        (true, action) => action,
        (false, Taken::Arrived) if state == Some(DeliveryState::Accepted) => Taken::Known,
        (false, Taken::Bounced) if state == Some(DeliveryState::Bounced) => Taken::Known,
        (false, _) => Taken::Odd,
    };
    if let (true, Some(row)) = (changed, &message) {
        record(tx, row, fate, now).await?;
    }
    if result == Taken::Bounced {
        wave::judge_all(tx, &[id], now).await?;
    }
    Ok(Told {
        message,
        result,
        status: fate.status.clone(),
    })
}

async fn record(tx: &mut Tx, row: &MessageRow, fate: &Fate, now: Timestamp) -> Result<(), Error> {
    let action = match fate.action {
        Action::Failed => "bounced",
        Action::Delayed => "delayed",
        Action::Delivered => "arrived",
    };
    let event = Event {
        invitation: row.invitation.as_deref(),
        recipient: row.recipient.as_ref().map(|uid| uid.0.as_str()),
        subject: Some(&row.id.0),
        detail: serde_json::json!({ "status": fate.status }),
        ..Event::new(Actor::Sender, action)
    };
    Ok(tx.record(&random::uid(), now, &event).await?)
}
