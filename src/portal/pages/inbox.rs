//! `/demo/inbox`: captured mail, where the demonstration runs. Not part of a portal that serves people.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};

use crate::notify::captured::{self, Captured};
use crate::ops;
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::show;
use crate::render::demo::{Inbox, InboxRow, Mail};

/// The page shows the HTML part in a frame of its own.
const FRAMING: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                       frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// A mail has its styles inline and may do nothing else.
const FRAMED: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

pub(in crate::portal) async fn list(ask: Ask) -> Result<Response, Error> {
    let mails = mails(&ask)?
        .into_iter()
        .map(|mail| InboxRow {
            href: format!("/demo/inbox/{}", mail.file),
            to: mail.to,
            subject: mail.subject,
            at: ask.when(mail.at),
        })
        .collect();
    show::page(&ask, None, Inbox { mails })
}

pub(in crate::portal) async fn mail(ask: Ask) -> Result<Response, Error> {
    let mail = one(&ask, ask.last_segment())?;
    let link = mail.link(&ask.portal.origin()).map(str::to_owned);
    let page = Mail {
        code: link
            .as_deref()
            .and_then(|link| link.rsplit('/').next())
            .map(str::to_owned),
        html: mail
            .html
            .as_ref()
            .map(|_| format!("/demo/inbox/{}/html", mail.file)),
        at: ask.when(mail.at),
        from: mail.from,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        link,
    };
    Ok(with_policy(show::page(&ask, None, page)?, FRAMING))
}

pub(in crate::portal) async fn html(ask: Ask) -> Result<Response, Error> {
    let file = ask
        .path
        .trim_end_matches("/html")
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    let html = one(&ask, &file)?.html.ok_or(Error::NotFound)?;
    Ok(with_policy(Html(html).into_response(), FRAMED))
}

fn with_policy(mut response: Response, policy: &'static str) -> Response {
    let name: HeaderName = header::CONTENT_SECURITY_POLICY;
    response
        .headers_mut()
        .insert(name, HeaderValue::from_static(policy));
    response
}

fn one(ask: &Ask, file: &str) -> Result<Captured, Error> {
    mails(ask)?
        .into_iter()
        .find(|mail| mail.file == file)
        .ok_or(Error::NotFound)
}

fn mails(ask: &Ask) -> Result<Vec<Captured>, Error> {
    let folder = ask.app().root.join(".enroll/outbox");
    captured::list(&folder)
        .map_err(ops::Error::file(folder.display().to_string()))
        .map_err(Error::from)
}
