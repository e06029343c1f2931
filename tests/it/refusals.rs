//! `docs/guide/what-devices-refuse.md` names a test for each thing it promises. They exist.

use std::path::PathBuf;

use crate::support::source::{self, Source};

#[test]
fn every_test_that_the_page_names_exists() {
    let page = source::root().join("docs/guide/what-devices-refuse.md");
    let page = std::fs::read_to_string(page).unwrap();
    let code = page.split('`').skip(1).step_by(2);
    let named: Vec<&str> = code.filter(|code| code.contains("::")).collect();
    assert!(named.len() >= 25, "{} tests are named", named.len());
    let mut sources = source::all("src");
    sources.extend(source::all("tests/it"));
    for path in named {
        let found = sources.iter().any(|source| holds(source, path));
        assert!(found, "there is no test {path}");
    }
}

/// Whether the last part of `path` is a test of this file, and the parts before it lead there.
fn holds(source: &Source, path: &str) -> bool {
    let Some((modules, name)) = path.rsplit_once("::") else {
        return false;
    };
    let file: PathBuf = modules.trim_end_matches("::tests").split("::").collect();
    let stem = source.path.with_extension("");
    let ends = [file.clone(), file.join("mod"), file.join("tests")];
    let here = ends.iter().any(|end| stem.ends_with(end));
    let ways = [
        format!("fn {name}("),
        format!("both_databases!({name},"),
        format!("both_databases!(\n    {name},"),
    ];
    here && ways.iter().any(|way| source.text.contains(way))
}
