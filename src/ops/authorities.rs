//! The keys that vouch: the authority that gives devices their identity, and the signer of profiles.

use std::path::Path;
use std::sync::Arc;

use data_encoding::{BASE64, HEXLOWER};

use super::key::read_secret;
use super::outside::Outside;
use super::{App, Error, ota, random};
use crate::base::error::Kind;
use crate::base::secret::Secret;
use crate::base::time::DAY;
use crate::ca::authority::Authority;
use crate::cms::certificate::Certificate;
use crate::cms::error::CmsError;
use crate::cms::key::{PrivateKey, RsaBits};
use crate::cms::request::Subject;
use crate::cms::signed::Identity;
use crate::model::settings::{Settings, TlsFiles};
use crate::store::Tx;
use crate::store::keypair::SealedKeypair;

/// Row of the SCEP authority.
const SCEP: &str = "scep";
/// Row of the profile signer.
const SIGNER: &str = "profile_signer";
/// An authority this close to its end is replaced: what it issues must not outlive it, and lives a year.
const ROLL_BEFORE: i64 = 400 * DAY;
/// A signer this close to its end is replaced.
const RENEW_BEFORE: i64 = 30 * DAY;

/// The keys of an installation, loaded.
#[derive(Debug)]
pub struct Authorities {
    /// Issues device identities by SCEP.
    pub scep: Authority,
    /// Signs profiles: the certificate of the MDM host or portal where that is ours to use, since devices may
    /// already trust it; else one that the SCEP authority issued.
    pub signer: Identity,
    /// Private root of the MDM host's certificate; none when that is a public one.
    pub root: Option<Certificate>,
    /// SHA-1 of the certificate of `scep`: how devices know it.
    pub fingerprint: Vec<u8>,
    /// Those of somebody else whose certificates are believed.
    pub outside: Outside,
}

/// The authorities, made at first use and kept sealed in the database unless settings give them. Loaded once in a
/// process.
///
/// # Errors
/// A given certificate or key cannot be read or used, the sealed keys do not open, or what the database says.
pub async fn open(app: &App) -> Result<Arc<Authorities>, Error> {
    let made = app.authorities.get_or_try_init(|| load(app)).await?;
    Ok(Arc::clone(made))
}

/// Whether the files of the settings can be used, before the first device needs them.
///
/// # Errors
/// One cannot be read, or is not what its key asks for.
pub fn check(settings: &Settings, root: &Path) -> Result<(), Error> {
    if let Some(files) = &settings.mdm.scep {
        given_scep(files, root)?;
    }
    tls_root(settings, root)?;
    outside(settings, root)?;
    ota::maker(settings, root)?;
    Ok(())
}

async fn load(app: &App) -> Result<Arc<Authorities>, Error> {
    let mdm = &app.settings.mdm;
    let scep = match &mdm.scep {
        Some(files) => given_scep(files, &app.root)?,
        None => Authority::load_scep(stored_scep(app).await?)
            .map_err(|error| unusable("the stored SCEP authority", &error))?,
    };
    let signer = match own_tls(app)? {
        Some(identity) => identity,
        None => stored_signer(app, &scep).await?,
    };
    Ok(Arc::new(Authorities {
        fingerprint: scep.certificate().sha1(),
        scep,
        signer,
        root: tls_root(&app.settings, &app.root)?,
        outside: outside(&app.settings, &app.root)?,
    }))
}

