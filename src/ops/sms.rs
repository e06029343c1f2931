//! Text messages beside their sending: the provider that the settings name, and what it reports afterwards.

use std::path::Path;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::key::read_secret;
use super::message::origin;
use super::{App, Error, random};
use crate::base::error::Kind;
use crate::http;
use crate::model::id::MessageId;
use crate::model::message::{Channel, DeliveryState};
use crate::model::settings::{Gateway, HeaderText, Settings, Sms, Twilio};
use crate::notify::Transport;
use crate::notify::sms::{self, Provider};
use crate::store::event::{Actor, Event};
use crate::store::recovery::Evidence;

/// Why a message whose sender ended is queued again.
pub const AGAIN: &str = "the sender ended while transmitting; asked again with the same key";

/// Where a provider reports what became of a message.
pub const HOOK: &str = "/hooks/sms";

/// The provider that takes requests.
///
/// # Errors
/// None is named; a secret cannot be read or stands in no header; TLS cannot be set up.
pub fn transport(settings: &Settings, root: &Path) -> Result<Transport, Error> {
    let provider = match &settings.sms {
        Some(Sms::Twilio(twilio)) => {
            let token = read_secret(&twilio.token, root)?;
            let mut hook = settings.portal.url.clone();
            hook.set_path(HOOK);
            Provider::Twilio(sms::Twilio::new(
                http::client(http::PATIENT)?,
                twilio,
                token,
                hook,
            ))
        }
        Some(Sms::Http(gateway)) => {
            let headers = headers(gateway, root)?;
            Provider::Gateway(sms::Gateway::new(
                http::client(http::PATIENT)?,
                gateway,
                headers,
            ))
        }
        Some(Sms::Email(_)) | None => {
            return Err(Error::new(Kind::Config, "nobody carries text messages")
                .with_hint("name a provider under `sms` in enroll.yaml"));
        }
    };
    Ok(Transport::Sms(Box::new(provider)))
}

fn headers(gateway: &Gateway, root: &Path) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    for (name, text) in &gateway.headers {
        let (value, secret) = match text {
            HeaderText::Plain(text) => (HeaderValue::from_str(text), false),
            HeaderText::Secret(source) => {
                let secret = read_secret(source, root)?;
                (HeaderValue::from_str(secret.expose()), true)
            }
        };
        let refused = |_| Error::new(Kind::Config, format!("the header {name} cannot be sent"));
        let mut value = value.map_err(|_| refused(()))?;
        value.set_sensitive(secret);
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused(()))?;
        headers.insert(name, value);
    }
    Ok(headers)
}

/// Whether a message of unknown fate may be sent again: the provider knows it by its key.
pub fn asks_again(settings: &Settings) -> bool {
    matches!(&settings.sms, Some(Sms::Http(gateway)) if gateway.idempotent)
}

/// What a provider reports of one message.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The query of the address it was sent to, as it arrived.
    pub query: &'a str,
    /// The parameters of its form.
    pub parameters: &'a [(String, String)],
    /// Header X-Twilio-Signature.
    pub signature: &'a str,
}

/// Believes a report if the provider signed it: a message arrived, or came back.
///
/// # Errors
/// [`Kind::Refused`] when the signature is missing or wrong; [`Kind::NotFound`] when nobody reports here.
pub async fn report(app: &App, report: &Report<'_>) -> Result<(), Error> {
    let Some(Sms::Twilio(Twilio { token, .. })) = &app.settings.sms else {
        return Err(Error::new(Kind::NotFound, "no provider reports here"));
    };
    let token = read_secret(token, &app.root)?;
    let url = format!("{}{HOOK}?{}", origin(&app.settings), report.query);
    if !sms::is_signed(&token, &url, report.parameters, report.signature) {
        return Err(Error::new(
            Kind::Refused,
            "the report is not signed by the provider",
        ));
    }
    let found = |name: &str| {
        let pair = report.parameters.iter().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.as_str())
    };
    let id = url::form_urlencoded::parse(report.query.as_bytes())
        .find(|(key, _)| key == "message")
        .map(|(_, id)| MessageId(id.into_owned()));
    match (id, found("MessageStatus")) {
        (Some(id), Some(status)) => arrived(app, &id, status, found("ErrorCode")).await,
        _ => Ok(()),
    }
}

async fn arrived(app: &App, id: &MessageId, status: &str, code: Option<&str>) -> Result<(), Error> {
    // The words of Twilio's MessageStatus; others say that it is on its way, which is known.
    let (evidence, action) = match status {
        "delivered" | "read" => (Evidence::Arrived, "delivered"),
        "sent" => (Evidence::Arrived, "passed_on"),
        "failed" | "undelivered" => (Evidence::CameBack, "bounced"),
        _ => return Ok(()),
    };
    let mut tx = app.db.write().await?;
    let now = tx.now().await?;
    let row = tx.message(id).await?;
    let Some(row) = row.filter(|row| row.channel == Channel::Sms) else {
        tracing::info!(message = %id, "a report of an unknown message");
        return Ok(());
    };
    let reply = match code {
        Some(code) => format!("{status}, error {code}"),
        None => status.to_owned(),
    };
    let moved = tx.prove(id, evidence, &reply, now).await?;
    let known = row.state == DeliveryState::Accepted && row.reply.as_deref() == Some(&*reply);
    if moved && !known {
        let event = Event {
            invitation: row.invitation.as_deref(),
            recipient: row.recipient.as_ref().map(|uid| uid.0.as_str()),
            subject: Some(&id.0),
            ..Event::new(Actor::Sender, action)
        };
        tx.record(&random::uid(), now, &event).await?;
    }
    Ok(tx.commit().await?)
}
