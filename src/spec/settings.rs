//! What each process reads at start: portal, database, mail, directory. Secrets are named here, never read.

use url::Url;

use super::field::{Field, Map};
use super::{codes, console, digest, directory, keys, mdm, oidc, sms, values, webhooks};
use crate::model::settings::{Mail, Portal, SecretSource, Settings, Smtp, SmtpSecurity, TlsFiles};

const DATABASE: &str = "sqlite://.enroll/enroll.db";
const LISTEN: &str = "127.0.0.1:8600";

/// The settings of `root`, defaults filled in. None: the portal's URL cannot be read, which has been reported.
pub fn settings(root: &Map<'_>) -> Option<Settings> {
    let portal = portal(root);
    let url = portal.as_ref().map(|portal| &portal.url);
    let database = root.get("database").and_then(|f| database(&f));
    let mail = mail(root, url);
    let directories = directory::directories(root);
    let mdm = mdm::mdm(root, url);
    if mail.smtp.is_none() && url.is_some_and(|url| !values::is_loopback(url)) {
        warn_no_mail(root);
    }
    Some(Settings {
        database: database.unwrap_or_else(|| DATABASE.to_owned()),
        mail,
        sms: sms::sms(root),
        directories,
        oidc: oidc::oidc(root),
        mdm: mdm?,
        webhooks: webhooks::webhooks(root),
        digest: digest::digest(root),
        console: console::console(root),
        portal: portal?,
    })
}

fn portal(root: &Map<'_>) -> Option<Portal> {
    let map = root
        .require("portal", "{ url: https://enroll.example.com }")
        .and_then(|f| f.map(&keys::PORTAL));
    let url = map
        .and_then(|m| m.require("url", "https://enroll.example.com"))
        .and_then(|f| portal_url(&f));
    let get = |key: &str| map.and_then(|m| m.get(key));
    let proxies = get("trusted_proxies")
        .and_then(|f| f.list())
        .unwrap_or_default();
    let listen = get("listen").and_then(|f| values::listen(&f));
    let trusted_proxies = proxies.iter().filter_map(values::network).collect();
    let tls = get("tls")
        .and_then(|f| f.map(&keys::TLS))
        .and_then(|m| tls(&m));
    let key = get("key").and_then(|f| secret(&f));
    Some(Portal {
        url: url?,
        listen: listen.unwrap_or_else(|| LISTEN.to_owned()),
        trusted_proxies,
        tls,
        key,
    })
}

fn portal_url(field: &Field<'_>) -> Option<Url> {
    let url = values::origin(field)?;
    if url.scheme() != "https" && !values::is_loopback(&url) {
        field
            .error(codes::NOT_HTTPS, "the portal must be reached by https")
            .label("passwords and links would travel in the clear")
            .hint(
                "write https://…; plain http works on this computer alone (http://127.0.0.1:8600)",
            );
        return None;
    }
    Some(url)
}

/// A certificate and its key.
pub fn tls(map: &Map<'_>) -> Option<TlsFiles> {
    let cert = map.require("cert", "{ file: certs/chain.pem }");
    let key = map.require("key", "{ file: /run/secrets/key.pem }");
    let cert = cert.and_then(|f| match f.scalar() {
        // A certificate is no secret: its path may stand alone.
        Some(path) => Some(SecretSource::File(path.to_owned())),
        None => secret(&f),
    });
    Some(TlsFiles {
        cert: cert?,
        key: key.and_then(|f| secret(&f))?,
        passphrase: map.get("passphrase").and_then(|f| secret(&f)),
    })
}

/// `{ env: NAME }` or `{ file: PATH }`; a text is a secret in git.
pub fn secret(field: &Field<'_>) -> Option<SecretSource> {
    const WAYS: &str = "write { env: NAME } or { file: /run/secrets/name }";
    if field.scalar().is_some() {
        let name = field.key;
        field
            .error(
                codes::LITERAL_SECRET,
                format!("`{name}` holds a secret in plain text"),
            )
            .label("anybody who reads the repository knows it now: change it")
            .hint(WAYS);
        return None;
    }
    let map = field.map(&keys::SECRET)?;
    match (map.get("env"), map.get("file")) {
        (Some(env), None) => env.text().map(|name| SecretSource::Env(name.to_owned())),
        (None, Some(file)) => file.text().map(|path| SecretSource::File(path.to_owned())),
        (Some(_), Some(file)) => {
            file.key_error(codes::DUPLICATE_KEY, "a secret is read from one place")
                .hint(WAYS);
            None
        }
        (None, None) => {
            field
                .error(codes::MISSING_KEY, "nothing says where to read this secret")
                .hint(WAYS);
            None
        }
    }
}

