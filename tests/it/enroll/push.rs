//! Devices are woken over HTTP/2 by a server that wants the push certificate, as Apple's does.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Version};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum_server::tls_rustls::RustlsConfig;
use enroll::base::time::DAY;
use enroll::cms::request::set_validity;
use enroll::model::settings::{Push, SecretSource, TlsFiles};
use enroll::ops::clock;
use enroll::ops::doctor::{Finding, Verdict, examine};
use enroll::ops::push::{Service, topic, wake};
use rustls::RootCertStore;
use rustls::pki_types::PrivateKeyDer;
use rustls::server::WebPkiClientVerifier;

use super::Scene;
use crate::installation::Installation;

const TOPIC: &str = "com.apple.mgmt.External.test";

/// What the push service saw, and what it answers next.
#[derive(Debug)]
struct Seen {
    calls: Vec<(String, String)>,
    answer: (u16, &'static str),
}

type Shared = Arc<Mutex<Seen>>;

async fn take(
    State(seen): State<Shared>,
    Path(token): Path<String>,
    version: Version,
    headers: HeaderMap,
    body: String,
) -> Response {
    assert_eq!(version, Version::HTTP_2);
    assert_eq!(headers["apns-push-type"], "mdm");
    assert_eq!(headers["apns-topic"], TOPIC);
    let mut seen = seen.lock().unwrap();
    seen.calls.push((token, body));
    let (status, text) = seen.answer;
    (StatusCode::from_u16(status).unwrap(), text).into_response()
}

/// A certificate authority, what it vouches for, and a push service that believes it alone.
struct Apple {
    seen: Shared,
    push: Push,
    roots: RootCertStore,
    _folder: tempfile::TempDir,
}

fn leaf(
    name: &str,
    uid: Option<&str>,
    by: &rcgen::Issuer<'_, rcgen::KeyPair>,
) -> (rcgen::Certificate, rcgen::KeyPair) {
    let mut parameters = rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap();
    if let Some(uid) = uid {
        let kind = rcgen::DnType::CustomDnType(vec![0, 9, 2342, 19_200_300, 100, 1, 1]);
        parameters.distinguished_name.push(kind, uid);
    }
    let now = clock::now();
    set_validity(&mut parameters, (now.plus(-DAY), now.plus(90 * DAY)));
    let key = rcgen::KeyPair::generate().unwrap();
    (parameters.signed_by(&key, by).unwrap(), key)
}

async fn apple() -> Apple {
    let mut parameters = rcgen::CertificateParams::new(Vec::new()).unwrap();
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let key = rcgen::KeyPair::generate().unwrap();
    let root = parameters.self_signed(&key).unwrap();
    let issuer = rcgen::Issuer::new(parameters, key);
    let mut roots = RootCertStore::empty();
    roots.add(root.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots.clone()), Arc::clone(&provider));
    let (server, server_key) = leaf("localhost", None, &issuer);
    let server_key = PrivateKeyDer::try_from(server_key.serialize_der()).unwrap();
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier.build().unwrap())
        .with_single_cert(vec![server.der().clone()], server_key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let seen = Arc::new(Mutex::new(Seen {
        calls: Vec::new(),
        answer: (200, ""),
    }));
    let router = Router::new()
        .route("/3/device/{token}", post(take))
        .with_state(Arc::clone(&seen));
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    socket.set_nonblocking(true).unwrap();
    let port = socket.local_addr().unwrap().port();
    let tls = RustlsConfig::from_config(Arc::new(config));
    let serving = axum_server::from_tcp_rustls(socket, tls).unwrap();
    tokio::spawn(serving.serve(router.into_make_service()));

    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = leaf("push", Some(TOPIC), &issuer);
    let keep = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        SecretSource::File(path.display().to_string())
    };
    let push = Push {
        files: TlsFiles {
            cert: keep("push.pem", certificate.pem()),
            key: keep("push.key", key.serialize_pem()),
            passphrase: None,
        },
        url: format!("https://localhost:{port}").parse().unwrap(),
    };
    Apple {
        seen,
        push,
        roots,
        _folder: folder,
    }
}

