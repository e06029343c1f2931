//! The audit of what we depend on: licences, sources, banned crates, advisories. Why here and not by a tool:
//! `docs/decisions/0002-dependency-audit.md`.
//!
//! To answer an advisory: add its first good version to `ADVISORIES`, run `cargo update -p CRATE`.

use std::{fs, process::Command};

use crate::support::source;

/// Licences a dependency may be used under; for a choice (`OR`) one of them is enough.
const LICENCES: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "BSL-1.0",
    "CC0-1.0",
    "Unicode-3.0",
    "Unlicense",
];

/// Crates under another licence, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "webpki-roots",
        "CDLA-Permissive-2.0: a list of certificates, data",
    ),
    (
        "libfuzzer-sys",
        "NCSA beside MIT or Apache-2.0: for fuzz/ only, never distributed",
    ),
    ("webdriver", "MPL-2.0: in tests only, unchanged"),
];

/// Crates that must not be in the tree, with the reason.
const BANNED: &[(&str, &str)] = &[
    ("openssl-sys", "one TLS stack: rustls"),
    ("native-tls", "one TLS stack: rustls"),
    ("ring", "one crypto provider: aws-lc-rs"),
    (
        "rsa",
        "RUSTSEC-2023-0071, private keys leak by timing; no fixed version",
    ),
    ("serde_yaml", "unmaintained; serde-saphyr reads YAML"),
    ("serde_yml", "RUSTSEC-2025-0068, unsound and unmaintained"),
    (
        "rustls-pemfile",
        "RUSTSEC-2025-0134, unmaintained; rustls-pki-types reads PEM",
    ),
    ("paste", "RUSTSEC-2024-0436, unmaintained"),
    ("bincode", "RUSTSEC-2025-0141, unmaintained"),
];

/// Crates of which two versions would mean two implementations of security.
const SINGLE: &[&str] = &["aws-lc-rs", "aws-lc-sys", "rustls", "rustls-webpki"];

/// Crate, the first version without any advisory known on 2026-11-22, the newest of its advisories.
const ADVISORIES: &[(&str, &str, &str)] = &[
    ("aws-lc-sys", "0.39.0", "RUSTSEC-2026-0048"),
    ("bytes", "1.11.1", "RUSTSEC-2026-0007"),
    ("crossbeam-utils", "0.8.7", "RUSTSEC-2022-0041"),
    ("h2", "0.4.16", "RUSTSEC-2026-0258"),
    ("hyper", "0.14.12", "RUSTSEC-2021-0079"),
    ("idna", "1.0.0", "RUSTSEC-2024-0421"),
    ("lettre", "0.11.22", "RUSTSEC-2026-0141"),
    ("quick-xml", "0.41.0", "RUSTSEC-2026-0195"),
    ("rand", "0.10.1", "RUSTSEC-2026-0097"),
    ("rustls", "0.23.45", "RUSTSEC-2026-0285"),
    ("rustls-webpki", "0.103.13", "RUSTSEC-2026-0104"),
    ("sqlx", "0.8.1", "RUSTSEC-2024-0363"),
    ("time", "0.3.47", "RUSTSEC-2026-0009"),
    ("tokio", "1.44.2", "RUSTSEC-2025-0023"),
    ("tracing-subscriber", "0.3.20", "RUSTSEC-2025-0055"),
];

struct Package {
    name: String,
    version: String,
    licence: String,
}

/// What is compiled on this machine, for the program, its tests and its fuzzing.
fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--workspace",
            "--locked",
            "--offline",
            "--prefix=none",
            "--format={p}|{l}",
        ])
        .current_dir(source::root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let own = concat!(env!("CARGO_PKG_NAME"), " v");
    let fuzzing = concat!(env!("CARGO_PKG_NAME"), "-fuzz v");
    let mut lines: Vec<_> = text
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines
        .into_iter()
        .filter(|line| !line.is_empty() && !line.starts_with(own) && !line.starts_with(fuzzing))
        .map(package)
        .collect()
}

/// Reads `name v1.2.3 (proc-macro)|MIT OR Apache-2.0`.
fn package(line: &str) -> Package {
    let (package, licence) = line.split_once('|').unwrap();
    let mut words = package.split(' ');
    Package {
        name: words.next().unwrap().into(),
        version: words.next().unwrap().trim_start_matches('v').into(),
        licence: licence.into(),
    }
}

