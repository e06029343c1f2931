//! Delivering messages: what a sender does to the outbox, one transaction at a time. Between them, with no
//! transaction open, the message travels.

use std::path::Path;

use url::{Host, Url};

use super::{App, Error, abort, key, message, process, random, retry, sms, wave};
use crate::base::time::Timestamp;
use crate::model::id::MessageId;
use crate::model::message::{Channel, DeliveryState, Rendered};
use crate::model::settings::{Settings, Sms, Smtp};
use crate::notify::smtp::Server;
use crate::notify::{Folder, Outcome, Transport};
use crate::store::Tx;
use crate::store::event::{Actor, Event};
use crate::store::outbox::{Claimed, Owner, Settlement, Touched};
use crate::store::wave::{Standing, Wave};

/// A message in the hands of a sender.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// Its row.
    pub row: Claimed,
    /// Its bytes; the reason when they do not open.
    pub message: Result<Rendered, String>,
}

/// One line for the outbox, committed together with those of other senders.
#[derive(Clone, Debug)]
pub enum Entry {
    /// The first byte is about to leave.
    Mark(MessageId),
    /// A try ended.
    Settle(Box<Claimed>, Outcome),
}

/// What became of an [`Entry`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The byte may leave.
    Marked,
    /// The row ended a try in this state.
    Settled(DeliveryState),
    /// The row is no longer ours, or its link ended: nothing was written.
    Refused,
    /// Sending is paused: nothing was written, and nothing more may leave.
    Paused,
}

/// The way out of a channel that the settings name; `root` is the repository.
///
/// # Errors
/// Nobody carries such messages; a secret or the private root cannot be read, or TLS cannot be set up.
pub fn transport(settings: &Settings, root: &Path, channel: Channel) -> Result<Transport, Error> {
    match (channel, &settings.sms) {
        (Channel::Sms, Some(Sms::Twilio(_) | Sms::Http(_)) | None) => {
            sms::transport(settings, root)
        }
        (Channel::Email, _) | (Channel::Sms, Some(Sms::Email(_))) => mail(settings, root),
    }
}

fn mail(settings: &Settings, root: &Path) -> Result<Transport, Error> {
    match &settings.mail.smtp {
        None => Ok(Transport::Folder(Folder::open(
            &root.join(".enroll/outbox"),
        )?)),
        Some(smtp) => {
            let server = server(smtp, &settings.portal.url, root)?;
            Ok(Transport::Smtp(Box::new(server)))
        }
    }
}

fn server(smtp: &Smtp, portal: &Url, root: &Path) -> Result<Server, Error> {
    let password = smtp.password.as_ref();
    let password = password
        .map(|source| key::read_secret(source, root))
        .transpose()?;
    let ca = smtp.ca.as_ref().map(|path| root.join(path));
    let ca = ca
        .map(|path| std::fs::read(&path).map_err(Error::file(path.display().to_string())))
        .transpose()?;
    // RFC 5321, section 4.1.3: an address stands in brackets.
    let hello = match portal.host() {
        Some(Host::Domain(name)) => name.to_owned(),
        Some(Host::Ipv4(address)) => format!("[{address}]"),
        Some(Host::Ipv6(address)) => format!("[IPv6:{address}]"),
        None => "localhost".to_owned(),
    };
    Ok(Server::new(smtp, password, ca.as_deref(), &hello)?)
}

/// Frees what senders left that ended or fell silent.
///
/// # Errors
/// What the database says.
pub async fn recover(app: &App) -> Result<(), Error> {
    let boot = process::owner().boot;
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let holders = tx.holders(&boot).await?;
    let dead: Vec<Owner> = holders.into_iter().filter(process::has_ended).collect();
    let doubts = tx.recover(&dead, now).await?;
    for doubt in &doubts {
        if sms::asks_again(&app.settings) && tx.is_channel(&doubt.id, Channel::Sms).await? {
            tx.resolve(&doubt.id, false, sms::AGAIN, now).await?;
            continue;
        }
        record(&mut tx, "in_doubt", doubt, now).await?;
    }
    let doubts: Vec<&MessageId> = doubts.iter().map(|doubt| &doubt.id).collect();
    wave::judge_all(&mut tx, &doubts, now).await?;
    Ok(tx.commit().await?)
}

