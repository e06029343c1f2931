//! Canaries: addresses, names, links and secrets that stand nowhere else, planted in a repository and looked for
//! in everything that the program says, logs, writes and keeps.
#![expect(
    clippy::too_many_lines,
    reason = "a walk through every verb is one list"
)]

mod levels;
mod people;
mod verbs;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use data_encoding::HEXLOWER;
use enroll::base::secret::Secret;
use enroll::model::link::LinkCode;
use enroll::ops::login::hash_password;
use enroll::phone::{self, Persona};
use reqwest::Method;

use crate::enrolled::{NATURE, person};
use crate::portal::visitor::{Answer, Visitor};
use crate::support::binary::{Outcome, Repo};
use crate::support::database::Database;
use crate::support::smtp::{self, Access, Mode, Smtp};
use crate::support::{certificate, port, postgres, slapd};

use people::serve;
use verbs::{edits, every_verb, mistakes};

const KEY: &str = "c0ffee5eed00112233445566778899aabbccddeeff00112233445566778899aa";
const DATABASE_PASSWORD: &str = "canary-database-word";
const CLERKS_PASSWORD: &str = "canary-clerk-word";
const WRONG_PASSWORD: &str = "canary-wrong-word";

/// Every form of a result.
const FORMATS: &str = "human json ndjson markdown sarif junit csv html openmetrics gitlab";

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
        repo.env("GITHUB_ACTIONS", "true")
            .env("GITHUB_OUTPUT", "mine/outputs.txt")
            .env("GITHUB_STEP_SUMMARY", "mine/summary.md");
        repo.write("mine/outputs.txt", "");
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
        for format in FORMATS.split(' ') {
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

/// Maya, whose device tells its owner's name.
fn persona() -> Persona {
    Persona {
        udid: "00008120-CANARY5E6F70".to_owned(),
        serial: "F2LCANARY0K9".to_owned(),
        device_name: "Quillian's iPhone".to_owned(),
        ..person("maya.chen", 0)
    }
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
