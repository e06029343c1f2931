//! Canaries: addresses, names, links and secrets that stand nowhere else, planted in a repository and looked for
//! in everything that the program says, logs, writes and keeps.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use data_encoding::HEXLOWER;
use enroll::base::secret::Secret;
use enroll::model::link::LinkCode;
use enroll::ops::login::hash_password;
use enroll::phone::{self, Nature, Persona};
use reqwest::Method;

use crate::portal::visitor::{Answer, Visitor};
use crate::support::binary::{Outcome, Repo};
use crate::support::database::Database;
use crate::support::smtp::{self, Access, Mode, Smtp};
use crate::support::{certificate, port, postgres, slapd};

const KEY: &str = "c0ffee5eed00112233445566778899aabbccddeeff00112233445566778899aa";
const DATABASE_PASSWORD: &str = "canary-database-word";
const CLERKS_PASSWORD: &str = "canary-clerk-word";
const WRONG_PASSWORD: &str = "canary-wrong-word";

/// Parts of addresses, names and numbers of people, in lower case.
const PEOPLE: &[&str] = &[
    "canary-7f3a",
    "canary-rejected",
    "canary-doubtful",
    "canary-excepted",
    "canary-asks",
    "canary-clerk@",
    "quillian",
    "canarywright",
    "clara",
    "7355608",
    // Whom the directory describes, and their device.
    "maya.chen",
    "maya chen",
    "m.chen@",
    "2015550101",
    "f2lcanary0k9",
    "00008120-canary",
];

/// Words that nobody may read anywhere, the database included.
fn secrets() -> Vec<String> {
    let words = [
        smtp::PASSWORD,
        slapd::SERVICE_PASSWORD,
        "maya.chen-pass",
        KEY,
        DATABASE_PASSWORD,
        CLERKS_PASSWORD,
        WRONG_PASSWORD,
    ];
    words.map(str::to_owned).to_vec()
}

/// A link in every way it is written.
fn forms(code: &LinkCode) -> Vec<String> {
    let (plain, grouped) = (code.expose().to_lowercase(), code.grouped().to_lowercase());
    let hexadecimal = HEXLOWER.encode(code.expose().as_bytes());
    vec![
        grouped.replace('-', " "),
        plain.replace(' ', ""),
        grouped,
        hexadecimal,
    ]
}

/// What was said, and by whom.
#[derive(Default)]
struct Heard(Vec<(String, String)>);

impl Heard {
    fn hear(&mut self, who: impl Into<String>, what: &str) {
        self.0.push((who.into(), what.to_lowercase()));
    }

    fn outcome(&mut self, arguments: &[&str], outcome: &Outcome) {
        let who = arguments.join(" ");
        self.hear(format!("{who} (stdout)"), &outcome.stdout);
        self.hear(format!("{who} (stderr)"), &outcome.stderr);
    }

    fn answer(&mut self, answer: &Answer, own: &LinkCode) {
        // The page of a link starts by that link, and nothing else shows it.
        let field = format!("name=\"link\" value=\"{}\"", own.expose());
        let text = answer.text().replace(&field, "");
        self.hear(format!("page {}", answer.path), &text);
        let mut headers = answer.headers.clone();
        // The cookie is its visitor's own; a typed code leads to its page.
        headers.remove("set-cookie");
        headers.remove("location");
        self.hear(format!("headers {}", answer.path), &format!("{headers:?}"));
    }

    fn files(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.files(&path);
            } else {
                let bytes = fs::read(&path).unwrap();
                self.hear(path.display().to_string(), &String::from_utf8_lossy(&bytes));
            }
        }
    }

    /// Fails with every place where one of these stands.
    fn must_not_tell(&self, what: &str, needles: &[String]) {
        let mut told = BTreeSet::new();
        for (who, text) in &self.0 {
            for needle in needles {
                if let Some(at) = text.find(needle.as_str()) {
                    let line = text[..at].rfind('\n').map_or(0, |n| n + 1);
                    let rest = &text[line..];
                    let end = rest.find('\n').unwrap_or(rest.len());
                    let shown: String = rest[..end].chars().take(300).collect();
                    told.insert(format!("{needle} in {who}: {shown}"));
                }
            }
        }
        let told: Vec<String> = told.into_iter().collect();
        assert!(told.is_empty(), "{what} told:\n{}", told.join("\n"));
    }
}

