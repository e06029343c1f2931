//! SCEP clients that others wrote, over HTTP: `scepclient` (Go, single DES) and `certmonger` (C, OpenSSL). Each gets a
//! certificate by challenge and renews it by certificate.

use std::path::Path;
use std::process::Stdio;

use axum::Router;
use data_encoding::BASE64;
use enroll::cms::certificate::Certificate;
use enroll::model::enrollment::Enrollment;
use tokio::net::TcpListener;
use tokio::process::Command;

use super::Scene;
use crate::installation::Installation;
use crate::support::folder;

/// The routes on a port of their own; the address of SCEP.
async fn serve(router: &Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/scep", listener.local_addr().unwrap());
    let router = router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// Runs a program in a folder: whether it succeeds, and all it says.
async fn run(at: &Path, program: &str, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(program);
    for (name, folder) in [
        ("CERTMONGER_CONFIG_DIR", "config"),
        ("CERTMONGER_REQUESTS_DIR", "requests"),
        ("CERTMONGER_CAS_DIR", "cas"),
        ("CERTMONGER_LOCAL_CA_DIR", "local"),
        ("CERTMONGER_TMPDIR", "tmp"),
        ("CERTMONGER_SYSTEM_LOCK_FILE", "lock"),
    ] {
        command.env(name, at.join(folder));
    }
    let output = command
        .args(arguments)
        .current_dir(at)
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap_or_else(|error| panic!("{program} (tests/packages installs it): {error}"));
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

/// The certificate in a file, which must be of this enrollment and signed by the authority.
fn issued(at: &Path, scene: &Scene, enrollment: &Enrollment) -> Certificate {
    let pem = std::fs::read(at.join("client.pem")).unwrap();
    let found = Certificate::from_pem(&pem).unwrap().remove(0);
    assert_eq!(found.check_signed_by(&scene.authority), Ok(()));
    assert_eq!(found.common_name(), Some(enrollment.id.0.clone()));
    found
}

async fn counts(scene: &Scene) -> [i64; 3] {
    let here = &scene.here;
    [
        here.number("SELECT COUNT(*) FROM certificate").await,
        here.number("SELECT COUNT(*) FROM certificate WHERE renews IS NOT NULL")
            .await,
        here.number("SELECT COUNT(*) FROM enrollment").await,
    ]
}

async fn scepclient(at: &Path, url: &str, challenge: &str) -> (bool, String) {
    let arguments = [
        "-server-url",
        url,
        "-private-key",
        "key.pem",
        "-certificate",
        "client.pem",
        "-challenge",
        challenge,
        "-debug",
    ];
    run(at, "scepclient", &arguments).await
}

both_databases!(
    scepclient_enrolls_and_renews_where_old_ciphers_are_accepted,
    |url| async {
        let mut here = Installation::open(url).await;
        here.app.settings.mdm.scep_legacy = true;
        let scene = Scene::of(here).await;
        let link = scene.here.link("ada", None).await;
        let enrollment = scene.reserve(&link, "a").await;
        let profile = scene.profile(&enrollment.id).await;
        let server = serve(&scene.router).await;
        let temporary = folder::fresh("scepclient-");
        let at = temporary.path();
        let (done, said) = scepclient(at, &server, &profile.challenge).await;
        assert!(done, "{said}");
        let first = issued(at, &scene, &enrollment);
        assert_eq!(counts(&scene).await, [1, 0, 1]);
        // With a certificate at hand it sends RenewalReq, signed by it; the challenge comes along and counts no more.
        let (done, said) = scepclient(at, &server, "").await;
        assert!(done, "{said}");
        assert_eq!(counts(&scene).await, [2, 1, 1], "{said}");
        let second = issued(at, &scene, &enrollment);
        assert_eq!(second.spki, first.spki);
    }
);

both_databases!(
    scepclient_understands_that_its_cipher_is_refused,
    |url| async {
        let scene = Scene::open(url).await;
        let link = scene.here.link("ada", None).await;
        let enrollment = scene.reserve(&link, "a").await;
        let profile = scene.profile(&enrollment.id).await;
        let server = serve(&scene.router).await;
        let temporary = folder::fresh("scepclient-");
        let (done, said) = scepclient(temporary.path(), &server, &profile.challenge).await;
        assert!(!done && said.contains("badAlg"), "{said}");
        assert_eq!(counts(&scene).await, [0, 0, 1]);
    }
);

both_databases!(certmonger_enrolls_and_renews, |url| async {
    let scene = Scene::open(url).await;
    let link = scene.here.link("ada", None).await;
    let enrollment = scene.reserve(&link, "a").await;
    let profile = scene.profile(&enrollment.id).await;
    let server = serve(&scene.router).await;
    let temporary = folder::fresh("certmonger-");
    let at = temporary.path();
    let authority = BASE64.encode(scene.authority.der());
    let pem = format!("-----BEGIN CERTIFICATE-----\n{authority}\n-----END CERTIFICATE-----\n");
    std::fs::write(at.join("authority.pem"), pem).unwrap();
    for folder in ["config", "requests", "cas", "local", "tmp"] {
        std::fs::create_dir(at.join(folder)).unwrap();
    }
    let script = format!(
        "exec > {here}/log 2>&1\nset -e\ngetcert add-scep-ca -c ours -u '{server}' -N {here}/authority.pem\n\
         getcert request -c ours -I one -k {here}/key.pem -f {here}/client.pem -N 'CN={name}' -L '{challenge}' -w -v\n\
         cp {here}/client.pem {here}/first.pem\n\
         getcert resubmit -i one -w -v\ngetcert list\n",
        here = at.display(),
        name = profile.common_name,
        challenge = profile.challenge,
    );
    std::fs::write(at.join("steps"), script).unwrap();
    let steps = format!("sh {}/steps", at.display());
    let daemon = ["-L", "-n", "-c", &steps];
    let (_, said) = run(at, "certmonger", &daemon).await;
    let log = std::fs::read_to_string(at.join("log")).unwrap_or_default();
    assert!(log.contains("status: MONITORING"), "{said}\n{log}");
    let second = issued(at, &scene, &enrollment);
    let first = Certificate::from_pem(&std::fs::read(at.join("first.pem")).unwrap()).unwrap();
    assert_ne!(first[0], second);
    assert_eq!(counts(&scene).await, [2, 1, 1], "{log}");
});