/// What a sender takes at a time.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Its messages.
    pub parcels: Vec<Parcel>,
    /// Messages that were withdrawn, because their links ended since.
    pub withdrawn: u64,
    /// Waves that ended before, with how they ended.
    pub ended: Vec<(Wave, Standing)>,
}

/// Takes up to `limit` due messages of a channel, of the waves whose turn it is; none while sending is paused.
///
/// # Errors
/// What the database says.
pub async fn claim(app: &App, channel: Channel, owner: &Owner, limit: u32) -> Result<Taken, Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let ended = wave::end_tried(&mut tx, now).await?;
    let mut rows = match tx.pause().await? {
        Some(_) => Vec::new(),
        None => tx.claim(channel, owner, limit, now).await?,
    };
    let withdrawn = withdraw(&mut tx, owner, now).await?;
    tx.commit().await?;
    if !rows.is_empty() {
        abort::point("D1");
    }
    rows.retain(|row| !withdrawn.iter().any(|gone| gone.id == row.id));
    let parcels = rows
        .into_iter()
        .map(|row| Parcel {
            message: message::open(app, &row.id, &row.sealed).map_err(|e| e.to_string()),
            row,
        })
        .collect();
    Ok(Taken {
        parcels,
        withdrawn: withdrawn.len() as u64,
        ended,
    })
}

/// Writes a group of entries in one transaction; the answers come in their order.
///
/// # Errors
/// What the database says; then none of them was written.
pub async fn write(app: &App, owner: &Owner, entries: &[Entry]) -> Result<Vec<Written>, Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let mut written = Vec::with_capacity(entries.len());
    for entry in entries {
        written.push(match entry {
            Entry::Mark(id) if tx.mark_transmitting(id, owner, now).await? => Written::Marked,
            Entry::Mark(_) if tx.pause().await?.is_some() => Written::Paused,
            Entry::Mark(_) => {
                withdraw(&mut tx, owner, now).await?;
                Written::Refused
            }
            Entry::Settle(row, outcome) => settle(&mut tx, owner, row, outcome, now).await?,
        });
    }
    let troubled: Vec<&MessageId> = entries
        .iter()
        .zip(&written)
        .filter_map(|(entry, written)| match (entry, written) {
            (
                Entry::Settle(row, _),
                Written::Settled(DeliveryState::Rejected | DeliveryState::InDoubt),
            ) => Some(&row.id),
            _ => None,
        })
        .collect();
    wave::judge_all(&mut tx, &troubled, now).await?;
    tx.commit().await?;
    Ok(written)
}

/// Renews the leases of `owner`.
///
/// # Errors
/// What the database says.
pub async fn renew(app: &App, owner: &Owner) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    tx.renew(owner, now).await?;
    Ok(tx.commit().await?)
}

/// Gives back what `owner` claimed and did not start.
///
/// # Errors
/// What the database says.
pub async fn release(app: &App, owner: &Owner) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    tx.release(owner, now).await?;
    Ok(tx.commit().await?)
}

async fn withdraw(tx: &mut Tx, owner: &Owner, now: Timestamp) -> Result<Vec<Touched>, Error> {
    let withdrawn = tx.cancel_ended(owner, now).await?;
    for row in &withdrawn {
        record(tx, "cancelled", row, now).await?;
    }
    Ok(withdrawn)
}