/// The certificate of the MDM host, else of the portal, when this process holds its key.
fn own_tls(app: &App) -> Result<Option<Identity>, Error> {
    let settings = &app.settings;
    for files in [&settings.mdm.tls, &settings.portal.tls]
        .into_iter()
        .flatten()
    {
        match given(files, &app.root) {
            Ok(identity) => return Ok(Some(identity)),
            // TLS can do with keys, such as P-384, that profiles are not signed with here.
            Err(error) if error.kind() == Kind::Config => {
                tracing::info!(%error, "profiles are signed by a certificate of our own");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// The SCEP authority of the settings.
///
/// # Errors
/// A file or variable cannot be read, the passphrase does not open the key, or it cannot be used.
pub fn given_scep(files: &TlsFiles, root: &Path) -> Result<Authority, Error> {
    Authority::load_scep(given(files, root)?).map_err(|error| unusable("mdm.scep", &error))
}

fn given(files: &TlsFiles, root: &Path) -> Result<Identity, Error> {
    let certificate = read_secret(&files.cert, root)?;
    let key = read_secret(&files.key, root)?;
    let key = key.expose().as_bytes();
    let key = match &files.passphrase {
        Some(source) => PrivateKey::from_encrypted_pem(key, &read_secret(source, root)?),
        None => PrivateKey::from_pem(key),
    };
    let chain = Certificate::from_pem(certificate.expose().as_bytes());
    key.and_then(|key| Identity::new(key, chain?))
        .map_err(|error| {
            let unusable = unusable("a certificate or key of the settings", &error);
            match error.hint() {
                Some(hint) => unusable.with_hint(hint),
                None => unusable,
            }
        })
}

/// The private root that signs the certificate of the MDM host; none where that is a public one.
///
/// # Errors
/// The file cannot be read, or holds no authority.
pub fn tls_root(settings: &Settings, root: &Path) -> Result<Option<Certificate>, Error> {
    let found = signers("mdm.ca", settings.mdm.ca.as_deref(), root)?;
    Ok(found.into_iter().next())
}

/// The certificates of authorities of somebody else. Who gets one by SCEP chooses its name, while ACME certifies what
/// was attested: the two must not be the same.
///
/// # Errors
/// A file cannot be read, holds no authority, or both name the same one.
pub fn outside(settings: &Settings, root: &Path) -> Result<Outside, Error> {
    let scep = settings.mdm.outside_scep.as_ref();
    let acme = settings.mdm.acme.as_ref();
    let outside = Outside {
        scep: signers("mdm.scep.ca", scep.map(|one| one.ca.as_str()), root)?,
        acme: signers("mdm.acme.ca", acme.map(|one| one.ca.as_str()), root)?,
    };
    let same = |one: &&Certificate| outside.acme.iter().any(|two| two.spki == one.spki);
    if outside.scep.iter().any(|one| same(&one)) {
        let what = "mdm.scep.ca and mdm.acme.ca name the same authority";
        return Err(Error::new(Kind::Config, what).with_hint(
            "devices choose the name that SCEP certifies, and ACME certifies what Apple says of them: let two \
             intermediate certificates sign",
        ));
    }
    Ok(outside)
}

/// The certificates of authorities in a PEM file; none where there is no file to read.
fn signers(key: &str, path: Option<&str>, root: &Path) -> Result<Vec<Certificate>, Error> {
    let Some(path) = path else {
        return Ok(Vec::new());
    };
    let file = root.join(path);
    let pem = std::fs::read(&file).map_err(Error::file(file.display().to_string()))?;
    let mut found = Certificate::from_pem(&pem).map_err(|error| unusable(key, &error))?;
    found.retain(|one| one.extensions.authority);
    if found.is_empty() {
        let what = format!("{key} holds no certificate of an authority");
        return Err(Error::new(Kind::Config, what));
    }
    Ok(found)
}

async fn stored_scep(app: &App) -> Result<Identity, Error> {
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let stored = tx.keypair(SCEP).await?;
    let name = subject(app, &mut tx, "Device CA").await?;
    drop(tx);
    if let Some(pair) = &stored {
        let identity = unseal(app, SCEP, pair, None)?;
        if now.plus(ROLL_BEFORE) < identity.certificate.not_after {
            return Ok(identity);
        }
    }
    // Making an RSA key takes long: not while the database is held.
    let made = Authority::new_scep(&name, RsaBits::B2048, random::bytes()?, now)
        .map_err(|error| unusable("a new SCEP authority", &error))?;
    let pair = seal(app, SCEP, made.key(), made.certificate())?;
    let mut tx = app.db.write().await?;
    match &stored {
        // Certificates of the old one stay good: each is known by itself. Its key signs the list of those revoked.
        Some(old) => {
            let name = format!("{SCEP} until {}", now.0);
            tx.create_keypair(&name, old, now).await?;
            tx.replace_keypair(SCEP, old, &pair, now).await?;
        }
        None => tx.create_keypair(SCEP, &pair, now).await?,
    }
    let agreed = tx.keypair(SCEP).await?.unwrap_or(pair);
    tx.commit().await?;
    unseal(app, SCEP, &agreed, None)
}

/// The authority of this name ([`Authority::name`]): the one that issues now, or one of before whose key is ours still.
///
/// # Errors
/// A stored key does not open, or what the database says.
pub async fn named(app: &App, name: &str) -> Result<Option<Authority>, Error> {
    let stored = app.db.look().await?.keypairs(SCEP).await?;
    let is_it = |pair: &&SealedKeypair| {
        let found = Certificate::from_pem(pair.certificate.as_bytes()).unwrap_or_default();
        let first = found.first().map(|one| HEXLOWER.encode(&one.sha256()));
        first.as_deref() == Some(name)
    };
    let Some(pair) = stored.iter().find(is_it) else {
        return Ok(None);
    };
    let identity = unseal(app, SCEP, pair, None)?;
    let authority = Authority::load_scep(identity);
    Ok(Some(authority.map_err(|error| {
        unusable("the stored SCEP authority", &error)
    })?))
}

async fn stored_signer(app: &App, scep: &Authority) -> Result<Identity, Error> {
    let mut tx = app.db.read().await?;
    let now = tx.now().await?;
    let old = tx.keypair(SIGNER).await?;
    let name = subject(app, &mut tx, "Profile Signing").await?;
    drop(tx);
    if let Some(pair) = &old {
        let identity = unseal(app, SIGNER, pair, Some(scep.certificate()))?;
        let certificate = &identity.certificate;
        if certificate.check_signed_by(scep.certificate()).is_ok()
            && now.plus(RENEW_BEFORE) < certificate.not_after
        {
            return Ok(identity);
        }
    }
    let made = scep
        .new_profile_signer(&name, random::bytes()?, now)
        .map_err(|error| unusable("a new profile signer", &error))?;
    let pair = seal(app, SIGNER, &made.key, &made.certificate)?;
    let mut tx = app.db.write().await?;
    match &old {
        Some(old) => tx.replace_keypair(SIGNER, old, &pair, now).await?,
        None => tx.create_keypair(SIGNER, &pair, now).await?,
    }
    let agreed = tx.keypair(SIGNER).await?.unwrap_or(pair);
    tx.commit().await?;
    unseal(app, SIGNER, &agreed, Some(scep.certificate()))
}

/// `NAME Device CA` of the organization; of the portal's host before the first apply.
async fn subject(app: &App, tx: &mut Tx, role: &str) -> Result<Subject, Error> {
    let organization = tx.live_organization().await?;
    let host = app.settings.portal.url.host_str().unwrap_or("enroll");
    let short = organization.as_ref().map_or(host, |one| one.short.as_str());
    Ok(Subject {
        common_name: format!("{short} {role}"),
        organization: organization.map(|one| one.name),
    })
}

fn seal(
    app: &App,
    name: &str,
    key: &PrivateKey,
    certificate: &Certificate,
) -> Result<SealedKeypair, Error> {
    let sealed =
        app.key
            .seal("keypair")
            .seal(random::bytes()?, name.as_bytes(), key.pkcs8().expose())?;
    Ok(SealedKeypair {
        certificate: pem(certificate.der()),
        sealed,
    })
}

/// The key with its certificate, followed by that of its issuer.
fn unseal(
    app: &App,
    name: &str,
    pair: &SealedKeypair,
    issuer: Option<&Certificate>,
) -> Result<Identity, Error> {
    let pkcs8 = Secret::new(
        app.key
            .seal("keypair")
            .open(name.as_bytes(), &pair.sealed)?,
    );
    let load = || -> Result<Identity, CmsError> {
        let mut certificates = Certificate::from_pem(pair.certificate.as_bytes())?;
        certificates.extend(issuer.cloned());
        Identity::new(PrivateKey::from_pkcs8(pkcs8.expose())?, certificates)
    };
    load().map_err(|error| unusable("a stored key", &error))
}

/// RFC 7468.
fn pem(der: &[u8]) -> String {
    let mut text = "-----BEGIN CERTIFICATE-----\n".to_owned();
    for line in BASE64.encode(der).as_bytes().chunks(64) {
        text.push_str(&String::from_utf8_lossy(line));
        text.push('\n');
    }
    text + "-----END CERTIFICATE-----\n"
}

fn unusable(what: &str, error: &impl std::fmt::Display) -> Error {
    Error::new(Kind::Config, format!("{what} cannot be used: {error}"))
}
