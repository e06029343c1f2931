//! What is known and not built: refused with its code, and listed in the reference.

use std::fs;

use enroll::ops::load;
use enroll::spec::keys;

use crate::support::binary::Repo;
use crate::support::source;

/// A repository that is valid but for `key: value` in the map of this name.
fn with(map: &str, key: &str, value: &str) -> Repo {
    let repo = Repo::new();
    let line = format!("{key}: {value}");
    let at = |name: &str| match map == name {
        true => format!(", {line}"),
        false => String::new(),
    };
    let mut root = format!(
        "version: 1\norganization: {{ name: Riverside, brand: {{ color: '#0f5f56'{} }} }}\n\
         portal: {{ url: https://enroll.riverside.example }}\n\
         mdm: {{ min_os: 16{}, scep: {{ cert: {{ file: a }}, key: {{ file: b }}{} }} }}\n\
         defaults: {{ uses: 1{} }}\nlimits: {{ messages: 9{} }}\n",
        at("brand"),
        at("mdm"),
        at("scep"),
        at("defaults"),
        at("limits"),
    );
    if map == "enroll" {
        root += &format!("{line}\n");
    }
    let who = format!("{{ email: ada@example.com{} }}", at("recipient"));
    let hash = "$argon2id$v=19$m=19456,t=2,p=1$aYlehjT6803NGC6hJefZhA$YizazBk0bSWKzZLQTgDGikQqycpiCPlhjwS0nc8orBA";
    repo.write("enroll.yaml", &root)
        .write(
            "policies.yaml",
            &format!("link: {{ login: none{} }}\n", at("policy")),
        )
        .write(
            "accounts.yaml",
            &format!("tess: {{ password_hash: \"{hash}\"{} }}\n", at("account")),
        )
        .write(
            "invitations.d/a.yaml",
            &format!("a: {{ to: [{who}], policy: link{} }}\n", at("invitation")),
        );
    repo
}

/// The codes of what is found wrong.
fn codes(repo: &Repo) -> Vec<&'static str> {
    let found = load::repository(&repo.path(), None).unwrap();
    let errors = found.diagnostics.iter().filter(|d| d.code.starts_with('E'));
    errors.map(|d| d.code).collect()
}

#[test]
fn what_is_not_built_is_refused_and_listed() {
    let page = fs::read_to_string(source::root().join("docs/reference/not-yet.md")).unwrap();
    let listed = |key: &str, value: &str, code: &str| {
        let row = format!("| `{key}` | {value} |");
        let found = page.lines().find(|line| line.starts_with(&row));
        assert!(
            found.is_some_and(|line| line.contains(code)),
            "{row} in not-yet.md"
        );
    };
    assert_eq!(
        codes(&with("", "", "")),
        Vec::<&str>::new(),
        "without it all is well"
    );
    for later in keys::LATER_VALUES {
        for path in later.keys {
            let (map, key) = path.split_once('.').unwrap();
            for value in later.values {
                assert_eq!(
                    codes(&with(map, key, value)),
                    [later.code],
                    "{path}: {value}"
                );
            }
            listed(
                path,
                &format!("`{}`", later.values.join("`, `")),
                later.code,
            );
        }
    }
    let rows = page.lines().filter(|line| line.starts_with("| `")).count();
    let values: usize = keys::LATER_VALUES.iter().map(|l| l.keys.len()).sum();
    assert_eq!(rows, values, "and nothing else is");
}
