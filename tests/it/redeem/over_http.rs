//! The same over HTTP: two hundred simulated phones against real processes.

use std::collections::BTreeMap;

use enroll::ops::clock;
use enroll::phone::{self, Error, Nature, Persona};
use tokio::task::JoinSet;
use url::Url;

use crate::installation::number;
use crate::support::binary::{Repo, Running};
use crate::support::database::Database;
use crate::support::{certificate, port};

const PHONES: usize = 200;
/// The server key of these repositories.
pub const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// A repository with a poster for so many devices, and a portal of its own on this database.
pub fn repository(database: &str, uses: u32) -> Repo {
    let (portal, mdm) = (port::free(), port::free());
    let mut repo = Repo::new();
    repo.env("ENROLL_KEY", KEY);
    let file = |path: &std::path::Path| path.display().to_string();
    let (ca, certificate, key) = (
        file(certificate::ca()),
        file(certificate::server()),
        file(certificate::server_key()),
    );
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\n\
             organization: {{ name: Riverside Schools }}\n\
             portal: {{ url: \"http://127.0.0.1:{portal}\", listen: \"127.0.0.1:{portal}\", key: {{ env: ENROLL_KEY }} }}\n\
             mdm:\n  url: https://localhost:{mdm}\n  listen: 127.0.0.1:{mdm}\n\
             \x20 tls: {{ cert: {{ file: {certificate} }}, key: {{ file: {key} }} }}\n  ca: {ca}\n\
             database: {database}\n"
        ),
    );
    repo.write("policies.yaml", "link-only: { login: none }\n");
    repo.write(
        "invitations.d/poster.yaml",
        &format!("poster: {{ send: none, uses: {uses}, policy: link-only }}\n"),
    );
    repo
}

/// The poster's link in the portal of this process.
pub fn link(repo: &Repo, server: &mut Running) -> Url {
    let shown = repo
        .run(&["link", "poster", "--pii", "full"])
        .expect_code(0);
    let link: Url = shown.stdout.lines().next().unwrap().parse().unwrap();
    Url::parse(&server.url())
        .unwrap()
        .join(link.path())
        .unwrap()
}

/// Somebody with the phone number `n`.
pub fn persona(n: usize) -> Persona {
    Persona {
        username: String::new(),
        password: String::new(),
        assign: None,
        ownership: "institution".to_owned(),
        site: None,
        udid: format!("00008110-{n:016X}"),
        serial: format!("F2LXK9{n:06}"),
        device_name: format!("iPhone {n}"),
        product: "iPhone15,4".to_owned(),
        os_version: "18.2.1".to_owned(),
        leaves: false,
        made: None,
    }
}

/// The clock and randomness of a phone.
pub fn nature() -> Nature {
    Nature {
        now: clock::now,
        random: |bytes| aws_lc_rs::rand::fill(bytes).is_ok(),
        public: false,
    }
}

/// Sends every phone at once, in turns to these links. How many of them met which end.
async fn redeem(links: Vec<Url>) -> BTreeMap<String, usize> {
    let mut phones = JoinSet::new();
    for n in 0..PHONES {
        let link = links[n % links.len()].clone();
        phones
            .spawn(async move { phone::enroll(&link, &persona(n), nature(), None, |_| ()).await });
    }
    let mut ends = BTreeMap::new();
    for end in phones.join_all().await {
        let end = match end {
            Ok(_) => "enrolled".to_owned(),
            Err(Error::Page { status, .. }) => status.to_string(),
            Err(other) => panic!("{other}"),
        };
        *ends.entry(end).or_default() += 1;
    }
    ends
}

async fn ended_with_five(database: &str, ends: &BTreeMap<String, usize>) {
    assert_eq!(ends.get("enrolled"), Some(&5), "{ends:?}");
    assert!(
        ends.keys()
            .all(|end| ["enrolled", "409", "410"].contains(&end.as_str())),
        "{ends:?}"
    );
    for (count, of) in [
        (5, "SELECT used FROM recipient"),
        (5, "SELECT COUNT(*) FROM device"),
        (
            5,
            "SELECT COUNT(*) FROM enrollment WHERE counted_at IS NOT NULL",
        ),
        (5, "SELECT COUNT(*) FROM certificate"),
        (5, "SELECT COUNT(*) FROM enrollment"),
    ] {
        assert_eq!(number(database, of).await, count, "{of}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_on_one_postgres_enroll_exactly_five_devices() {
    let database = Database::postgres();
    let repos = [repository(database.url(), 5), repository(database.url(), 5)];
    drop(repos[0].run(&["apply", "--auto-approve"]).expect_code(0));
    let mut servers = repos.each_ref().map(|repo| repo.spawn(&["serve"]));
    let links = repos
        .iter()
        .zip(&mut servers)
        .map(|(repo, server)| link(repo, server))
        .collect();
    let ends = redeem(links).await;
    ended_with_five(database.url(), &ends).await;
    for server in servers {
        drop(server.stop().expect_code(0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_and_apply_on_one_sqlite_file_enroll_exactly_five_devices() {
    let database = Database::sqlite();
    let repo = repository(database.url(), 5);
    drop(repo.run(&["apply", "--auto-approve"]).expect_code(0));
    let mut server = repo.spawn(&["serve"]);
    let link = link(&repo, &mut server);
    let phones = tokio::spawn(redeem(vec![link]));
    let mut applied = 0;
    while !phones.is_finished() {
        applied += 1;
        let more = format!("more-{applied}: {{ send: none, policy: link-only }}\n");
        repo.write(&format!("invitations.d/more-{applied}.yaml"), &more);
        let outcome = tokio::task::block_in_place(|| repo.run(&["apply", "--auto-approve"]));
        drop(outcome.expect_code(0));
    }
    let ends = phones.await.unwrap();
    assert!(applied > 2, "apply worked beside the phones: {applied}");
    assert_eq!(
        number(database.url(), "SELECT COUNT(*) FROM invitation").await,
        applied + 1
    );
    // The others' links are unused.
    let sum = "SELECT SUM(used) FROM recipient";
    assert_eq!(number(database.url(), sum).await, 5);
    assert_eq!(ends.get("enrolled"), Some(&5), "{ends:?}");
    assert_eq!(
        number(database.url(), "SELECT COUNT(*) FROM device").await,
        5
    );
    drop(server.stop().expect_code(0));
}