/// An installation full of canaries.
struct Aviary {
    repo: Repo,
    smtp: Smtp,
    url: String,
    database: String,
    heard: Heard,
}

impl Aviary {
    fn open(database: &str) -> Self {
        let smtp = Smtp::start_with(Mode::Normal, Access::ImplicitTls);
        smtp.set_rules(&[
            ("canary-rejected", Mode::RejectRcpt),
            ("canary-doubtful", Mode::DropKept),
        ]);
        let database = database.replacen(
            "postgres://postgres@",
            &format!("postgres://postgres:{DATABASE_PASSWORD}@"),
            1,
        );
        let mut repo = Repo::new();
        repo.env("ENROLL_DATABASE_URL", &database)
            .env("SMTP_PASSWORD", smtp::PASSWORD)
            .env("LDAP_PASSWORD", slapd::SERVICE_PASSWORD)
            .env("ENROLL_KEY", KEY);
        let (portal, mdm) = (port::free(), port::free());
        repo.write("enroll.yaml", &settings(&smtp, portal, mdm));
        repo.write(
            "sites.yaml",
            "main: { name: Main School }\nannex: { name: Annex }\n",
        );
        repo.write("policies.yaml", POLICIES);
        repo.write("accounts.yaml", &accounts("Clara Canaryclerk"));
        repo.write("invitations.d/people.yaml", INVITATIONS);
        Self {
            url: format!("http://127.0.0.1:{portal}"),
            heard: Heard::default(),
            repo,
            smtp,
            database,
        }
    }

    /// Runs a verb and keeps what it said.
    fn run(&mut self, arguments: &[&str]) -> Outcome {
        let outcome = self.repo.run(arguments);
        self.heard.outcome(arguments, &outcome);
        outcome
    }

    /// Runs a verb in every format, also in those it does not know.
    fn in_every_format(&mut self, arguments: &[&str]) {
        for format in ["human", "json", "markdown"] {
            let outcome = self.run(&[arguments, &["--format", format]].concat());
            assert!(
                matches!(outcome.code, Some(0 | 1 | 4 | 64)),
                "{arguments:?} {format}: {outcome:?}"
            );
        }
    }

    fn link(&self, arguments: &[&str]) -> LinkCode {
        let told = self
            .repo
            .run(&[&["link"], arguments, &["--pii", "full"]].concat());
        let told = told.expect_code(0).stdout;
        let code = told.lines().next().unwrap().rsplit('/').next().unwrap();
        LinkCode::parse(code).unwrap()
    }

    /// What the database keeps, as text: every byte of the file, or a dump.
    fn database(&self) -> String {
        match self.database.strip_prefix("sqlite://") {
            Some(path) => ["", "-wal"]
                .iter()
                .filter_map(|end| fs::read(format!("{path}{end}")).ok())
                .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
                .collect(),
            None => postgres::dump(&self.database.parse().unwrap()),
        }
    }
}

const POLICIES: &str = "staff: { login: required, directory: main, groups: [staff] }\n\
    clerks: { login: required, accounts: local, assign_user: optional }\n\
    link: { login: none }\n";

const INVITATIONS: &str = r#"
one:
  to: [{ email: canary-7f3a@leak.example, name: Quillian Canarywright, user: maya.chen }]
  policy: staff
  uses: 3
  site: main
some:
  to:
    - canary-rejected@leak.example
    - { email: canary-doubtful@leak.example, name: "Quillian's sister" }
    - canary-excepted@leak.example
  policy: link
  except: { canary-excepted@leak.example: left; ask canary-asks@leak.example or +15557355608 }
by-phone:
  to: [{ phone: "+15557355608", name: Quillian }]
  send: none
  policy: clerks
  uses: unlimited
  expires: 30d
poster: { send: none, policy: link, uses: 3, site: annex }
"#;

fn accounts(name: &str) -> String {
    let hash = hash_password(&Secret::new(CLERKS_PASSWORD.to_owned())).unwrap();
    format!(
        "clerk: {{ name: {name}, email: canary-clerk@leak.example, password_hash: \"{hash}\" }}\n"
    )
}