both_databases!(a_device_is_woken_until_it_comes, |url| async {
    let apple = apple().await;
    let mut here = Installation::open(url).await;
    here.app.settings.mdm.push = Some(apple.push.clone());
    let scene = Scene::of(here).await;
    let (here, app) = (&scene.here, &scene.here.app);
    assert_eq!(topic(&apple.push.files, &app.root).unwrap(), TOPIC);
    let service = Service::new(&apple.push, &app.root, Some(apple.roots.clone())).unwrap();
    let link = here.link("ada", None).await;
    let enrollment = scene.reserve(&link, "a").await;
    assert_eq!(scene.profile(&enrollment.id).await.topic, TOPIC);
    assert_eq!(wake(app, &service).await.unwrap(), 0);
    let handset = scene.enrolled(0, &enrollment).await;

    assert_eq!(wake(app, &service).await.unwrap(), 1);
    let token = "7ed0280a8e20364de6c508055515d125f3bca98b0ca52e3a9070a56ae8029edf";
    assert_eq!(
        apple.seen.lock().unwrap().calls,
        [(token.to_owned(), "{\"mdm\":\"magic\"}".to_owned())]
    );
    assert_eq!(wake(app, &service).await.unwrap(), 0, "not again at once");
    here.sql("UPDATE device SET pushed_at = 1").await;
    assert_eq!(wake(app, &service).await.unwrap(), 1, "it did not come");

    // It comes, fetches, and is called at once when there is something new.
    let body = handset.idle();
    let signature = handset.sign(&body);
    crate::handset::put(&scene.router, "/mdm", body, &[signature]).await;
    assert_eq!(here.number("SELECT push_count FROM device").await, 0);

    // A push service in trouble changes nothing; a token that ended is forgotten.
    for (answer, kept) in [
        ((503, "{\"reason\":\"ServiceUnavailable\"}"), 1),
        ((429, "no JSON"), 1),
        ((410, "{\"reason\":\"Unregistered\",\"timestamp\":1}"), 0),
    ] {
        apple.seen.lock().unwrap().answer = answer;
        here.sql("UPDATE device SET pushed_at = 1").await;
        assert_eq!(wake(app, &service).await.unwrap(), 0);
        let heard = "SELECT COUNT(*) FROM device WHERE push_sealed IS NOT NULL";
        assert_eq!(here.number(heard).await, kept, "{answer:?}");
    }
    assert_eq!(wake(app, &service).await.unwrap(), 0);
    assert_eq!(apple.seen.lock().unwrap().calls.len(), 5);
    let update = handset.token_update("new");
    assert_eq!(scene.check_in(&handset, update).await.status, 200);
    apple.seen.lock().unwrap().answer = (200, "");
    assert_eq!(wake(app, &service).await.unwrap(), 1);
    assert_eq!(apple.seen.lock().unwrap().calls[5].1, "{\"mdm\":\"new\"}");
});

both_databases!(nobody_else_is_told_whom_to_wake, |url| async {
    let apple = apple().await;
    let mut here = Installation::open(url).await;
    here.app.settings.mdm.push = Some(apple.push.clone());
    let scene = Scene::of(here).await;
    let app = &scene.here.app;
    let link = scene.here.link("ada", None).await;
    scene.enrolled(0, &scene.reserve(&link, "a").await).await;
    let mut other = RootCertStore::empty();
    let key = rcgen::KeyPair::generate().unwrap();
    let root = rcgen::CertificateParams::new(Vec::new()).unwrap();
    other
        .add(root.self_signed(&key).unwrap().der().clone())
        .unwrap();
    let service = Service::new(&apple.push, &app.root, Some(other)).unwrap();
    assert_eq!(wake(app, &service).await.unwrap(), 0);
    assert!(apple.seen.lock().unwrap().calls.is_empty());
});

both_databases!(the_doctor_looks_at_the_push_certificate, |url| async {
    let apple = apple().await;
    let mut here = Installation::open(url).await;
    let root = here.app.root.clone();
    let look = async |here: &Installation| -> Option<Finding> {
        let findings = examine(&here.app.settings, &root, None).await;
        findings.into_iter().find(|one| one.subject == "push")
    };
    assert_eq!(look(&here).await, None, "nothing to look at");
    here.app.settings.mdm.push = Some(apple.push.clone());
    let good = look(&here).await.unwrap();
    assert_eq!(good.verdict, Verdict::Good, "{good:?}");
    assert!(good.text.contains(TOPIC) && good.text.contains("89 days"));
    here.app.settings.mdm.topic = Some("com.apple.mgmt.External.other".to_owned());
    assert_eq!(look(&here).await.unwrap().verdict, Verdict::Bad);
    here.app.settings.mdm.topic = None;
    let mut broken = apple.push.clone();
    broken.files.key = broken.files.cert.clone();
    here.app.settings.mdm.push = Some(broken);
    assert_eq!(look(&here).await.unwrap().verdict, Verdict::Bad);
});
