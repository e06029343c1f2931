//! Authorities of somebody else: their files are read, and they are asked.

use std::fs;

use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::{HERE, findings, is, only, repository};
use crate::support::binary::Repo;
use crate::support::scepserver::ScepServer;
use crate::support::{certificate, port, web};

/// A repository that sends devices to this ACME directory.
fn attesting(directory: &str) -> Repo {
    let acme = format!("mdm: {{ acme: {{ directory: \"{directory}\", ca: believed.pem }} }}");
    trusting(repository(HERE, &acme))
}

/// The same, where the throw-away authority is a public one.
fn trusting(mut repo: Repo) -> Repo {
    repo.env("SSL_CERT_FILE", certificate::ca().to_str().unwrap());
    repo
}

#[test]
fn authorities_of_somebody_else_are_there_and_good() {
    let repo = attesting(&format!("https://localhost:{}/acme", port::free()));
    let missing = only(findings(&repo, &[], 1, "authority"));
    is(&missing, "bad", "believed.pem", "");
    let nobody_to_ask = findings(&repo, &[], 1, "acme");
    assert!(nobody_to_ask.is_empty(), "{nobody_to_ask:?}");
    let ca = fs::read_to_string(certificate::ca()).unwrap();
    repo.write("believed.pem", &ca);
    let there = only(findings(&repo, &[], 0, "authority"));
    is(&there, "good", "are let in", "");
    let silent = only(findings(&repo, &[], 0, "acme"));
    is(
        &silent,
        "doubtful",
        "no connection",
        "devices must reach it",
    );
}

#[test]
fn an_acme_server_is_asked_for_its_directory() {
    let directory = json!({ "newNonce": "https://x/n", "newAccount": "https://x/a", "newOrder": "https://x/o" });
    let router = Router::new()
        .route("/acme/acme/directory", get(async move || Json(directory)))
        .route("/acme", get(async || "step-ca"));
    let origin = web::serve(router, true);
    let ca = fs::read_to_string(certificate::ca()).unwrap();
    for (path, code, verdict, text, remedy) in [
        (
            "/acme/acme/directory",
            0,
            "good",
            "answers with its directory",
            "",
        ),
        (
            "/acme",
            1,
            "bad",
            "not with an ACME directory",
            "mdm.acme.directory",
        ),
        ("/elsewhere", 1, "bad", "answers 404", "look at the address"),
    ] {
        let repo = attesting(&format!("{origin}{path}"));
        repo.write("believed.pem", &ca);
        is(
            &only(findings(&repo, &[], code, "acme")),
            verdict,
            text,
            remedy,
        );
    }
}

#[test]
fn another_scep_server_is_asked_who_it_is() {
    let server = ScepServer::start();
    let repo = |url: &str| {
        let scep = format!("mdm: {{ scep: {{ url: \"{url}\", ca: believed.pem }} }}");
        trusting(repository(HERE, &scep))
    };
    let known = repo(&server.url());
    let own = fs::read_to_string(server.authority()).unwrap();
    known.write("believed.pem", &own);
    is(
        &only(findings(&known, &[], 0, "scep")),
        "good",
        "answers, and is",
        "",
    );
    let other = fs::read_to_string(certificate::ca()).unwrap();
    known.write("believed.pem", &other);
    let stranger = only(findings(&known, &[], 1, "scep"));
    is(&stranger, "bad", "not in the `ca` file", "mdm.scep.ca");
    let silent = repo(&format!("http://127.0.0.1:{}/scep", port::free()));
    silent.write("believed.pem", &own);
    let silent = only(findings(&silent, &[], 0, "scep"));
    is(
        &silent,
        "doubtful",
        "no connection",
        "devices must reach it",
    );
    let origin = web::serve(Router::new().route("/scep", get(async || "AES")), false);
    let odd = repo(&format!("{origin}/scep"));
    odd.write("believed.pem", &own);
    let odd = only(findings(&odd, &[], 1, "scep"));
    is(&odd, "bad", "names no digest", "SHA-256");
}
