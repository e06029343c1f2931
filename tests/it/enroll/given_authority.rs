//! An authority that the settings give, its key under a passphrase of `openssl`.

use std::path::Path;

use enroll::base::error::Kind;
use enroll::model::settings::{SecretSource, TlsFiles};
use enroll::ops::{App, Error, authorities};

use super::openssl::openssl;
use super::revocation::{authority, pem};
use crate::installation::Installation;
use crate::support::database::Database;
use crate::support::folder;

const PASSPHRASE: &str = "twelve-grey-herons";

/// The authority that a process loads whose key is in this file.
async fn load(
    mut app: App,
    at: &Path,
    key: &str,
    passphrase: Option<&str>,
) -> Result<Vec<u8>, Error> {
    let file = |name: &str| SecretSource::File(at.join(name).display().to_string());
    app.settings.mdm.scep = Some(TlsFiles {
        cert: file("ca.pem"),
        key: file(key),
        passphrase: passphrase.map(|text| {
            std::fs::write(at.join("passphrase"), format!("{text}\n")).unwrap();
            file("passphrase")
        }),
    });
    let loaded = authorities::open(&app).await?;
    Ok(loaded.scep.certificate().der().to_vec())
}

#[tokio::test]
async fn an_encrypted_key_opens_with_its_passphrase_alone() {
    let database = Database::sqlite();
    let here = Installation::open(database.url()).await;
    let folder = folder::fresh("given-");
    let at = folder.path();
    let made = authority(0);
    let der = made.certificate().der();
    std::fs::write(at.join("ca.pem"), pem("CERTIFICATE", der)).unwrap();
    std::fs::write(
        at.join("plain.key"),
        pem("PRIVATE KEY", made.key().pkcs8().expose()),
    )
    .unwrap();
    for (name, how) in [
        ("new.key", "pkcs8 -topk8 -v2 aes-256-cbc"),
        ("old.key", "rsa -traditional -aes128"),
    ] {
        openssl(
            at,
            &format!("{how} -in plain.key -out {name} -passout pass:{PASSPHRASE}"),
        );
    }
    for key in ["new.key", "plain.key"] {
        let loaded = load(here.replica().await, at, key, Some(PASSPHRASE)).await;
        assert_eq!(loaded.unwrap(), der, "{key}");
    }
    for (key, passphrase, says, remedy) in [
        ("new.key", None, "is encrypted", "give `passphrase`"),
        (
            "new.key",
            Some("wrong"),
            "does not open",
            "openssl pkcs8 -in KEY",
        ),
        (
            "old.key",
            Some(PASSPHRASE),
            "otherwise than PKCS#8",
            "-topk8",
        ),
        ("old.key", None, "is encrypted", "give `passphrase`"),
    ] {
        let refused = load(here.replica().await, at, key, passphrase)
            .await
            .unwrap_err();
        assert_eq!(refused.kind(), Kind::Config, "{key}");
        let told = format!("{refused}\n{}", refused.hint().unwrap_or_default());
        assert!(
            told.contains(says) && told.contains(remedy),
            "{key}: {told}"
        );
        assert!(
            !told.contains(PASSPHRASE) && !told.contains("wrong"),
            "{told}"
        );
    }
}
