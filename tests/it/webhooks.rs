//! Webhooks: signed, in order, at least once, without anything personal.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::Value;

use crate::apply::write_root;
use crate::support::binary::Repo;

const SECRET: &str = "canary-webhook-secret";

/// What came: the signature's header and the body.
#[derive(Clone, Default)]
struct Receiver {
    posts: Arc<Mutex<Vec<(String, String)>>>,
    refuse: Arc<Mutex<u32>>,
}

impl Receiver {
    async fn start(&self) -> String {
        let this = self.clone();
        let take = move |headers: HeaderMap, body: String| async move { this.take(&headers, body) };
        let app = Router::new().route("/hook", post(take));
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", socket.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(socket, app).await.unwrap() });
        url
    }

    fn take(&self, headers: &HeaderMap, body: String) -> StatusCode {
        let mut refuse = self.refuse.lock().unwrap();
        if *refuse > 0 {
            *refuse -= 1;
            return StatusCode::BAD_GATEWAY;
        }
        let signature = headers["enroll-signature"].to_str().unwrap().to_owned();
        self.posts.lock().unwrap().push((signature, body));
        StatusCode::NO_CONTENT
    }

    fn posts(&self) -> Vec<(String, String)> {
        self.posts.lock().unwrap().clone()
    }

    /// Action and invitation of every event told, in order.
    fn told(&self) -> Vec<(String, String)> {
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let bodies = self.posts().into_iter().map(|(_, body)| body);
        let events = bodies.flat_map(|body| {
            let body: Value = serde_json::from_str(&body).unwrap();
            body["events"].as_array().unwrap().clone()
        });
        events
            .map(|e| (text(&e["action"]), text(&e["invitation"])))
            .collect()
    }
}

fn repository(url: &str, hook: &str) -> Repo {
    let repo = Repo::new();
    let rest = format!("webhooks: [{{ url: \"{hook}\", secret: {{ file: hook.key }} }}]\n");
    write_root(&repo, url, "auto_approve: 99", &rest);
    repo.write("hook.key", SECRET);
    repo.write("policies.yaml", "link: { login: none }\n");
    repo.write(
        "invitations.d/a.yaml",
        "first: { policy: link, to: [ada@example.com] }\n",
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo
}

both_databases!(what_happens_is_told_once_and_signed, |url| async {
    let receiver = Receiver::default();
    let repo = repository(url, &receiver.start().await);
    let serving = [
        repo.spawn(&["serve", "--listen", "127.0.0.1:0"]),
        repo.spawn(&["serve", "--listen", "127.0.0.1:0"]),
    ];
    // What happened before anybody listened is not told.
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(receiver.told(), []);
    *receiver.refuse.lock().unwrap() = 1;
    let _ = repo
        .run(&["revoke", "first", "--reason", "lost"])
        .expect_code(0);
    repo.write(
        "invitations.d/b.yaml",
        "second: { policy: link, to: [bea@example.com] }\n",
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    for _ in 0..300 {
        if receiver.told().iter().any(|(_, id)| id == "second") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    tokio::time::sleep(Duration::from_secs(5)).await;
    drop(serving);
    let told = receiver.told();
    assert!(told.iter().any(|(_, id)| id == "second"), "{told:?}");
    let first: Vec<&str> = told
        .iter()
        .filter(|(_, id)| id == "first")
        .map(|(a, _)| a.as_str())
        .collect();
    assert_eq!(first.len(), 1, "{told:?}");
    for (signature, body) in receiver.posts() {
        let (seconds, hex) = signature
            .strip_prefix("t=")
            .unwrap()
            .split_once(",v1=")
            .unwrap();
        assert_eq!(hex, openssl(&format!("{seconds}.{body}")));
        for personal in ["ada@", "bea@", "example.com", SECRET] {
            assert!(!body.contains(personal), "{body}");
        }
    }
});

/// HMAC-SHA-256 as another program makes it.
fn openssl(text: &str) -> String {
    use std::io::Write as _;
    let mut openssl = std::process::Command::new("openssl")
        .args(["dgst", "-sha256", "-hmac", SECRET])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    openssl
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let out = openssl.wait_with_output().unwrap().stdout;
    let out = String::from_utf8(out).unwrap();
    out.rsplit(' ').next().unwrap().trim().to_owned()
}