fn settings(smtp: &Smtp, portal: u16, mdm: u16) -> String {
    let ca = certificate::ca().display();
    let (cert, key) = (certificate::server(), certificate::server_key());
    format!(
        r#"version: 1
organization: {{ name: Riverside Schools, short: Riverside, time_zone: America/New_York }}
portal: {{ url: "http://127.0.0.1:{portal}", listen: "127.0.0.1:{portal}", key: {{ env: ENROLL_KEY }} }}
mail: {{ from: enroll@riverside.example, smtp: "{smtp}?ca={ca}", password: {{ env: SMTP_PASSWORD }} }}
mdm:
  url: https://localhost:{mdm}
  listen: 127.0.0.1:{mdm}
  tls: {{ cert: {{ file: "{cert}" }}, key: {{ file: "{key}" }} }}
  ca: "{ca}"
directory:
  main:
    url: {ldap}
    bind: {bind}
    password: {{ env: LDAP_PASSWORD }}
    people: {people}
    groups: {groups}
limits: {{ auto_approve: 20 }}
open_enrollment: {{ institution: [ {{ policy: staff, site: choose }} ] }}
"#,
        smtp = smtp.url(),
        cert = cert.display(),
        key = key.display(),
        ldap = slapd::shared().url(),
        bind = slapd::SERVICE,
        people = slapd::PEOPLE,
        groups = slapd::GROUPS,
    )
}

fn persona() -> Persona {
    Persona {
        username: "maya.chen".to_owned(),
        password: "maya.chen-pass".to_owned(),
        assign: None,
        ownership: "institution".to_owned(),
        site: None,
        udid: "00008120-CANARY5E6F70".to_owned(),
        serial: "F2LCANARY0K9".to_owned(),
        device_name: "Quillian's iPhone".to_owned(),
        product: "iPhone15,4".to_owned(),
        os_version: "18.6".to_owned(),
    }
}

const NATURE: Nature = Nature {
    now: enroll::ops::clock::now,
    random: |buffer| aws_lc_rs::rand::fill(buffer).is_ok(),
};

