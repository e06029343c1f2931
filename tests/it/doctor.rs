//! The doctor against real servers: what it finds, what it advises, and that it tells nothing personal.

mod authority;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::binary::Repo;
use crate::support::certificate::{self, Flaw};
use crate::support::slapd::{self, Slapd};
use crate::support::{folder, port};

/// A repository whose portal and device management are `host`, with `rest` below.
fn repository(host: &str, rest: &str) -> Repo {
    let mut repo = Repo::new();
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\norganization: {{ name: Riverside Schools }}\n\
             portal: {{ url: \"{host}\" }}\n{rest}\n"
        ),
    );
    repo.write("policies.yaml", "default: { login: none }\n");
    // No list of public authorities but the one a test names.
    let nothing = folder::fresh("roots-").keep();
    repo.env("SSL_CERT_DIR", nothing.to_str().unwrap());
    repo.env("SSL_CERT_FILE", nothing.join("none.pem").to_str().unwrap());
    repo
}

/// Text, verdict and remedy of the findings about `subject`.
fn findings(repo: &Repo, more: &[&str], code: i32, subject: &str) -> Vec<(String, String, String)> {
    let arguments = [&["doctor", "--format", "json"], more].concat();
    let told = repo.run(&arguments).expect_code(code);
    let all: Value = serde_json::from_str(&told.stdout).unwrap();
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let about = all.as_array().unwrap().iter();
    about
        .filter(|finding| finding["subject"] == subject)
        .map(|f| (text(&f["verdict"]), text(&f["text"]), text(&f["remedy"])))
        .collect()
}

