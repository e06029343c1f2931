//! Authorities of somebody else.

use std::fs;

use super::{HERE, findings, is, only, repository};
use crate::support::certificate;

#[test]
fn authorities_of_somebody_else_are_there_and_good() {
    let acme =
        "mdm: { acme: { directory: \"https://ca.example.com/acme\", ca: \"believed.pem\" } }";
    let repo = repository(HERE, acme);
    is(
        &only(findings(&repo, &[], 1, "authority")),
        "bad",
        "believed.pem",
        "",
    );
    let ca = fs::read_to_string(certificate::ca()).unwrap();
    repo.write("believed.pem", &ca);
    is(
        &only(findings(&repo, &[], 0, "authority")),
        "good",
        "are let in",
        "",
    );
}