async fn settle(
    tx: &mut Tx,
    owner: &Owner,
    row: &Claimed,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<Written, Error> {
    let Some(end) = settlement(row, outcome, now, random::bytes::<1>()?[0]) else {
        return Ok(Written::Refused);
    };
    if !tx.settle(&row.id, owner, &end, now).await? {
        return Ok(Written::Refused);
    }
    let action = match end.state {
        DeliveryState::Accepted => Some("sent"),
        DeliveryState::Rejected => Some("rejected"),
        DeliveryState::InDoubt => Some("in_doubt"),
        _ => None,
    };
    if let Some(action) = action {
        record(tx, action, &row.touched(), now).await?;
    }
    Ok(Written::Settled(end.state))
}

/// The state after a try; none when nothing was tried.
fn settlement(row: &Claimed, outcome: &Outcome, now: Timestamp, random: u8) -> Option<Settlement> {
    let end = |state, reply: &str| Settlement {
        state,
        reply: reply.to_owned(),
        next_at: None,
    };
    let wait = match outcome {
        Outcome::Busy(_, wait) => i64::try_from(wait.as_micros()).unwrap_or(i64::MAX),
        _ => 0,
    };
    Some(match outcome {
        Outcome::Accepted(reply) => end(DeliveryState::Accepted, reply),
        Outcome::Rejected(reply) => end(DeliveryState::Rejected, reply),
        Outcome::InDoubt(why) => end(DeliveryState::InDoubt, why),
        Outcome::Deferred(why) | Outcome::Unreached(why) | Outcome::Busy(why, _) => {
            match retry::next(row.attempts + 1, row.created_at, now, random) {
                Some(at) => Settlement {
                    next_at: Some(at.max(now.plus(wait))),
                    ..end(DeliveryState::Deferred, why)
                },
                None => end(
                    DeliveryState::Rejected,
                    &format!("given up after 5 days: {why}"),
                ),
            }
        }
        Outcome::Withdrawn => return None,
    })
}

async fn record(
    tx: &mut Tx,
    action: &'static str,
    row: &Touched,
    now: Timestamp,
) -> Result<(), Error> {
    let event = Event {
        invitation: row.invitation.as_deref(),
        recipient: row.recipient.as_deref(),
        subject: Some(&row.id.0),
        run: row.run.as_deref(),
        ..Event::new(Actor::Sender, action)
    };
    Ok(tx.record(&random::uid(), now, &event).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::DAY;

    fn row(created_at: i64) -> Claimed {
        Claimed {
            id: "m".into(),
            invitation: None,
            recipient: None,
            sealed: Vec::new(),
            attempts: 0,
            created_at: Timestamp(created_at),
            run: None,
        }
    }

    #[test]
    fn each_outcome_has_its_state() {
        let now = Timestamp(DAY);
        let state = |outcome: &Outcome| settlement(&row(DAY), outcome, now, 128).map(|s| s.state);
        let text = || "450 later".to_owned();
        use DeliveryState::{Accepted, Deferred, InDoubt, Rejected};
        assert_eq!(state(&Outcome::Accepted(text())), Some(Accepted));
        assert_eq!(state(&Outcome::Rejected(text())), Some(Rejected));
        assert_eq!(state(&Outcome::Deferred(text())), Some(Deferred));
        assert_eq!(state(&Outcome::Unreached(text())), Some(Deferred));
        assert_eq!(state(&Outcome::InDoubt(text())), Some(InDoubt));
        assert_eq!(state(&Outcome::Withdrawn), None);
    }

    #[test]
    fn a_server_that_says_how_long_is_believed() {
        let wait = std::time::Duration::from_secs(7_200);
        let busy = Outcome::Busy("429 later".to_owned(), wait);
        let end = settlement(&row(0), &busy, Timestamp(0), 128).unwrap();
        let wanted = (DeliveryState::Deferred, Some(Timestamp(DAY / 12)));
        assert_eq!((end.state, end.next_at), wanted);
    }

    #[test]
    fn a_message_is_given_up_after_five_days() {
        let outcome = Outcome::Deferred("450 later".to_owned());
        let end = settlement(&row(0), &outcome, Timestamp(5 * DAY), 0).unwrap();
        assert_eq!(end.state, DeliveryState::Rejected);
        assert!(end.reply.ends_with("450 later") && end.next_at.is_none());
    }
}
