//! Reminders: puts those whose time has come into the outbox, from where they leave like any other message.
//!
//! A reminder was agreed to when `remind` was applied. Whether it still makes sense is decided here, by the
//! database's clock, in the transaction that writes it: nobody who has enrolled, and no link that ended, is
//! reminded. Row and outbox are written together, so that a crash neither doubles nor loses one.

use super::message::{self, Invite, Reminder};
use super::{App, Error, abort, random, text, visit};
use crate::base::time::{DAY, MINUTE, Timestamp};
use crate::model::invitation::{Ahead, SiteRule};
use crate::model::message::DeliveryState;
use crate::render::message::Stopped;
use crate::store::Tx;
use crate::store::event::{Actor, Event};
use crate::store::outbox::NewMessage;
use crate::store::reminder::{DueReminder, Told};

/// Reminders of one transaction.
const BATCH: u32 = 200;
/// More than this nobody gets, however often the end of a link moves.
const MOST: u64 = 2;
/// A link that ended longer ago is no news.
const LATE: i64 = 7 * DAY;

/// What becomes of a reminder whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    /// It is sent; the message it goes on from.
    Send(Told),
    /// It makes no sense any more.
    Skip,
    /// The link, or its message, is not there yet.
    Wait,
}

/// Puts every due reminder into the outbox; answers how many.
///
/// # Errors
/// What the database says.
pub async fn enqueue_due(app: &App) -> Result<u64, Error> {
    let mut sent = 0;
    loop {
        let mut tx = app.db.read().await?;
        let now = tx.now().await?;
        let next = tx.next_reminder().await?;
        drop(tx);
        if next.is_none_or(|at| at > now) {
            return Ok(sent);
        }
        sent += batch(app).await?;
    }
}

async fn batch(app: &App) -> Result<u64, Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let mut sent = 0;
    for due in tx.due_reminders(BATCH, now).await? {
        let verdict = judge(&mut tx, &due, now).await?;
        let uid = &due.recipient;
        if verdict == Verdict::Wait {
            tx.postpone_reminder(uid, due.ahead, now.plus(MINUTE))
                .await?;
        } else if tx.settle_reminder(uid, due.ahead, now).await?
            && let Verdict::Send(told) = verdict
        {
            abort::point("R1");
            sent += u64::from(enqueue(app, &mut tx, &due, &told, now).await?);
            abort::point("R2");
        }
    }
    tx.commit().await?;
    Ok(sent)
}

async fn judge(tx: &mut Tx, due: &DueReminder, now: Timestamp) -> Result<Verdict, Error> {
    if due.ahead == Ahead::EXPIRED {
        return judge_expired(tx, due, now).await;
    }
    let over = due.expires_at.is_none_or(|end| end <= now);
    if due.ended || due.enrolled || over {
        return Ok(Verdict::Skip);
    }
    // Two at once say nothing that one does not: the later one goes.
    let later = tx.due_reminders(BATCH, now).await?;
    let later = later
        .iter()
        .any(|other| other.recipient == due.recipient && other.ahead < due.ahead);
    if later || tx.reminders_of(&due.recipient).await? >= MOST {
        return Ok(Verdict::Skip);
    }
    if due.opens_at.is_some_and(|opens| opens > now) {
        return Ok(Verdict::Wait);
    }
    let told = tx.told(&due.recipient).await?;
    Ok(delivered(told))
}

/// Whoever has not enrolled hears of the end once it has come, and not long after it any more.
async fn judge_expired(tx: &mut Tx, due: &DueReminder, now: Timestamp) -> Result<Verdict, Error> {
    let since = due.expires_at.map(|end| now.since(end));
    let lately = since.is_some_and(|since| (0..LATE).contains(&since));
    if due.ended || due.enrolled || !lately {
        return Ok(Verdict::Skip);
    }
    Ok(delivered(tx.told(&due.recipient).await?))
}

/// Only who has the link is reminded of it; a doubt about the first message counts as having it.
/// By email where both ways reached somebody.
fn delivered(mut told: Vec<Told>) -> Verdict {
    use DeliveryState::{Accepted, Claimed, Deferred, InDoubt, Queued, Transmitting};
    let waits = told
        .iter()
        .any(|t| matches!(t.state, Queued | Claimed | Transmitting | Deferred));
    told.sort_by_key(|t| !t.to.contains('@'));
    let arrived = told
        .into_iter()
        .find(|t| matches!(t.state, Accepted | InDoubt));
    match arrived {
        Some(told) => Verdict::Send(told),
        None if waits => Verdict::Wait,
        None => Verdict::Skip,
    }
}

fn write(
    app: &App,
    of: &Invite<'_>,
    (due, told): (&DueReminder, &Told),
    stopped: Option<Stopped>,
) -> Result<NewMessage, Error> {
    let reminder = Reminder {
        ahead: due.ahead,
        stopped,
        invitation: Some(&told.message_id),
    };
    match (told.to.contains('@'), due.ahead) {
        (true, Ahead::EXPIRED) => message::expired(app, of, &told.message_id),
        (false, Ahead::EXPIRED) => text::expired(app, of),
        (true, _) => message::reminder(app, of, &reminder),
        (false, _) => text::reminder(app, of, due.ahead),
    }
}

/// False: it cannot be written, which is logged, so that others are reminded all the same.
async fn enqueue(
    app: &App,
    tx: &mut Tx,
    due: &DueReminder,
    told: &Told,
    now: Timestamp,
) -> Result<bool, Error> {
    let invited = tx.invited_by_uid(&due.recipient).await?;
    let organization = tx.live_organization().await?;
    let (Some(invited), Some(organization)) = (invited, organization) else {
        return Ok(false);
    };
    let site = match &invited.invitation.site {
        SiteRule::Fixed(id) => tx.live_site(id).await?,
        SiteRule::None | SiteRule::Choose => None,
    };
    let stopped = visit::stopped(app, tx, &invited, now).await;
    let of = Invite {
        organization: &organization,
        invitation: &invited.invitation,
        site: site.as_ref(),
        recipient: &invited.recipient,
        uid: &due.recipient,
        rotate: due.rotate,
        again: 0,
        expires_at: due.expires_at,
        invited: due.anchored_at,
        run: None,
        now,
    };
    let row = match write(app, &of, (due, told), stopped) {
        Ok(row) => row,
        Err(error) => {
            tracing::warn!(%error, recipient = %due.recipient, "no reminder for this recipient");
            return Ok(false);
        }
    };
    if !tx.enqueue(&row, now).await? {
        return Ok(false);
    }
    let event = Event {
        invitation: Some(&invited.invitation.id.0),
        recipient: Some(&due.recipient.0),
        subject: Some(&row.id.0),
        ..Event::new(
            Actor::Sender,
            match due.ahead {
                Ahead::EXPIRED => "told_of_end",
                _ => "reminded",
            },
        )
    };
    tx.record(&random::uid(), now, &event).await?;
    Ok(true)
}
