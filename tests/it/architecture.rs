//! The shape of the source: floors, pure floors, sizes, names. A rule that fails says file, line and why.

use std::{collections::BTreeSet, fs, path::Path, path::PathBuf};

use crate::support::source::{self, Source};

/// Module and floor: a module imports only modules of lower floors, never siblings.
const FLOORS: &[(&str, u8)] = &[
    ("base", 0),
    ("model", 1),
    ("cms", 1),
    ("words", 1),
    ("flow", 2),
    ("spec", 2),
    ("ca", 2),
    ("mdm", 2),
    ("render", 3),
    ("plan", 3),
    ("http", 4),
    ("store", 5),
    ("notify", 5),
    ("directory", 5),
    ("oidc", 5),
    ("report", 5),
    ("phone", 5),
    ("ops", 6),
    ("portal", 7),
    ("worker", 7),
    ("cli", 8),
];

/// The highest floor without clock, files, sockets, SQL, randomness and environment.
const HIGHEST_PURE: u8 = 3;

/// What the pure floors may not name.
const IMPURE: &[&str] = &[
    "tokio",
    "sqlx",
    "deadpool",
    "reqwest",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::io::stdin",
    "SystemTime",
    "std::time::Instant",
    "Timestamp::now",
    "Zoned::now",
    "rand::fill",
    "rand::generate",
    "KeyPair::generate",
    "new_v4",
    "now_v7",
];

/// Where a pure floor names one of these all the same: aws-lc-rs makes keys from its own randomness only.
const EXCUSED: &[(&str, &str)] = &[("src/cms/key.rs", "KeyPair::generate")];

/// A name, and the only module that may say it.
const OWNED: &[(&str, &str)] = &[
    ("sqlx", "store"),
    ("axum", "portal"),
    ("axum_server", "portal"),
    ("deadpool", "store"),
    ("ldap3", "directory"),
    ("lettre::transport", "notify"),
    ("SmtpTransport", "notify"),
];

/// Lower floors that a module must not know all the same: the simulated phone speaks only what phones speak.
const STRANGERS: &[(&str, &[&str])] = &[("phone", &["store", "ops", "portal", "ca", "mdm"])];

const LONGEST_FILE: usize = 400;

fn floor(module: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, floor)| *floor)
}

