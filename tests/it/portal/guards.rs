//! What the portal refuses: foreign forms, foreign hosts, other methods, other spellings, curious scanners.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use enroll::portal::routes::{Guard, ROUTES};
use reqwest::Method;

use super::school::{School, TESS};
use crate::support::database::Database;

const METHODS: [&str; 8] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
];

fn method(name: &str) -> Method {
    Method::from_bytes(name.as_bytes()).unwrap()
}

both_databases!(
    looking_changes_nothing_but_the_date_of_opening,
    |url| async {
        let school = School::without_root(url);
        let (maya, poster) = (school.link("maya"), school.link("poster"));
        let before = school.traces().await;
        for agent in [
            "",
            "Mozilla/5.0 (compatible; Proofpoint)",
            "python-requests/2.32",
            "SafeLinks scanner",
        ] {
            let scanner = school.visitor().agent(agent);
            for link in [&maya, &poster] {
                for method in ["GET", "HEAD", "OPTIONS"] {
                    scanner.ask(self::method(method), link, &[], None).await;
                }
            }
        }
        let visitor = school.visitor();
        visitor.ask(Method::HEAD, &maya, &[], None).await;
        for path in [
            "/enroll",
            "/e",
            "/enroll/start",
            "/enroll/login",
            "/enroll/profile/download",
            "/enroll/status",
        ] {
            visitor.ask(Method::GET, path, &[], None).await;
        }
        assert_eq!(school.traces().await, before);
        for _ in 0..3 {
            assert_eq!(visitor.open(&maya).await.status, 200);
        }
        assert_eq!(
            school.traces().await,
            before + 2,
            "the date of opening, and its event"
        );
        let page = visitor.open(&maya).await;
        let page = visitor.send(&page, "/enroll/start", &[]).await;
        page.expect(200, "/enroll/login", "Log in");
    }
);

#[tokio::test]
async fn forms_of_others_are_refused() {
    let database = Database::sqlite();
    let school = School::without_root(database.url());
    let visitor = school.visitor();
    let link = school.link("maya");
    let landing = visitor.open(&link).await;
    let before = school.traces().await;
    let form = landing.form("/enroll/start", &[]);
    let post = |headers: &'static [(&str, &str)], body: String| {
        visitor.ask(Method::POST, "/enroll/start", headers, Some(body))
    };
    assert_eq!(
        post(&[("sec-fetch-site", "cross-site")], form.clone())
            .await
            .status,
        403
    );
    assert_eq!(
        post(&[("origin", "https://evil.example")], form.clone())
            .await
            .status,
        403
    );
    let forged = landing.form("/enroll/start", &[("csrf", "f")]);
    assert_eq!(post(&[], forged.clone()).await.status, 403);
    assert_eq!(post(&[("origin", "null")], forged).await.status, 403);
    let cookie = visitor.cookie();
    visitor.set_cookie(None);
    let without = post(&[], form.clone()).await;
    assert_eq!(
        (without.status, &*without.heading()),
        (200, "Please allow cookies")
    );
    visitor.set_cookie(cookie);
    let json = [("content-type", "application/json")];
    assert_eq!(
        visitor
            .ask(Method::POST, "/enroll/start", &json, None)
            .await
            .status,
        415
    );
    let long = format!("{form}&x={}", "x".repeat(20_000));
    assert_eq!(post(&[], long).await.status, 413);
    assert_eq!(school.traces().await, before);

    let started = post(
        &[("origin", "null"), ("sec-fetch-site", "same-origin")],
        form,
    )
    .await;
    assert_eq!(started.status, 303, "the token decides");
}

#[tokio::test]
async fn a_form_belongs_to_its_session() {
    let database = Database::sqlite();
    let school = School::without_root(database.url());
    let link = school.link("maya");
    let (mine, other) = (school.visitor(), school.visitor());
    let (login, others) = (mine.start(&link).await, other.start(&link).await);
    let fields = [("username", "maya.chen"), ("password", "maya.chen-pass")];
    let foreign = Some(others.form("/enroll/login", &fields));
    let refused = mine.ask(Method::POST, "/enroll/login", &[], foreign).await;
    assert_eq!(refused.status, 403, "the token of another session");
    assert_eq!(
        mine.post(&login, "/enroll/login", &fields).await.status,
        303
    );
}

#[tokio::test]
async fn a_planted_cookie_dies_with_the_login() {
    let database = Database::sqlite();
    let school = School::without_root(database.url());
    let link = school.link("anybody");
    let visitor = school.visitor();
    visitor.set_cookie(Some(format!("enroll={}", "a".repeat(64))));
    let login = visitor.start(&link).await;
    let planted = visitor.cookie();
    assert_ne!(planted, Some(format!("enroll={}", "a".repeat(64))));
    let fields = [
        ("source", "account"),
        ("username", "tess"),
        ("password", TESS),
    ];
    visitor.send(&login, "/enroll/login", &fields).await;
    let thief = school.visitor();
    thief.set_cookie(planted);
    assert_eq!(thief.open("/enroll/profile").await.path, "/enroll");
}

