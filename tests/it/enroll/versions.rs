//! Every version of HTTP, over TLS: devices and SCEP clients speak the one they know, send bodies in pieces or wait to be
//! asked for them, and some put a whole message into the address.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use data_encoding::BASE64;
use enroll::cms::certificate::Certificate;
use enroll::cms::scep_client::Answer;
use enroll::model::settings::{SecretSource, TlsFiles};
use enroll::phone::safari::client;
use enroll::portal;
use enroll::portal::routes::Scope;
use reqwest::Version;
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject as _};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::Scene;
use crate::handset::Handset;
use crate::support::{certificate, port};

/// An installation that listens for devices by TLS.
struct Served {
    scene: Scene,
    at: SocketAddr,
    _until: DropGuard,
}

impl Served {
    async fn open(url: &str) -> Self {
        let scene = Scene::open(url).await;
        let mut app = scene.here.app.clone();
        let file = |path: &std::path::Path| SecretSource::File(path.display().to_string());
        let settings = &mut app.settings;
        settings.portal.listen = "127.0.0.1:0".to_owned();
        let at = SocketAddr::from((Ipv4Addr::LOCALHOST, port::free()));
        settings.mdm.listen = Some(at.to_string());
        settings.mdm.url = format!("https://{}", host(at)).parse().unwrap();
        settings.mdm.tls = Some(TlsFiles {
            cert: file(certificate::server()),
            key: file(certificate::server_key()),
            passphrase: None,
        });
        let app = Arc::new(app);
        let listeners = portal::listen(&app, None).unwrap();
        let stop = CancellationToken::new();
        let serving = portal::serve(app, listeners, Scope::People, stop.clone());
        tokio::spawn(async move { serving.await.unwrap() });
        Self {
            scene,
            at,
            _until: stop.drop_guard(),
        }
    }

    /// A connection for this version of HTTP.
    async fn connect(&self, version: &str) -> TlsStream<TcpStream> {
        let mut roots = RootCertStore::empty();
        let root = CertificateDer::from_pem_file(certificate::ca()).unwrap();
        roots.add(root).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![version.as_bytes().to_vec()];
        let socket = TcpStream::connect(self.at).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let connector = TlsConnector::from(Arc::new(config));
        connector.connect(name, socket).await.unwrap()
    }

    /// What is answered to these bytes until the server hangs up.
    async fn say(&self, version: &str, request: &[u8]) -> String {
        let mut stream = self.connect(version).await;
        stream.write_all(request).await.unwrap();
        rest(&mut stream).await
    }
}

/// The name of that address in its certificate.
fn host(at: SocketAddr) -> String {
    format!("localhost:{}", at.port())
}

/// Everything until the end of a connection, which servers of HTTP/1.0 may end without a farewell.
async fn rest(stream: &mut TlsStream<TcpStream>) -> String {
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all).await;
    String::from_utf8_lossy(&all).into_owned()
}

/// A device that may check in, and the head of its first message.
async fn device(served: &Served, visit: &str, more: &str) -> (Handset, String, Vec<u8>) {
    let link = served.scene.here.link(visit, None).await;
    let reserved = served.scene.reserve(&link, visit).await;
    let handset = served.scene.identified(0, &reserved).await;
    let body = handset.authenticate();
    let head = format!(
        "PUT /mdm/checkin HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nMdm-Signature: {}\r\n{more}\r\n",
        host(served.at),
        handset.sign(&body)
    );
    (handset, head, body)
}

both_databases!(old_clients_are_answered_in_their_version, |url| async {
    let served = Served::open(url).await;
    let host = format!("Host: {}\r\n", host(served.at));
    for (version, host) in [("1.0", ""), ("1.0", &*host), ("1.1", &*host)] {
        let request = format!(
            "GET /scep?operation=GetCACaps HTTP/{version}\r\n{host}Connection: close\r\n\r\n"
        );
        let alpn = format!("http/{version}");
        let said = served.say(&alpn, request.as_bytes()).await;
        assert!(
            said.starts_with(&format!("HTTP/{version} 200 OK")),
            "{said}"
        );
        assert!(said.ends_with("SCEPStandard\nSHA-1\nSHA-256\n"), "{said}");
    }
});

both_databases!(
    a_body_may_come_in_pieces_or_when_it_is_asked_for,
    |url| async {
        let served = Served::open(url).await;
        let (_, head, body) = device(&served, "ada", "Transfer-Encoding: chunked\r\n").await;
        let mut request = head.into_bytes();
        for piece in body.chunks(100) {
            request.extend(format!("{:x}\r\n", piece.len()).bytes());
            request.extend([piece, b"\r\n"].concat());
        }
        request.extend(b"0\r\n\r\n");
        let said = served.say("http/1.1", &request).await;
        assert!(said.starts_with("HTTP/1.1 200 OK"), "{said}");

        let more = format!("Expect: 100-continue\r\nContent-Length: {}\r\n", body.len());
        let (_, head, body) = device(&served, "bo", &more).await;
        let mut stream = served.connect("http/1.1").await;
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut asked = [0; 25];
        stream.read_exact(&mut asked).await.unwrap();
        assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
        stream.write_all(&body).await.unwrap();
        let said = rest(&mut stream).await;
        assert!(said.starts_with("HTTP/1.1 200 OK"), "{said}");
        let arrived = "SELECT COUNT(*) FROM enrollment WHERE authenticated_at IS NOT NULL";
        assert_eq!(served.scene.here.number(arrived).await, 2);
    }
);

both_databases!(an_address_may_hold_a_whole_message, |url| async {
    let served = Served::open(url).await;
    let link = served.scene.here.link("ada", None).await;
    let reserved = served.scene.reserve(&link, "a").await;
    let profile = served.scene.profile(&reserved.id).await;
    let handset = Handset::new(0);
    let csr = handset.csr(&profile.common_name, &profile.challenge);
    let message = BASE64.encode(&handset.question(&csr, &served.scene.authority));
    // Whatever else is in there: proxies are asked to allow 16 KB.
    let path = format!(
        "/scep?operation=PKIOperation&message={}&rest={}",
        message.replace('+', "%2B").replace('/', "%2F"),
        "x".repeat(16 << 10)
    );
    let root = Certificate::from_pem(&std::fs::read(certificate::ca()).unwrap()).unwrap();
    let modern = client(&[root[0].der().to_vec()], false).unwrap();
    let host = host(served.at);
    let address = format!("https://{host}{path}");
    let reply = modern.get(address).send().await.unwrap();
    assert_eq!(
        (reply.version(), reply.status().as_u16()),
        (Version::HTTP_2, 200)
    );
    let answer = reply.bytes().await.unwrap();
    let Answer::Issued(first) = handset.read(&answer, &served.scene.authority) else {
        panic!("not issued");
    };
    let old = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let said = served.say("http/1.1", old.as_bytes()).await;
    assert!(said.starts_with("HTTP/1.1 200 OK"), "{said}");
    assert_eq!(first.common_name(), Some(reserved.id.0));
});