fn nothing(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// Files of the library that belong to a module, that is all but `lib.rs` and `main.rs`.
fn in_modules() -> impl Iterator<Item = (String, Source)> {
    source::all("src")
        .into_iter()
        .filter_map(|file| Some((file.module()?, file)))
}

#[test]
fn every_module_has_a_floor() {
    let strangers: BTreeSet<_> = in_modules()
        .map(|(module, _)| module)
        .filter(|module| floor(module).is_none())
        .collect();
    assert!(strangers.is_empty(), "add to FLOORS: {strangers:?}");
}

#[test]
fn modules_import_only_lower_floors() {
    let mut broken = Vec::new();
    for (module, file) in in_modules() {
        for (line, other) in file.imports() {
            let allowed = other == module
                || matches!((floor(&module), floor(&other)), (Some(own), Some(its)) if its < own);
            if !allowed {
                broken.push(format!(
                    "{}:{line}: {module} imports {other}",
                    file.path.display()
                ));
            }
        }
    }
    nothing(&broken);
}

#[test]
fn strangers_stay_strangers() {
    let mut broken = Vec::new();
    for (module, file) in in_modules() {
        let Some((_, strangers)) = STRANGERS.iter().find(|(name, _)| *name == module) else {
            continue;
        };
        for (line, other) in file.imports() {
            if strangers.contains(&other.as_str()) {
                broken.push(format!(
                    "{}:{line}: {module} imports {other}",
                    file.path.display()
                ));
            }
        }
    }
    nothing(&broken);
}

#[test]
fn the_lower_floors_are_pure() {
    let mut broken = Vec::new();
    for (module, file) in in_modules() {
        let is_pure = floor(&module).is_some_and(|floor| floor <= HIGHEST_PURE);
        let path = file.path.to_str().unwrap();
        for name in IMPURE
            .iter()
            .filter(|name| is_pure && !EXCUSED.contains(&(path, **name)))
        {
            let found = file.lines_naming(name).into_iter();
            broken.extend(found.map(|line| format!("{path}:{line}: {module} names {name}")));
        }
    }
    nothing(&broken);
}

#[test]
fn each_library_has_one_home() {
    let mut broken = Vec::new();
    for file in source::all("src") {
        for (name, home) in OWNED {
            if file.module().as_deref() != Some(*home) {
                let found = file.lines_naming(name).into_iter();
                broken.extend(found.map(|line| {
                    format!("{}:{line}: only {home} names {name}", file.path.display())
                }));
            }
        }
    }
    nothing(&broken);
}

/// What stands at the top: an admin's repository, and what a Rust project needs beside it.
const TOP: &[&str] = &[
    ".ci",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "accounts.yaml",
    "assets",
    "benches",
    "build.rs",
    "clippy.toml",
    "docs",
    "enroll.yaml",
    "examples",
    "fuzz",
    "invitations.d",
    "locales",
    "migrations",
    "policies.yaml",
    "rustfmt.toml",
    "schemas",
    "sites.yaml",
    "src",
    "templates",
    "tests",
];

#[test]
fn nothing_is_left_lying_about() {
    let git = std::process::Command::new("git")
        .args(["ls-files"])
        .current_dir(source::root())
        .output()
        .unwrap();
    let listed = String::from_utf8(git.stdout).unwrap();
    assert!(listed.contains("src/lib.rs"), "run the tests in a clone");
    let strays = listed.lines().filter(|path| {
        let top = path.split('/').next().unwrap_or_default();
        let made = path.starts_with("assets/")
            && !matches!(
                *path,
                "assets/portal.css"
                    | "assets/status.js"
                    | "assets/console.css"
                    | "assets/poster.css"
            );
        made || !TOP.contains(&top)
    });
    nothing(
        &strays
            .map(|path| format!("{path} does not belong here"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn no_file_is_too_long() {
    let mut broken = Vec::new();
    for file in source::all("src").into_iter().chain(source::all("tests")) {
        let lines = file.text.lines().count();
        if lines > LONGEST_FILE {
            broken.push(format!(
                "{}: {lines} lines, at most {LONGEST_FILE}",
                file.path.display()
            ));
        }
    }
    nothing(&broken);
}

#[test]
fn every_module_says_what_it_is() {
    let mut broken = Vec::new();
    for (module, file) in in_modules() {
        let is_door = file.path.ends_with("mod.rs")
            || file.path == Path::new("src").join(format!("{module}.rs"));
        if is_door && !file.text.starts_with("//!") {
            broken.push(format!("{}: starts without //!", file.path.display()));
        }
    }
    nothing(&broken);
}

#[test]
fn no_file_is_forgotten() {
    let mut broken = Vec::new();
    for root in ["src", "tests/it"] {
        let files = source::all(root);
        for file in &files {
            let Some((parents, name)) = parents_of(root, &file.path) else {
                continue;
            };
            let declared = files
                .iter()
                .filter(|other| parents.contains(&other.path))
                .any(|parent| parent.declares(&name));
            if !declared {
                broken.push(format!(
                    "{}: no `mod {name};` names it",
                    file.path.display()
                ));
            }
        }
    }
    nothing(&broken);
}

/// The files one of which must declare the module of `path`, and the module's name; none for a root.
fn parents_of(root: &str, path: &Path) -> Option<(Vec<PathBuf>, String)> {
    let stem = path.file_stem()?.to_str()?;
    let folder = path.parent()?;
    let (home, name) = match stem {
        "main" | "lib" if folder == Path::new(root) => return None,
        "mod" => (folder.parent()?, folder.file_name()?.to_str()?),
        _ => (folder, stem),
    };
    let parents = if home == Path::new(root) {
        vec![home.join("main.rs"), home.join("lib.rs")]
    } else {
        vec![home.join("mod.rs"), home.with_extension("rs")]
    };
    Some((parents, name.to_owned()))
}

#[test]
fn nothing_is_left_for_later() {
    // Written in halves: this file is read too.
    let words = [
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("#[ig", "nore"),
    ];
    let mut broken = Vec::new();
    for file in source::all("src").into_iter().chain(source::all("tests")) {
        for (number, line) in file.text.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(**word)) {
                broken.push(format!("{}:{}: {word}", file.path.display(), number + 1));
            }
        }
    }
    nothing(&broken);
}

#[test]
fn modules_are_named_for_what_they_do() {
    let vague = [
        "util", "utils", "helper", "helpers", "manager", "managers", "common", "misc",
    ];
    let mut broken = Vec::new();
    for file in source::all("src").into_iter().chain(source::all("tests")) {
        let parts: Vec<_> = file.path.iter().filter_map(|part| part.to_str()).collect();
        let in_path = parts
            .iter()
            .any(|part| vague.contains(&part.trim_end_matches(".rs")));
        if in_path || vague.iter().any(|name| file.declares(name)) {
            broken.push(format!("{}: say what it does instead", file.path.display()));
        }
    }
    nothing(&broken);
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |backend: &str| -> BTreeSet<String> {
        let Ok(entries) = fs::read_dir(source::root().join("migrations").join(backend)) else {
            return BTreeSet::new();
        };
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}