/// What is shown of somebody who looks around, mistypes, forges and guesses. Returns the session's cookie.
async fn look_around(aviary: &mut Aviary, link: &LinkCode) -> String {
    let visitor = Visitor::new(&aviary.url);
    let (plain, base) = (link.expose(), aviary.url.clone());
    let address = format!("{base}/e/{plain}");
    let from_link: &[(&str, &str)] = &[("referer", &address)];
    for (method, path) in [
        (Method::GET, format!("/e/{plain}")),
        (Method::HEAD, format!("/e/{plain}")),
        (Method::DELETE, format!("/e/{plain}")),
        (Method::GET, format!("/E/{}", plain.to_lowercase())),
        (Method::GET, format!("/enroll/i/{plain}")),
        (Method::GET, format!("/e/{plain}/more")),
        (Method::GET, format!("/e/{}", link.grouped())),
        (Method::GET, format!("/e/{plain}?x={plain}")),
        (Method::GET, format!("/enroll?site={plain}")),
        (Method::GET, format!("/nowhere/{plain}")),
        (Method::GET, "/enroll/status".to_owned()),
        (Method::POST, "/enroll/start".to_owned()),
    ] {
        let body = (method == Method::POST).then(|| format!("csrf=x&link={plain}"));
        let answer = visitor.ask(method, &path, from_link, body).await;
        let shown = Answer {
            path: path.replace(plain, "…"),
            ..answer
        };
        aviary.heard.answer(&shown, link);
    }
    let typing = visitor.open("/e").await;
    let code = link.grouped();
    let typed = visitor.post(&typing, "/e", &[("code", &code)]).await;
    aviary.heard.answer(&typed, link);
    let login = visitor.start(&format!("/e/{plain}")).await;
    aviary.heard.answer(&login, link);
    let wrong = visitor.log_in(&login, "maya.chen", WRONG_PASSWORD).await;
    assert_eq!(wrong.status, 422, "{}", wrong.text());
    let cookie = visitor.cookie().unwrap();
    let other = visitor.log_in(&login, "rui.costa", "rui.costa-pass").await;
    aviary.heard.answer(&other, link);
    let help = visitor.open("/enroll/help").await;
    aviary.heard.answer(&help, link);
    let cookies = [cookie, visitor.cookie().unwrap_or_default()];
    cookies
        .iter()
        .filter_map(|c| Some(c.split_once('=')?.1.to_lowercase()))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Serves with this `RUST_LOG`, and lets somebody look around and somebody enroll.
async fn serve(aviary: &mut Aviary, log: Option<&str>, link: &LinkCode, enrolls: bool) -> String {
    if let Some(filter) = log {
        aviary.repo.env("RUST_LOG", filter);
    }
    let mut serving = aviary.repo.spawn(&["serve"]);
    serving.wait_for("listening");
    let cookies = look_around(aviary, link).await;
    if enrolls {
        let url = format!("{}/e/{}", aviary.url, link.expose());
        let journey = phone::enroll(&url.parse().unwrap(), &persona(), NATURE, None, |_| {}).await;
        assert!(!journey.unwrap().steps.is_empty());
    }
    let ended = serving.stop();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(ended.stderr.contains("/e/"), "no log: {}", ended.stderr);
    aviary.heard.outcome(&["serve", log.unwrap_or("")], &ended);
    cookies
}

both_databases!(nothing_tells_an_address_a_link_or_a_secret, |url| async {
    let mut aviary = Aviary::open(url);
    aviary.in_every_format(&["validate"]);
    aviary.in_every_format(&["plan"]);
    aviary.in_every_format(&["doctor", "--person", "maya.chen"]);
    let sent = aviary.run(&[
        "apply",
        "--auto-approve",
        "--wait",
        "0s",
        "--report",
        "first",
    ]);
    assert_eq!(sent.code, Some(3), "{sent:?}");
    let again = [
        "apply",
        "--auto-approve",
        "--wait",
        "0s",
        "--format",
        "json",
    ];
    assert_eq!(aviary.run(&again).code, Some(3));

    let links: Vec<String> = [
        vec!["one"],
        vec!["some", "canary-rejected@leak.example"],
        vec!["some", "canary-doubtful@leak.example"],
        vec!["by-phone"],
        vec!["poster"],
    ]
    .iter()
    .flat_map(|who| forms(&aviary.link(who)))
    .collect();
    let one = aviary.link(&["one"]);
    let mut cookies = serve(&mut aviary, None, &one, true).await;
    cookies += &serve(&mut aviary, Some("enroll=debug"), &one, false).await;
    every_verb(&mut aviary);
    edits(&mut aviary);
    mistakes(&mut aviary);

    for folder in ["first", "mine"] {
        let folder = aviary.repo.path().join(folder);
        aviary.heard.files(&folder);
    }
    let people: Vec<String> = PEOPLE.iter().map(|p| (*p).to_owned()).collect();
    let cookies: Vec<String> = cookies.lines().map(str::to_owned).collect();
    assert!(
        cookies.iter().all(|cookie| cookie.len() >= 32),
        "{cookies:?}"
    );

    let pages = |heard: &(String, String)| heard.0.starts_with("page ");
    aviary.heard.must_not_tell("a secret", &secrets());
    aviary.heard.must_not_tell("a session", &cookies);
    let kept = aviary.database().to_lowercase();
    aviary.heard.hear("the database", &kept);
    aviary.heard.hear("the state", &state(&aviary));
    aviary.heard.must_not_tell("a link", &links);
    aviary.heard.must_not_tell("a secret", &secrets());
    aviary.heard.must_not_tell("a session", &cookies);
    assert!(
        kept.contains("canary-7f3a@leak.example"),
        "a canary is alive"
    );
    // People see their own names on their own pages.
    aviary.heard.0.retain(|heard| !pages(heard));
    aviary
        .heard
        .0
        .retain(|(who, _)| who != "the database" && who != "the state");
    aviary.heard.must_not_tell("a person", &people);
    let mailed = aviary.smtp.messages();
    let text: Vec<String> = mailed.iter().map(|m| m.text()).collect();
    assert!(text.iter().any(|t| t.contains(one.expose())), "{text:?}");
});

/// What lies in `.enroll` beside an SQLite database.
fn state(aviary: &Aviary) -> String {
    let mut heard = Heard::default();
    let folder = aviary.repo.path().join(".enroll");
    if folder.exists() {
        heard.files(&folder);
    }
    heard.0.into_iter().map(|(_, text)| text).collect()
}

/// Verbs that look at what is there now, and those that act on one thing.
fn every_verb(aviary: &mut Aviary) {
    let report = aviary.run(&["report", "mine"]);
    assert_eq!(report.code, Some(0), "{}", report.stderr);
    let doubtful = aviary.run(&["outbox", "list", "--state", "in_doubt", "--format", "json"]);
    let doubtful: serde_json::Value = serde_json::from_str(&doubtful.stdout).unwrap();
    let doubtful = doubtful[0]["id"].as_str().unwrap().to_owned();
    let rejected = aviary.run(&["outbox", "list", "--state", "rejected", "--format", "json"]);
    let rejected: serde_json::Value = serde_json::from_str(&rejected.stdout).unwrap();
    let rejected = rejected[0]["id"].as_str().unwrap().to_owned();
    for arguments in [
        &["plan"][..],
        &["status"],
        &["status", "one"],
        &["status", "some"],
        &["status", "by-phone"],
        &["get", "invitations"],
        &["get", "recipients"],
        &["get", "devices", "--invitation", "one"],
        &["get", "messages", "--site", "main"],
        &["why", "canary-7f3a@leak.example"],
        &["why", "F2LCANARY0K9"],
        &["why", "maya.chen"],
        &["why", "+15557355608"],
        &["why", "canary-nobody@leak.example"],
        &["why", &doubtful],
        &["outbox", "list"],
        &["outbox", "show", &doubtful],
        &["outbox", "show", &rejected],
        &["link", "one"],
        &["link", "some"],
        &["link", "some", "canary-nobody@leak.example"],
        &["doctor"],
        &["explain", "E021"],
        &[
            "revoke",
            "some",
            "canary-nobody@leak.example",
            "--reason",
            "lost",
        ],
    ] {
        aviary.in_every_format(arguments);
    }
    let reason = "canary-asks@leak.example says that +15557355608 is lost";
    let _ = aviary
        .run(&["revoke", "one", "--reason", reason])
        .expect_code(0);
    let who = "canary-rejected@leak.example";
    let _ = aviary
        .run(&["revoke", "some", who, "--reason", reason])
        .expect_code(0);
    for arguments in [
        &["plan"][..],
        &["status", "one"],
        &["status", "some"],
        &["why", "canary-7f3a@leak.example"],
        &["get", "recipients"],
    ] {
        aviary.in_every_format(arguments);
    }
    let _ = aviary.run(&["report", "mine"]).expect_code(0);
    let _ = aviary.run(&["revoke", "one", "--lift"]).expect_code(0);
    let _ = aviary
        .run(&["revoke", "some", who, "--lift"])
        .expect_code(0);
    let _ = aviary
        .run(&["outbox", "resolve", &doubtful, "--sent", "--reason", reason])
        .expect_code(0);
    aviary.in_every_format(&["outbox", "show", &doubtful]);
}

/// Plans that change people, names and passwords.
fn edits(aviary: &mut Aviary) {
    let changed = INVITATIONS
        .replace("Quillian Canarywright", "Quillian C. Canarywright")
        .replace("    - canary-rejected@leak.example\n", "")
        .replace("name: Quillian }", "name: Quillian, language: en }")
        .replace("left; ask canary-asks", "gone; ask canary-asks");
    let repo = &aviary.repo;
    repo.write("invitations.d/people.yaml", &changed);
    repo.write("accounts.yaml", &accounts("Clara C. Canaryclerk"));
    aviary.in_every_format(&["plan"]);
    let stale = ["apply", "--approve", "sha256:0", "--report", "mine"];
    assert_eq!(aviary.run(&stale).code, Some(5));
    assert_eq!(aviary.run(&["apply", "--auto-approve"]).code, Some(0));
}

/// Repositories and addresses that do not work.
fn mistakes(aviary: &mut Aviary) {
    let repo = &aviary.repo;
    let good = repo.read("enroll.yaml");
    let bad = good
        .replace(
            "password: { env: SMTP_PASSWORD }",
            &format!("password: {WRONG_PASSWORD}"),
        )
        .replace("version: 1", "version: 7");
    repo.write("enroll.yaml", &bad);
    let people = "bad:\n  to: [canary-7f3a@leak.example, canary-7f3a@leak.example, 'canary-asks@', '7355608']\n  \
                  polcy: x\n  except: { canary-asks@leak.example: never invited }\n";
    repo.write("invitations.d/bad.yaml", people);
    let arguments = ["validate", "plan", "status"];
    for verb in arguments {
        for format in ["human", "json"] {
            let outcome = aviary.run(&[verb, "--format", format]);
            assert_eq!(outcome.code, Some(7), "{verb}: {outcome:?}");
        }
    }
    let inside = format!("smtp: smtp://enroll:{WRONG_PASSWORD}@localhost:25");
    let line = good.lines().find(|line| line.starts_with("mail:")).unwrap();
    let mail = format!("mail: {{ from: enroll@riverside.example, {inside} }}");
    aviary.repo.write("enroll.yaml", &good.replace(line, &mail));
    for format in ["human", "json"] {
        let outcome = aviary.run(&["validate", "--format", format]);
        assert_eq!(outcome.code, Some(7), "{outcome:?}");
    }
    aviary.repo.write("enroll.yaml", &good);
    fs::remove_file(aviary.repo.path().join("invitations.d/bad.yaml")).unwrap();
    let nowhere = format!("postgres://clerk:{WRONG_PASSWORD}@127.0.0.1:1/canary");
    let verbs = ["plan", "status", "doctor"].map(|verb| [verb, "--database", &nowhere]);
    let mut running = verbs.map(|arguments| aviary.repo.spawn(&arguments));
    for (arguments, run) in verbs.iter().zip(&mut running) {
        let outcome = run.wait().expect_code(1);
        aviary.heard.outcome(arguments, &outcome);
    }
}

/// The addresses that `get recipients` shows.
fn shown(repo: &Repo, pii: &str) -> Vec<String> {
    let all = ["get", "recipients", "--format", "json", "--pii", pii];
    let told = repo.run(&all).expect_code(0).stdout;
    let rows: serde_json::Value = serde_json::from_str(&told).unwrap();
    let who = |row: &serde_json::Value| row["who"].as_str().unwrap().to_owned();
    rows.as_array().unwrap().iter().map(who).collect()
}

fn invited(url: &str) -> Repo {
    let mut repo = Repo::new();
    repo.env("ENROLL_DATABASE_URL", url);
    repo.write(
        "enroll.yaml",
        "version: 1\norganization: { name: Riverside }\nportal: { url: http://127.0.0.1:8600 }\n\
         limits: { auto_approve: 9 }\n",
    );
    repo.write("policies.yaml", "link: { login: none }\n");
    let two = "[canary-7f3a@leak.example, ada@leak.example]";
    repo.write(
        "invitations.d/a.yaml",
        &format!("a: {{ to: {two}, policy: link }}\n"),
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo
}

both_databases!(
    hashes_are_stable_in_one_installation_and_full_shows_all,
    |url| async {
        let repo = invited(url);
        let hashed = shown(&repo, "hash");
        assert!(
            hashed.iter().all(|who| who.starts_with("h1:")),
            "{hashed:?}"
        );
        assert_ne!(hashed[0], hashed[1]);
        assert_eq!(shown(&repo, "hash"), hashed);
        repo.write("sites.yaml", "main: { name: Main }\n");
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        assert_eq!(shown(&repo, "hash"), hashed, "another run changes none");
        let status = repo.run(&["status", "a", "--pii", "hash"]).expect_code(0);
        let messages = repo
            .run(&["get", "messages", "--pii", "hash"])
            .expect_code(0);
        for who in &hashed {
            assert!(status.stdout.contains(who), "{}", status.stdout);
            assert!(messages.stdout.contains(who), "{}", messages.stdout);
        }
        let elsewhere = Database::sqlite();
        let other = invited(elsewhere.url());
        assert!(
            shown(&other, "hash")
                .iter()
                .all(|who| !hashed.contains(who))
        );

        let mut full = shown(&repo, "full");
        full.sort();
        assert_eq!(full, ["ada@leak.example", "canary-7f3a@leak.example"]);
        assert_eq!(
            shown(&repo, "mask"),
            ["a•••@leak.example", "c•••@leak.example"]
        );
    }
);