fn database(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    let is_file = text
        .strip_prefix("sqlite://")
        .is_some_and(|path| !path.is_empty());
    let server = Url::parse(text).ok();
    let server = server.filter(|url| matches!(url.scheme(), "postgres" | "postgresql"));
    match server {
        Some(url) => values::refuse_password(field, &url)?,
        None if is_file => {}
        None => {
            field
                .error(codes::BAD_URL, "this is not a database")
                .hint("write sqlite://.enroll/enroll.db or postgres://host/name");
            return None;
        }
    }
    Some(text.to_owned())
}

fn mail(root: &Map<'_>, portal: Option<&Url>) -> Mail {
    let map = root.get("mail").and_then(|f| f.map(&keys::MAIL));
    let get = |key: &str| map.and_then(|m| m.get(key));
    let smtp = get("smtp").and_then(|f| smtp(&f, get("password")));
    if get("smtp").is_none()
        && let Some(password) = get("password")
    {
        password
            .key_error(codes::BAD_SMTP, "a password without a mail server")
            .hint("add `smtp: smtps://user@smtp.example.com`");
    }
    Mail {
        from: get("from")
            .and_then(|f| values::mailbox(&f))
            .unwrap_or_else(|| sender(portal)),
        reply_to: get("reply_to").and_then(|f| values::mailbox(&f)),
        smtp,
    }
}

fn warn_no_mail(root: &Map<'_>) {
    if root
        .get("mail")
        .is_some_and(|mail| mail.child("smtp").is_some())
    {
        return;
    }
    if let Some(url) = root.get("portal").and_then(|portal| portal.child("url")) {
        url.warning(
            codes::NO_MAIL_SERVER,
            "the portal is public, and no mail server is named",
        )
        .hint("messages are written to .enroll/outbox: add `mail: { smtp: … }`");
    }
}

/// The sender that nobody named: `enroll@` the portal's host.
fn sender(portal: Option<&Url>) -> String {
    let host = portal.and_then(Url::domain).unwrap_or("localhost");
    format!("enroll@{host}")
}

fn smtp(field: &Field<'_>, named: Option<Field<'_>>) -> Option<Smtp> {
    let password = named.and_then(|f| secret(&f));
    let url = values::url(field, &["smtps", "smtp"])?;
    let others = url.query_pairs().any(|(key, _)| key != "ca");
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() || others {
        field
            .error(
                codes::BAD_SMTP,
                "a mail server has no path, and no option but `ca`",
            )
            .hint("write smtps://user@smtp.example.com?ca=certs/mail-root.pem");
        return None;
    }
    let user = (!url.username().is_empty()).then(|| decoded(url.username()));
    match (&user, named) {
        (Some(_), None) => {
            field
                .error(codes::BAD_SMTP, "this user has no password")
                .hint("add `password: { env: SMTP_PASSWORD }` under mail");
            return None;
        }
        (None, Some(_)) => {
            field
                .error(codes::BAD_SMTP, "a password, and no user in the URL")
                .hint("write smtps://user@smtp.example.com");
            return None;
        }
        _ => {}
    }
    let security = match url.scheme() {
        "smtps" => SmtpSecurity::Implicit,
        _ if values::is_loopback(&url) => SmtpSecurity::Loopback,
        _ => SmtpSecurity::StartTls,
    };
    let usual = match (security, &user) {
        (SmtpSecurity::Implicit, _) => 465,
        (_, Some(_)) => 587,
        (_, None) => 25,
    };
    let host = url.host_str().unwrap_or_default();
    Some(Smtp {
        host: host.trim_matches(['[', ']']).to_owned(),
        port: url.port().unwrap_or(usual),
        security,
        user,
        password,
        ca: url
            .query_pairs()
            .find(|(key, _)| key == "ca")
            .map(|(_, path)| path.into_owned()),
    })
}

/// A percent-encoded part of a URL as text.
fn decoded(part: &str) -> String {
    let pair = format!("part={}", part.replace('+', "%2B"));
    let mut pairs = url::form_urlencoded::parse(pair.as_bytes());
    pairs
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}