#[track_caller]
fn only(found: Vec<(String, String, String)>) -> (String, String, String) {
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

#[track_caller]
fn is(found: &(String, String, String), verdict: &str, text: &str, remedy: &str) {
    let matches = found.0 == verdict && found.1.contains(text) && found.2.contains(remedy);
    assert!(matches, "{found:?} is not {verdict}, {text:?}, {remedy:?}");
}

fn directory(url: &str, people: &str) -> String {
    format!(
        "directory: {{ main: {{ url: \"{url}\", bind: \"{}\", password: {{ env: LDAP_PASSWORD }}, \
         people: \"{people}\", groups: \"{}\" }} }}",
        slapd::SERVICE,
        slapd::GROUPS,
    )
}

const HERE: &str = "http://127.0.0.1:8600";

#[test]
fn a_directory_answers_lets_in_and_knows_the_sample_person() {
    let url = slapd::shared().url();
    let mut repo = repository(HERE, &directory(&url, slapd::PEOPLE));
    let about = |repo: &Repo, more: &[&str], code| only(findings(repo, more, code, "directory"));
    let unset = about(&repo, &[], 1);
    is(&unset, "bad", "$LDAP_PASSWORD", "set the variable");

    repo.env("LDAP_PASSWORD", "guess");
    let wrong = about(&repo, &[], 1);
    is(&wrong, "bad", "refuses the account", "`directory.bind`");

    repo.env("LDAP_PASSWORD", slapd::SERVICE_PASSWORD);
    let well = about(&repo, &[], 0);
    is(&well, "good", "main answers and lets enroll in", "");

    let maya = about(&repo, &["--person", "maya.chen"], 0);
    is(
        &maya,
        "good",
        "has name, email, phone, title, department, language",
        "",
    );
    is(&maya, "good", "3 groups: everyone, staff, staff-mobile", "");
    for personal in ["Maya", "maya", "chen", "Science", "+1201"] {
        assert!(!maya.1.contains(personal), "{personal} stands in {maya:?}");
    }
    let zoe = about(&repo, &["--person", "zoe.larsson"], 0);
    is(
        &zoe,
        "doubtful",
        "has name, title",
        "no attribute `mail` for email",
    );
    let nobody = about(&repo, &["--person", "nobody"], 1);
    is(
        &nobody,
        "bad",
        "knows nobody of this name",
        "attribute `uid`",
    );

    let human = repo
        .run(&["doctor", "--person", "maya.chen"])
        .expect_code(0);
    assert!(human.stdout.contains("✓ directory"), "{}", human.stdout);
    let none = repository(HERE, "");
    let asked = only(findings(&none, &["--person", "maya.chen"], 1, "directory"));
    is(&asked, "bad", "none to look", "--person");
}

#[test]
fn a_directory_that_is_down_or_searched_in_the_wrong_place_is_told() {
    let server = Slapd::start();
    let mut repo = repository(
        HERE,
        &directory(&server.url(), "ou=nobody,dc=riverside,dc=example"),
    );
    repo.env("LDAP_PASSWORD", slapd::SERVICE_PASSWORD);
    let elsewhere = only(findings(&repo, &[], 1, "directory"));
    is(&elsewhere, "bad", "noSuchObject", "");
    server.down();
    let down = only(findings(&repo, &[], 1, "directory"));
    is(&down, "bad", "does not answer", "`directory.url`");
}

#[test]
fn each_server_of_a_directory_is_told_of() {
    let (one, two) = (Slapd::start(), slapd::shared());
    let urls = format!("[\"{}\", \"{}\"]", one.url(), two.url());
    let rest = directory("URLS", slapd::PEOPLE).replace("\"URLS\"", &urls);
    let mut repo = repository(HERE, &rest);
    repo.env("LDAP_PASSWORD", slapd::SERVICE_PASSWORD);
    let both = findings(&repo, &[], 0, "directory");
    assert_eq!(both.len(), 3, "{both:?}");
    for (found, url) in both.iter().zip([one.url(), two.url()]) {
        is(
            found,
            "good",
            &format!("main, {url} answers and lets enroll in"),
            "",
        );
    }
    one.down();
    let first = findings(&repo, &[], 1, "directory");
    is(&first[0], "bad", &one.url(), "`directory.url`");
    is(&first[1], "good", &two.url(), "");
    is(&first[2], "good", "`--person NAME` looks somebody up", "");
}

#[test]
fn a_directory_where_people_bind_themselves_needs_no_account() {
    let server = slapd::shared();
    let rest = format!(
        "directory: {{ main: {{ url: \"{}\", bind_as: \"uid={{login}},{people}\", people: \"{people}\" }} }}",
        server.url(),
        people = slapd::PEOPLE
    );
    let found = only(findings(&repository(HERE, &rest), &[], 0, "directory"));
    is(&found, "good", "answers", "");
}

#[test]
fn a_directory_behind_an_unknown_certificate_is_told() {
    let tls = slapd::shared().tls_url();
    let ours = format!("{tls}\", ca: \"{}", certificate::ca().display());
    for (url, code, verdict) in [(&tls, 1, "bad"), (&ours, 0, "good")] {
        let mut repo = repository(HERE, &directory(url, slapd::PEOPLE));
        repo.env("LDAP_PASSWORD", slapd::SERVICE_PASSWORD);
        let found = only(findings(&repo, &[], code, "directory"));
        assert_eq!(found.0, verdict, "{found:?}");
    }
}

/// `tls: …` of these files.
fn tls(files: (&Path, &Path)) -> String {
    let (cert, key) = (files.0.display(), files.1.display());
    format!("tls: {{ cert: {{ file: \"{cert}\" }}, key: {{ file: \"{key}\" }} }}")
}

/// A repository whose portal is https and whose certificate is in these files.
fn secure(host: &str, files: (&Path, &Path), mdm: &str) -> Repo {
    let repo = repository(host, mdm);
    let text = repo.read("enroll.yaml");
    let with = format!("\", {} }}", tls(files));
    repo.write("enroll.yaml", &text.replacen("\" }", &with, 1));
    repo
}

fn ours() -> (&'static Path, &'static Path) {
    (certificate::server(), certificate::server_key())
}

fn free(host: &str) -> String {
    format!("https://{host}:{}", port::free())
}

#[test]
fn the_portals_certificate_is_looked_at_before_anybody_sees_it() {
    let mut repo = secure(&free("localhost"), ours(), "");
    repo.env("SSL_CERT_FILE", certificate::ca().to_str().unwrap());
    let found = findings(&repo, &[], 0, "portal");
    is(&found[0], "doubtful", "does not answer", "enroll serve");
    is(&found[1], "good", "its certificate has 90 days left", "");

    let other = secure("https://enroll.invalid", ours(), "");
    let found = findings(&other, &[], 1, "portal");
    is(&found[1], "bad", "does not name enroll.invalid", "renew");

    let mixed = (certificate::server(), certificate::flawed(Flaw::EndsSoon).1);
    let repo = secure(&free("localhost"), (mixed.0, &mixed.1), "");
    let found = findings(&repo, &[], 1, "portal");
    is(&found[1], "bad", "certificate cannot be used", "");

    for (flaw, code, verdict, text) in [
        (Flaw::Ended, 1, "bad", "ended at"),
        (Flaw::EndsSoon, 0, "doubtful", "7 days left"),
        (Flaw::LivesLong, 1, "bad", "iOS takes at most 825"),
        (Flaw::ForNothing, 1, "bad", "extended key usage"),
    ] {
        let (cert, key) = certificate::flawed(flaw);
        let mut repo = secure(&free("localhost"), (&cert, &key), "");
        repo.env("SSL_CERT_FILE", certificate::ca().to_str().unwrap());
        let found = findings(&repo, &[], code, "portal");
        is(&found[1], verdict, text, "");
    }
}

#[test]
fn plain_http_is_no_portal_for_people() {
    let found = findings(&repository(HERE, ""), &[], 0, "portal");
    is(&found[1], "doubtful", "this computer alone", "https");
}

/// A root that signs nothing here.
fn another_root(folder: &Path) -> PathBuf {
    let path = folder.join("ca.pem");
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    fs::write(&path, params.self_signed(&key).unwrap().pem()).unwrap();
    path
}

/// The management host on this machine, its certificate signed by our root.
fn mdm(port: u16, ca: Option<&Path>) -> String {
    let ca = ca.map(|path| format!(", ca: \"{}\"", path.display()));
    format!(
        "mdm: {{ url: \"https://localhost:{port}\", listen: \"127.0.0.1:{port}\", {}{} }}",
        tls(ours()),
        ca.unwrap_or_default()
    )
}

/// `mdm.ca`, whether the system knows the root too, exit code, verdict, text and remedy.
type Case<'a> = (Option<&'a Path>, bool, i32, &'a str, &'a str, &'a str);

#[test]
fn devices_trust_the_mdm_host_by_themselves_or_after_the_certificate_steps() {
    let folder = folder::fresh("other-ca-");
    let other = another_root(folder.path());
    let port = port::free();
    let ours = certificate::ca();
    let cases: [Case<'_>; 6] = [
        (
            Some(ours),
            false,
            0,
            "good",
            "private root Throw-away CA",
            "",
        ),
        (Some(&other), false, 1, "bad", "does not sign", "`mdm.ca`"),
        (
            None,
            false,
            0,
            "doubtful",
            "no public authorities",
            "ca-certificates",
        ),
        (None, true, 0, "good", "no certificate steps", ""),
        (
            Some(ours),
            true,
            0,
            "doubtful",
            "`mdm.ca` all the same",
            "leave `mdm.ca` out",
        ),
        (
            Some(&other),
            true,
            0,
            "doubtful",
            "`mdm.ca` all the same",
            "leave `mdm.ca` out",
        ),
    ];
    for (ca, public, code, verdict, text, remedy) in cases {
        let mut repo = repository(HERE, &mdm(port, ca));
        if public {
            repo.env("SSL_CERT_FILE", ours.to_str().unwrap());
        }
        is(
            &only(findings(&repo, &[], code, "mdm")),
            verdict,
            text,
            remedy,
        );
    }
}

#[test]
fn a_root_that_no_public_authority_signs_is_named() {
    let folder = folder::fresh("other-ca-");
    let other = another_root(folder.path());
    let mut strangers = repository(HERE, &mdm(port::free(), None));
    strangers.env("SSL_CERT_FILE", other.to_str().unwrap());
    let refused = only(findings(&strangers, &[], 1, "mdm"));
    is(&refused, "bad", "no public authority signs", "`mdm.ca`");
}

#[test]
fn a_chain_is_asked_for_where_the_settings_do_not_hold_it() {
    let (portal, mdm) = (port::free(), port::free());
    let ca = certificate::ca().display();
    let url = format!("https://localhost:{mdm}");
    let serving = repository(
        &format!("http://127.0.0.1:{portal}"),
        &format!(
            "mdm: {{ url: \"{url}\", listen: \"127.0.0.1:{mdm}\", ca: \"{ca}\", {} }}",
            tls(ours())
        ),
    );
    let text = serving.read("enroll.yaml");
    let listen = format!("{portal}\", listen: \"127.0.0.1:{portal}\" }}");
    serving.write(
        "enroll.yaml",
        &text.replacen(&format!("{portal}\" }}"), &listen, 1),
    );
    let mut running = serving.spawn(&["serve"]);
    running.wait_for("listening");

    let behind = repository(&url, &format!("mdm: {{ ca: \"{ca}\" }}"));
    let found = findings(&behind, &[], 0, "portal");
    is(&found[0], "good", "answers", "");
    is(&found[1], "good", "90 days left", "");
    let found = only(findings(&behind, &[], 0, "mdm"));
    is(
        &found,
        "good",
        "people take the certificate and trust steps",
        "",
    );

    let plain = repository(&format!("https://127.0.0.1:{portal}"), "");
    let found = findings(&plain, &[], 1, "portal");
    is(&found[1], "bad", "not over TLS", "`portal.tls`");
    assert_eq!(running.stop().code, Some(0));
}

#[test]
fn a_key_that_others_may_read_is_told() {
    let repo = repository(HERE, "");
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    let well = only(findings(&repo, &[], 0, "server key"));
    is(&well, "good", "it is the database's", "");
    let key = repo.path().join(".enroll/key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let found = findings(&repo, &[], 1, "server key");
    is(&found[1], "bad", ".enroll/key (mode 644)", "chmod 600");

    let mounted = repository(HERE, "");
    mounted.write("key.hex", &"ab".repeat(32));
    let text = mounted.read("enroll.yaml");
    let given = text.replacen("\" }", "\", key: { file: key.hex } }", 1);
    mounted.write("enroll.yaml", &given);
    let _ = mounted.run(&["apply", "--auto-approve"]).expect_code(0);
    let found = findings(&mounted, &[], 0, "server key");
    is(&found[1], "doubtful", "key.hex", "chmod 600 key.hex");
}