/// Whether an SPDX expression can be met with [`LICENCES`] alone. `/` is the old way to write `OR`.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let words: Vec<_> = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let mut rest = words.as_slice();
    let allowed = either(&mut rest);
    allowed && rest.is_empty()
}

fn either(words: &mut &[String]) -> bool {
    let mut met = both(words);
    while let Some(("OR", rest)) = words
        .split_first()
        .map(|(first, rest)| (first.as_str(), rest))
    {
        *words = rest;
        met |= both(words);
    }
    met
}

fn both(words: &mut &[String]) -> bool {
    let mut met = single(words);
    while let Some(("AND", rest)) = words
        .split_first()
        .map(|(first, rest)| (first.as_str(), rest))
    {
        *words = rest;
        met &= single(words);
    }
    met
}

fn single(words: &mut &[String]) -> bool {
    let Some((first, rest)) = words.split_first() else {
        return false;
    };
    *words = rest;
    if first == "(" {
        let met = either(words);
        let closed = words.first().is_some_and(|word| word == ")");
        *words = words.get(1..).unwrap_or_default();
        return met && closed;
    }
    match words {
        [with, exception, rest @ ..] if with == "WITH" => {
            *words = rest;
            LICENCES.contains(&format!("{first} WITH {exception}").as_str())
        }
        _ => LICENCES.contains(&first.as_str()),
    }
}

/// `1.2.3-rc.1+build` as numbers; a pre-release counts as the version it leads to.
fn numbers(version: &str) -> Vec<u32> {
    let plain = version.split(['-', '+']).next().unwrap();
    plain.split('.').map(|part| part.parse().unwrap()).collect()
}

#[test]
fn licences_are_allowed() {
    for package in packages() {
        let excepted = EXCEPTIONS.iter().any(|(name, _)| *name == package.name);
        assert!(
            excepted || is_allowed(&package.licence),
            "{}: {}",
            package.name,
            package.licence
        );
    }
}

#[test]
fn banned_crates_stay_out() {
    for package in packages() {
        let banned = BANNED.iter().find(|(name, _)| *name == package.name);
        assert!(banned.is_none(), "{banned:?}");
    }
}

#[test]
fn there_is_one_of_each_crypto_crate() {
    let packages = packages();
    for name in SINGLE {
        let versions: Vec<_> = packages
            .iter()
            .filter(|package| package.name == *name)
            .map(|package| &package.version)
            .collect();
        assert_eq!(versions.len(), 1, "{name}: {versions:?}");
    }
}

#[test]
fn no_version_has_a_known_advisory() {
    let packages = packages();
    for (name, good, advisory) in ADVISORIES {
        for package in packages.iter().filter(|package| package.name == *name) {
            assert!(
                numbers(&package.version) >= numbers(good),
                "{name} {}: {advisory}",
                package.version
            );
        }
    }
}

#[test]
fn everything_comes_from_crates_io() {
    let lock = fs::read_to_string(source::root().join("Cargo.lock")).unwrap();
    let sources: Vec<_> = lock
        .lines()
        .filter(|line| line.starts_with("source = "))
        .collect();
    assert!(!sources.is_empty());
    for source in sources {
        assert_eq!(
            source,
            "source = \"registry+https://github.com/rust-lang/crates.io-index\""
        );
    }
    let own = lock.matches("[[package]]").count() - lock.matches("\nchecksum = ").count();
    assert_eq!(own, 2, "every package but our own two has a checksum");
}

#[test]
fn the_audit_reads_expressions_and_versions() {
    assert!(packages().len() > 100);
    assert!(is_allowed("GPL-3.0 OR (MIT AND ISC)") && is_allowed("MIT/Apache-2.0"));
    assert!(is_allowed("Apache-2.0 WITH LLVM-exception AND Zlib"));
    for refused in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "(MIT OR ISC) AND GPL-3.0",
        "MIT WITH GPL-exception",
        "(MIT",
    ] {
        assert!(!is_allowed(refused), "{refused}");
    }
    assert!(numbers("0.10.1") > numbers("0.9.3") && numbers("0.3.0-rc.0") == numbers("0.3.0"));
}