/// Sends bytes as they are; the first line of the answer.
fn raw(school: &School, request: &str) -> String {
    let mut stream = TcpStream::connect(school.url.trim_start_matches("http://")).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn only_our_own_host_is_answered_for() {
    let database = Database::sqlite();
    let school = School::without_root(database.url());
    let host = school.url.trim_start_matches("http://").to_owned();
    let get = |line: &str, hosts: &str| {
        raw(
            &school,
            &format!("GET {line} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n"),
        )
    };
    assert!(get("/enroll", &format!("Host: {host}\r\n")).contains("200"));
    for hosts in [
        "Host: evil.example\r\n".to_owned(),
        "Host: 127.0.0.1\r\n".to_owned(),
        format!("Host: {host}@evil.example\r\n"),
        format!("Host: {host}:80\r\n"),
    ] {
        assert!(get("/enroll", &hosts).contains("421"), "{hosts}");
    }
    let twice = get(
        "/enroll",
        &format!("Host: {host}\r\nHost: evil.example\r\n"),
    );
    assert!(twice.contains("421") || twice.contains("400"), "{twice}");
    let absolute = get("http://evil.example/enroll", &format!("Host: {host}\r\n"));
    assert!(absolute.contains("421"), "{absolute}");
    assert!(get("/healthz", "Host: 10.0.0.1\r\n").contains("200"));
}

#[tokio::test]
async fn every_route_answers_its_own_methods_and_guards_its_step() {
    let database = Database::sqlite();
    let school = School::without_root(database.url());
    let before = school.traces().await;
    for route in ROUTES {
        let path = route.path.replace("{link}", "0").replace("{name}", "0");
        for name in METHODS {
            let visitor = school.visitor();
            let answer = visitor.ask(method(name), &path, &[], None).await;
            let known =
                route.methods.contains(&name) || (name == "HEAD" && route.methods.contains(&"GET"));
            assert_eq!(
                answer.status != 405,
                known,
                "{name} {path}: {}",
                answer.status
            );
            assert!(
                answer
                    .header("content-security-policy")
                    .contains("default-src 'none'")
            );
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert_eq!(answer.header("referrer-policy"), "same-origin");
            if let (Guard::AtStep(_), "GET") = (route.guard, name) {
                assert_eq!(answer.location().as_deref(), Some("/enroll"), "{path}");
            }
            if name == "POST" && known {
                assert_eq!(answer.status, 415, "{path}: a form or nothing");
            }
            assert!(answer.status < 500, "{name} {path}: {}", answer.status);
        }
        if route.guard != Guard::Machine && route.methods.contains(&"POST") {
            let empty = school
                .visitor()
                .ask(Method::POST, &path, &[], Some(String::new()))
                .await;
            assert_eq!(empty.heading(), "Please allow cookies", "{path}");
        }
    }
    assert_eq!(school.traces().await, before);
}

#[tokio::test]
async fn no_other_spelling_of_a_path_leads_anywhere() {
    let database = Database::sqlite();
    let school = School::without_root(database.url());
    let visitor = school.visitor();
    let page = visitor.start(&school.link("maya")).await;
    visitor.log_in(&page, "maya.chen", "maya.chen-pass").await;
    let host = school.url.trim_start_matches("http://").to_owned();
    let cookie = visitor.cookie().unwrap();
    for path in [
        "//enroll/profile",
        "/enroll//profile",
        "/enroll/profile/",
        "/ENROLL/profile",
        "/enroll/PROFILE",
        "/enroll/%70rofile",
        "/enroll/./profile",
        "/enroll/login/../profile",
        "/enroll/%2e/profile",
        "/enroll/profile;x=1",
        "/enroll/profile%00",
        "/enroll/profile%2fdownload",
        "/enroll/profile\\download",
        "/assets/../enroll/profile",
        "/console",
        "/.git/config",
        "/e/",
        "/enroll/i/",
    ] {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
        );
        let line = raw(&school, &request);
        assert!(
            line.contains("404") || line.contains("400"),
            "{path}: {line}"
        );
    }
    assert_eq!(visitor.open("/enroll/profile").await.status, 200);
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_pages_never() {
    let database = Database::sqlite();
    let school = School::without_root(database.url());
    let visitor = school.visitor();
    let page = visitor.open("/enroll").await;
    assert_eq!(page.header("cache-control"), "no-store");
    let text = page.text();
    let at = text.find("/assets/").unwrap();
    let path = text[at..].split('"').next().unwrap();
    let css = visitor.open(path).await;
    assert_eq!(
        (css.status, css.header("content-type")),
        (200, "text/css; charset=utf-8")
    );
    assert_eq!(
        css.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    let gzip = [("accept-encoding", "gzip, br")];
    let small = visitor.ask(Method::GET, path, &gzip, None).await;
    assert_eq!(small.header("content-encoding"), "gzip");
    assert_eq!(small.header("vary"), "accept-encoding");
    assert!(small.body.len() * 2 < css.body.len() && small.body.starts_with(&[0x1f, 0x8b]));
    let page = visitor.ask(Method::GET, "/enroll", &gzip, None).await;
    assert_eq!(page.header("content-encoding"), "", "beside secrets");
    assert_eq!(
        visitor.open("/assets/0000000000000000.css").await.status,
        404
    );
    let metrics = visitor.open("/metrics").await.text();
    assert!(
        metrics.contains("enroll_answers_total{class=\"2xx\"}"),
        "{metrics}"
    );
    assert_eq!(visitor.open("/readyz").await.text(), "ready\n");
}

#[tokio::test]
async fn the_server_ends_in_order() {
    let database = Database::sqlite();
    let school = School::without_root(database.url());
    let visitor = school.visitor();
    let link = school.link("single");
    let page = visitor.start(&link).await;
    let reserved = visitor
        .post(&page, "/enroll/profile", &[("answer", "download")])
        .await;
    assert_eq!(reserved.status, 303);
    let page = visitor.open("/enroll/profile").await;
    let waiting = visitor.post(&page, "/enroll/profile", &[("answer", "installed")]);
    let ended = async {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        tokio::task::spawn_blocking(move || school.stop())
            .await
            .unwrap()
    };
    let (answer, outcome) = tokio::join!(waiting, ended);
    assert_eq!(answer.status, 303, "a request under way is answered");
    assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
    let code = &link[3..];
    assert!(
        outcome.stderr.contains("/e/{link}") && !outcome.stderr.contains(code),
        "links stay out of the log"
    );
}
