//! The two hosts that devices speak to: the portal, and device management with its chain of certificates.

use std::path::Path;

use rustls::pki_types::CertificateDer;
use url::Url;

use super::Finding;
use super::chain::{self, Chain};
use crate::cms::certificate::Certificate;
use crate::model::settings::{Settings, TlsFiles};
use crate::ops::{Error, authorities, clock, tls};

/// Below this many days somebody should renew.
const SOON: i64 = 21;
const RENEW: &str = "renew it soon";

/// Looks at both.
pub async fn check(settings: &Settings, root: &Path) -> Vec<Finding> {
    let mut findings = portal(settings, root).await;
    // Where another system enrolls, no device comes to a host of ours.
    if settings.mdm.manager.page().is_none() {
        findings.push(mdm(settings, root).await);
    }
    findings
}

async fn portal(settings: &Settings, root: &Path) -> Vec<Finding> {
    const SUBJECT: &str = "portal";
    let url = &settings.portal.url;
    let origin = url.origin().ascii_serialization();
    let answer = chain::answers(url).await;
    let mut findings = vec![match &answer {
        Ok(()) => Finding::good(SUBJECT, format!("{origin} answers")),
        Err(why) => Finding::doubtful(
            SUBJECT,
            format!("{origin} {why}"),
            "start `enroll serve`; look at DNS, at `portal.listen` and at the proxy in front",
        ),
    }];
    if url.scheme() == "http" {
        let text = "plain http is for this computer alone";
        let remedy = "name an https origin in `portal.url` before people depend on it";
        findings.push(Finding::doubtful(SUBJECT, text, remedy));
        return findings;
    }
    findings.extend(match shown(url, settings.portal.tls.as_ref(), root).await {
        Ok(chain) => Some(judged(SUBJECT, &chain, |days| {
            if chain.is_public() == Some(false) {
                let text = format!("its certificate is by a private authority, {days} days left");
                let remedy =
                    "browsers warn where that authority is not trusted yet: use a public one";
                return Finding::doubtful(SUBJECT, text, remedy);
            }
            Finding::good(SUBJECT, format!("its certificate has {days} days left"))
        })),
        Err(Shown::Unusable(error)) => Some(Finding::bad(SUBJECT, error.to_string(), error.hint())),
        // Told above.
        Err(Shown::Silent(_)) if answer.is_err() => None,
        Err(Shown::Silent(why)) => Some(Finding::bad(
            SUBJECT,
            format!("{origin} {why}"),
            Some("give `portal.tls`, or let the proxy in front speak TLS".to_owned()),
        )),
    });
    findings
}

async fn mdm(settings: &Settings, root: &Path) -> Finding {
    const SUBJECT: &str = "mdm";
    let url = &settings.mdm.url;
    let origin = url.origin().ascii_serialization();
    let same = url.origin() == settings.portal.url.origin();
    let own = settings.mdm.tls.as_ref();
    let files = own.or(settings.portal.tls.as_ref().filter(|_| same));
    let chain = match shown(url, files, root).await {
        Ok(chain) => chain,
        Err(Shown::Unusable(error)) => {
            return Finding::bad(SUBJECT, error.to_string(), error.hint());
        }
        Err(Shown::Silent(why)) => {
            let remedy = "devices need it over https: see `mdm.url`, `mdm.listen` and `mdm.tls`";
            return Finding::doubtful(SUBJECT, format!("{origin} {why}"), remedy);
        }
    };
    let authority = match authorities::tls_root(settings, root) {
        Ok(authority) => authority,
        Err(error) => return Finding::bad(SUBJECT, error.to_string(), error.hint()),
    };
    judged(SUBJECT, &chain, |days| {
        trust(&chain, authority.as_ref(), days)
    })
}

/// Whether devices trust the chain by themselves, after the certificate steps, or never.
fn trust(chain: &Chain, authority: Option<&Certificate>, days: i64) -> Finding {
    const SUBJECT: &str = "mdm";
    match (chain.is_public(), authority) {
        (Some(true), None) => Finding::good(
            SUBJECT,
            format!("public certificate, {days} days left: no certificate steps"),
        ),
        (Some(true), Some(_)) => Finding::doubtful(
            SUBJECT,
            format!("public certificate, {days} days left, and `mdm.ca` all the same"),
            "leave `mdm.ca` out: it makes people install and trust a certificate for nothing",
        ),
        (_, Some(root)) if chain.is_signed_by(root) => Finding::good(
            SUBJECT,
            format!(
                "certificate by the private root {}, {days} days left: people take the \
                 certificate and trust steps",
                root.common_name().unwrap_or_else(|| "of mdm.ca".to_owned())
            ),
        ),
        (_, Some(_)) => Finding::bad(
            SUBJECT,
            "the root in `mdm.ca` does not sign its certificate: devices refuse it",
            Some(
                "put the root that signs it into `mdm.ca`, and let the server send the \
                 certificates between"
                    .to_owned(),
            ),
        ),
        (Some(false), None) => Finding::bad(
            SUBJECT,
            "no public authority signs its certificate: devices refuse it",
            Some("name the PEM file of its root in `mdm.ca`".to_owned()),
        ),
        (None, None) => Finding::doubtful(
            SUBJECT,
            "this machine knows no public authorities to compare its certificate with",
            "install the package ca-certificates, or name its root in `mdm.ca`",
        ),
    }
}

/// What every chain must be, then `rest` with the days left.
fn judged(subject: &'static str, chain: &Chain, rest: impl Fn(i64) -> Finding) -> Finding {
    if let Some(fault) = chain.fault() {
        let text = format!("its certificate {}", fault.text);
        return Finding::bad(subject, text, Some(fault.remedy.to_owned()));
    }
    let days = chain.days_left();
    let mut finding = rest(days);
    if days < SOON && finding.remedy.is_none() {
        finding = Finding::doubtful(subject, finding.text, RENEW);
    }
    finding
}

/// Why there is no chain to look at.
enum Shown {
    /// The files of the settings cannot be used.
    Unusable(Error),
    /// Nobody shows one.
    Silent(String),
}

/// The chain that devices get: what answers at `url`, else what the settings would show there.
async fn shown(url: &Url, files: Option<&TlsFiles>, root: &Path) -> Result<Chain, Shown> {
    if let Some(files) = files {
        tls::server(files, root).map_err(Shown::Unusable)?;
    }
    let all: Vec<CertificateDer<'static>> = match (chain::presented(url).await, files) {
        (Ok(all), _) => all,
        (Err(_), Some(files)) => tls::chain(files, root).map_err(Shown::Unusable)?,
        (Err(why), None) => return Err(Shown::Silent(why)),
    };
    Chain::new(all, url, clock::now()).map_err(Shown::Silent)
}
