//! Authorities of somebody else, asked what devices ask them first: the one by SCEP for what it can and who it is
//! (RFC 8894, 3.5 and 4.2), the one by ACME for its directory (RFC 8555, 7.1.1). Nothing is issued.

use std::path::Path;
use std::time::Duration;

use reqwest::Client;
use url::Url;

use super::Finding;
use super::authority::name;
use crate::cms::ber::Limits;
use crate::cms::certificate::Certificate;
use crate::cms::certs_only;
use crate::cms::scep_client::operation;
use crate::http::{self, Patience};
use crate::model::settings::Settings;
use crate::ops::authorities;

const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(5),
    answer: Duration::from_secs(10),
};

const REACH: &str = "devices must reach it, and trust its certificate before they have a profile";

/// Asks those that are named and whose `ca` files can be read.
pub async fn check(settings: &Settings, root: &Path) -> Vec<Finding> {
    let mdm = &settings.mdm;
    let scep = mdm.outside_scep.as_ref().map(|one| &one.url);
    let acme = mdm.acme.as_ref().map(|one| &one.directory);
    // Files that cannot be read have been told of.
    let (Some(_), Ok(believed)) = (scep.or(acme), authorities::outside(settings, root)) else {
        return Vec::new();
    };
    let client = match http::client(PATIENCE) {
        Ok(client) => client,
        Err(error) => return vec![Finding::bad("authority", error.to_string(), None)],
    };
    let mut findings = Vec::new();
    if let Some(url) = scep {
        findings.push(by_scep(&client, url, &believed.scep).await);
    }
    if let Some(url) = acme {
        findings.push(by_acme(&client, url).await);
    }
    findings
}

async fn by_scep(client: &Client, url: &Url, believed: &[Certificate]) -> Finding {
    const SUBJECT: &str = "scep";
    let told = async {
        let can = asked(client, operation(url, "GetCACaps")).await?;
        let shown = asked(client, operation(url, "GetCACert")).await?;
        Ok::<_, Unanswered>((can, shown))
    };
    let (can, shown) = match told.await {
        Ok(told) => told,
        Err(why) => return why.about(SUBJECT, url),
    };
    let can = String::from_utf8_lossy(&can);
    if !can.lines().any(|line| line.trim().starts_with("SHA-")) {
        let remedy = "let it offer SHA-256 and AES: devices of today want both";
        let text = format!("{url} names no digest that devices accept");
        return Finding::bad(SUBJECT, text, Some(remedy.to_owned()));
    }
    let one = Certificate::parse(&shown).map(|one| vec![one]);
    let shown = match one.or_else(|_| certs_only::read(&shown, Limits::SCEP)) {
        Ok(shown) => shown,
        Err(error) => {
            let remedy = "is it the address of a SCEP server?".to_owned();
            let text = format!("{url} shows no certificate: {error}");
            return Finding::bad(SUBJECT, text, Some(remedy));
        }
    };
    match shown.iter().find(|one| believed.contains(one)) {
        Some(one) => Finding::good(SUBJECT, format!("{url} answers, and is {}", name(one))),
        None => Finding::bad(
            SUBJECT,
            format!(
                "{url} shows certificates that are not in the `ca` file: what it issues is not believed"
            ),
            Some(
                "put the certificate that signs those of devices into the file of mdm.scep.ca"
                    .to_owned(),
            ),
        ),
    }
}

async fn by_acme(client: &Client, url: &Url) -> Finding {
    const SUBJECT: &str = "acme";
    let told = match asked(client, url.clone()).await {
        Ok(told) => told,
        Err(why) => return why.about(SUBJECT, url),
    };
    let directory: serde_json::Value = serde_json::from_slice(&told).unwrap_or_default();
    let offers = |name: &&str| directory[*name].as_str().is_some();
    match ["newNonce", "newAccount", "newOrder"].iter().all(offers) {
        true => Finding::good(SUBJECT, format!("{url} answers with its directory")),
        false => Finding::bad(
            SUBJECT,
            format!("{url} answers, and not with an ACME directory"),
            Some("name the address of the directory itself in mdm.acme.directory".to_owned()),
        ),
    }
}

/// Why there is no answer to read.
enum Unanswered {
    /// From here it is not to be reached: devices may stand elsewhere.
    Silent(String),
    /// It answers with another status than 200.
    Status(u16),
}

impl Unanswered {
    fn about(self, subject: &'static str, url: &Url) -> Finding {
        match self {
            Self::Silent(why) => Finding::doubtful(subject, format!("{url}: {why}"), REACH),
            Self::Status(status) => {
                let remedy = "look at the address".to_owned();
                Finding::bad(subject, format!("{url} answers {status}"), Some(remedy))
            }
        }
    }
}

async fn asked(client: &Client, url: Url) -> Result<Vec<u8>, Unanswered> {
    let silent = |error| Unanswered::Silent(http::why(&error));
    let answer = client.get(url).send().await.map_err(silent)?;
    match answer.status().as_u16() {
        200 => Ok(answer.bytes().await.map_err(silent)?.to_vec()),
        status => Err(Unanswered::Status(status)),
    }
}
