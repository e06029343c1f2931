//! The server dies in the middle of an enrollment: asked again, it goes on, and everything is true once.

use std::time::Duration;

use enroll::cms;
use enroll::cms::scep_client::Answer;
use enroll::model::settings::SecretSource;
use enroll::ops::{App, authorities, clock, enrollment};
use enroll::phone::profile::Enrollment as Profile;
use enroll::phone::{self, Error, profile};
use reqwest::{Certificate, Client, RequestBuilder};

use super::given;
use crate::handset::Handset;
use crate::installation::{decision, number, session, settings};
use crate::redeem::over_http::{KEY, link, nature, persona, repository};
use crate::support::binary::{Repo, Running};
use crate::support::{certificate, folder};

/// A server that dies once, at this point.
struct Mortal {
    repo: Repo,
    server: Running,
    client: Client,
    url: String,
    deaths: u32,
}

impl Mortal {
    fn start(mut repo: Repo, point: &str) -> Self {
        repo.env("ENROLL_ABORT_AT", point);
        let mut server = repo.spawn(&["serve"]);
        server.url();
        let file = repo.read("enroll.yaml");
        let url = file
            .lines()
            .find_map(|line| line.trim().strip_prefix("url: "))
            .unwrap()
            .to_owned();
        let ca = std::fs::read(certificate::ca()).unwrap();
        let client = Client::builder()
            .tls_certs_only([Certificate::from_pem(&ca).unwrap()])
            // Over HTTP/2 a server that ends waits for its client, which this thread does not run meanwhile.
            .http1_only()
            .timeout(Duration::from_secs(20));
        repo.env("ENROLL_ABORT_AT", "");
        Self {
            repo,
            server,
            client: client.build().unwrap(),
            url,
            deaths: 0,
        }
    }

    /// The body of the answer; when the server dies, it is started again and asked the same.
    async fn ask(&mut self, make: impl Fn(&Client, &str) -> RequestBuilder) -> Vec<u8> {
        loop {
            match make(&self.client, &self.url).send().await {
                Ok(answer) => {
                    assert_eq!(answer.status(), 200);
                    return answer.bytes().await.unwrap().to_vec();
                }
                Err(error) => {
                    assert_eq!(self.deaths, 0, "{error}");
                    assert_eq!(self.server.wait().code, None, "killed by a signal");
                    self.deaths += 1;
                    self.server = self.repo.spawn(&["serve"]);
                    self.server.url();
                }
            }
        }
    }
}

/// This process on the same installation, to reserve as the portal does.
async fn beside(url: &str) -> App {
    let folder = folder::fresh("killed-");
    std::fs::write(folder.path().join("key"), KEY).unwrap();
    let mut ours = settings(url);
    ours.portal.key = Some(SecretSource::File("key".to_owned()));
    App::open(ours, folder.path()).await.unwrap()
}

/// The profile of a new enrollment by the only link there is.
async fn reserved(app: &App, visit: &str, authority: &cms::certificate::Certificate) -> Profile {
    let mut tx = app.db.read().await.unwrap();
    let recipient = tx.stored_recipients().await.unwrap().remove(0);
    drop(tx);
    let mut decision = decision(&recipient.uid);
    decision.invitation = Some(recipient.invitation);
    let reserved = enrollment::reserve(app, &session(visit), decision).await;
    let bytes = given(app, &reserved.unwrap().id).await.unwrap();
    let roots = [authority.der().to_vec()];
    let plain = profile::verified(&bytes, &roots, clock::now(), None).unwrap();
    profile::enrollment(&plain).unwrap()
}

both_databases!(a_device_that_asks_again_is_enrolled_once, |url| async {
    let mut repo = repository(url, 9);
    drop(repo.run(&["apply", "--auto-approve"]).expect_code(0));
    let app = beside(url).await;
    let loaded = authorities::open(&app).await.unwrap();
    let authority = loaded.scep.certificate();
    for (count, point) in (1..).zip(["P4", "P5", "P6", "P7", "P8"]) {
        let profile = reserved(&app, point, authority).await;
        let mut server = Mortal::start(repo, point);
        let mut handset = Handset::new(count);
        let csr = handset.csr(&profile.common_name, &profile.challenge);
        let question = handset.question(&csr, authority);
        let post = |client: &Client, url: &str| {
            let request = client.post(format!("{url}/scep?operation=PKIOperation"));
            request.body(question.clone())
        };
        let answer = server.ask(post).await;
        match handset.read(&answer, authority) {
            Answer::Issued(certificate) => handset.take(*certificate),
            other => panic!("{point}: {other:?}"),
        }
        for body in [handset.authenticate(), handset.token_update("magic")] {
            let signature = handset.sign(&body);
            let put = |client: &Client, url: &str| {
                let request = client.put(format!("{url}/mdm/checkin")).body(body.clone());
                request.header("Mdm-Signature", signature.clone())
            };
            assert_eq!(server.ask(put).await, b"");
        }
        assert_eq!(server.deaths, 1, "{point}");
        drop(server.server.stop().expect_code(0));
        repo = server.repo;
        for of in [
            "SELECT used FROM recipient",
            "SELECT COUNT(*) FROM device",
            "SELECT COUNT(*) FROM certificate",
            "SELECT COUNT(*) FROM event WHERE action = 'issued'",
            "SELECT COUNT(*) FROM event WHERE action = 'authenticated'",
            "SELECT COUNT(*) FROM event WHERE action = 'enrolled'",
        ] {
            let found = usize::try_from(number(url, of).await).unwrap();
            assert_eq!(found, count, "{point}: {of}");
        }
    }
});

both_databases!(
    a_use_that_was_not_committed_is_free_and_one_that_was_is_held,
    |url| async {
        let repo = repository(url, 2);
        drop(repo.run(&["apply", "--auto-approve"]).expect_code(0));
        let mut server = Mortal::start(repo, "P2");
        let link = link(&server.repo, &mut server.server);
        let end = phone::enroll(&link, &persona(1), nature(), None, |_| ()).await;
        assert!(matches!(end, Err(Error::Network { .. })), "{end:?}");
        assert_eq!(server.server.wait().code, None);
        assert_eq!(number(url, "SELECT COUNT(*) FROM enrollment").await, 0);

        server = Mortal::start(server.repo, "P3");
        let end = phone::enroll(&link, &persona(1), nature(), None, |_| ()).await;
        assert!(matches!(end, Err(Error::Network { .. })), "{end:?}");
        assert_eq!(server.server.wait().code, None);
        assert_eq!(number(url, "SELECT COUNT(*) FROM enrollment").await, 1);

        server = Mortal::start(server.repo, "");
        let end = phone::enroll(&link, &persona(2), nature(), None, |_| ()).await;
        assert!(end.is_ok(), "{end:?}");
        let end = phone::enroll(&link, &persona(3), nature(), None, |_| ()).await;
        assert!(
            matches!(end, Err(Error::Page { status: 409, .. })),
            "{end:?}"
        );
        assert_eq!(number(url, "SELECT COUNT(*) FROM enrollment").await, 2);
        assert_eq!(number(url, "SELECT used FROM recipient").await, 1);
        drop(server.server.stop().expect_code(0));
    }
);
