//! Telling webhooks what happened: a signed POST with up to a hundred events, at least once, in order.
//!
//! Events name invitations, recipients by uid, and enrollments; never addresses, links or secrets.

use aws_lc_rs::hmac;
use data_encoding::HEXLOWER;
use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::key::read_secret;
use super::{App, Error};
use crate::base::digest::sha256_hex;
use crate::base::time::{MINUTE, SECOND, Timestamp};
use crate::http;
use crate::model::settings::Webhook;
use crate::model::status::EventRow;
use crate::store::webhook::{BATCH, Standing};

/// How long a post belongs to one process: longer than an answer is waited for.
const CLAIM: i64 = 2 * MINUTE;
/// Longer than any transaction that writes events.
const OVERLAP: i64 = 10 * MINUTE;
/// The first pause after a failure; each one after it is twice as long, up to [`LONGEST`].
const FIRST_PAUSE: i64 = 5 * SECOND;
const LONGEST: i64 = 60 * MINUTE;

/// What posts to webhooks. It follows no redirect: where events go is the administrator's choice, not the receiver's.
#[derive(Clone, Debug)]
pub struct Poster {
    client: Client,
}

/// What one look at a webhook came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Post {
    /// Nothing to tell, not yet due, or another process does it.
    Nothing,
    /// So many events were taken.
    Taken(usize),
    /// It was refused or not reached, and why; it is tried again.
    Failed(String),
}

impl Poster {
    /// A client of its own.
    ///
    /// # Errors
    /// TLS cannot be set up.
    pub fn new() -> Result<Self, Error> {
        let client = http::client(http::PATIENT)?;
        Ok(Self { client })
    }

    /// Tells one webhook what it was not told yet.
    ///
    /// # Errors
    /// Its secret cannot be read, or the database fails.
    pub async fn post(&self, app: &App, webhook: &Webhook) -> Result<Post, Error> {
        let hook = sha256_hex(webhook.url.as_str().as_bytes());
        let mut tx = app.db.read().await?;
        let now = tx.now().await?;
        let Some(standing) = tx.webhook(&hook).await? else {
            drop(tx);
            let mut tx = app.db.write().await?;
            tx.start_webhook(&hook, now).await?;
            tx.commit().await?;
            return Ok(Post::Nothing);
        };
        if standing.next_at > now {
            return Ok(Post::Nothing);
        }
        let from = smallest_id(standing.since);
        let events = tx.untold_events(&hook, &from).await?;
        drop(tx);
        if events.is_empty() || !claim(app, &hook, now).await? {
            return Ok(Post::Nothing);
        }
        let secret = read_secret(&webhook.secret, &app.root)?;
        let body = body(&app.installation.instance, &events);
        let sent = self.send(webhook, secret.expose(), &body, now).await;
        settle(app, &hook, (standing, &events), sent).await
    }

    async fn send(
        &self,
        webhook: &Webhook,
        secret: &str,
        body: &str,
        now: Timestamp,
    ) -> Result<(), String> {
        let request = self
            .client
            .post(webhook.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header("enroll-signature", signature(secret, now.0 / SECOND, body))
            .body(body.to_owned());
        let answer = request.send().await.map_err(|e| http::why(&e))?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            status => Err(format!("it answered {status}")),
        }
    }
}

async fn claim(app: &App, hook: &str, now: Timestamp) -> Result<bool, Error> {
    let mut tx = app.db.write().await?;
    let mine = tx.claim_webhook(hook, now, now.plus(CLAIM)).await?;
    tx.commit().await?;
    Ok(mine)
}

/// Keeps what came of a post.
async fn settle(
    app: &App,
    hook: &str,
    (standing, events): (Standing, &[(String, EventRow)]),
    sent: Result<(), String>,
) -> Result<Post, Error> {
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let post = match sent {
        Ok(()) => {
            // A full batch may have left others behind.
            let since = match events.len() < BATCH {
                true => standing.since.max(now.plus(-OVERLAP)),
                false => standing.since,
            };
            let ids: Vec<&str> = events.iter().map(|(id, _)| id.as_str()).collect();
            let from = smallest_id(since);
            tx.advance_webhook(hook, &ids, (since, &from), now).await?;
            Post::Taken(ids.len())
        }
        Err(why) => {
            let pause = FIRST_PAUSE << standing.failures.min(12);
            tx.set_webhook_failed(hook, now.plus(pause.min(LONGEST)))
                .await?;
            Post::Failed(why)
        }
    };
    tx.commit().await?;
    Ok(post)
}

/// `t=SECONDS,v1=HEX`: HMAC-SHA-256 (RFC 2104) of `SECONDS.BODY`, so that a receiver can refuse what is forged or old.
fn signature(secret: &str, seconds: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, format!("{seconds}.{body}").as_bytes());
    format!("t={seconds},v1={}", HEXLOWER.encode(tag.as_ref()))
}

fn body(instance: &str, events: &[(String, EventRow)]) -> String {
    let event = |(id, event): &(String, EventRow)| {
        json!({
            "id": id,
            "at": event.at.to_string(),
            "actor": event.actor,
            "action": event.action,
            "invitation": event.invitation,
            "recipient": event.recipient,
            "subject": event.subject,
            "run": event.run,
            "detail": serde_json::from_str::<Value>(&event.detail).unwrap_or_default(),
        })
    };
    let events: Vec<Value> = events.iter().map(event).collect();
    json!({
        "format": "enroll.events",
        "format_version": "1.0",
        "instance": instance,
        "events": events,
    })
    .to_string()
}

/// The smallest id (UUID, version 7; RFC 9562, section 5.7) that an event of this instant can have.
fn smallest_id(at: Timestamp) -> String {
    let millis = at.0.max(0) / 1000;
    format!("{:08x}-{:04x}-", millis >> 16, millis & 0xffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_what_openssl_makes_of_the_same_text() {
        let hex = "d3793e2b4103edfbd98cc19591832f5fad701d413db9fcae0ae7dab8184ed207";
        let expected = format!("t=1700000000,v1={hex}");
        assert_eq!(signature("Jefe", 1_700_000_000, "{}"), expected);
    }

    #[test]
    fn an_id_begins_with_its_instant() {
        let at = Timestamp(1_700_000_000_123_456);
        assert_eq!(smallest_id(at), "018bcfe5-687b-");
    }
}
