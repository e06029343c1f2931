//! What is exported declares what is applied.

use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::apply::mailed;
use crate::groups;
use crate::support::binary::Repo;
use crate::support::database::Database;
use crate::support::slapd;

/// Exports into a fresh folder of `repo` and answers what a plan there would do.
fn exported_plan(repo: &Repo, url: &str, folder: &str) -> serde_json::Value {
    let said = repo.run(&["--database", url, "export", folder]);
    let said = said.expect_code(0);
    assert!(
        said.stdout
            .contains("A plan over them finds nothing to do."),
        "{said:?}"
    );
    let plan = repo.run(&["--database", url, "-C", folder, "plan", "--format", "json"]);
    serde_json::from_str(&plan.expect_code(0).stdout).unwrap()
}

/// Values of one key: a line of an invitation, or nothing.
fn line(all: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        proptest::sample::select(all).prop_map(|text| format!("  {text}\n")),
    ]
}

fn people() -> impl Strategy<Value = String> {
    let person = proptest::sample::select(
        &[
            "ada@example.com",
            "Bea.Mixed@Example.COM",
            "{ email: cid@example.com, name: \"O'Brien: #1, \\\"Cid\\\"\", language: es }",
            "{ email: dee@example.com, phone: \"+4930123456\", name: 'Zoë Ünal' }",
            "{ email: eve@example.com, user: \"007\", serial: F2LXK0TEST01 }",
            "{ csv: people/class.csv }",
        ][..],
    );
    proptest::collection::btree_set(person, 1..5).prop_map(|all| {
        let all: Vec<_> = all.into_iter().collect();
        format!("  to: [zed@example.com, {}]\n", all.join(", "))
    })
}

prop_compose! {
    fn invitation()(
        to in people(),
        send in line(&["send: email", "send: both"]),
        site in line(&["site: east", "site: north", "site: choose"]),
        policy in line(&["policy: link", "policy: staff"]),
        expires in line(&["expires: 30d", "expires: 2w", "expires: 2090-03-07", "expires: 2090-03-07 17:00",
            "expires: 2090-07-01T10:00:00+02:00", "expires: never", "expires: 2001-01-01"]),
        opens in line(&["opens: 2001-05-01", "opens: 2001-05-01 08:30", "opens: 2000-10-29T01:30:00Z"]),
        uses in line(&["uses: 3", "uses: 1"]),
        language in line(&["language: de"]),
        remind in line(&["remind: 2d", "remind: [3d, 36h]", "remind: never"]),
        counters in line(&["notify: true", "resend: 2", "rotate: 1"]),
        revoked in line(&["revoked: \"yes: it is over\""]),
    ) -> String {
        let opens = if expires.contains("2001") { String::new() } else { opens };
        [to, send, site, policy, expires, opens, uses, language, remind, counters, revoked].concat()
    }
}

prop_compose! {
    fn repository()(
        zone in proptest::sample::select(&["UTC", "Europe/Berlin", "America/New_York"][..]),
        organization in proptest::sample::select(&[
            "name: Riverside",
            "name: \"Ärzte & Co: 'Ost'\", short: Ost, languages: [de, en], brand: { color: \"#0f5f56\" }",
            "name: Riverside, help: { name: IT, phone: \"201-555-0123\" }, repository: https://git.example.com/it",
        ][..]),
        defaults in proptest::sample::select(&["", "defaults: { uses: 2, expires: 20d, remind: 1d }\n"][..]),
        open in proptest::sample::select(&[
            "",
            "open_enrollment: { institution: [{ policy: staff, site: choose }], personal: [{ policy: staff, terms: terms/byod.md }] }\n",
        ][..]),
        invitations in proptest::collection::vec(invitation(), 1..4),
        poster in any::<bool>(),
    ) -> Vec<(String, String)> {
        let root = format!(
            "# Kept by hand.\nversion: 1\norganization: {{ {organization}, time_zone: {zone} }}\n\
             portal: {{ url: http://127.0.0.1:8600 }}\nlimits: {{ auto_approve: 1000, protect: [site/east], \
             paths: {{ \"invitations.d/a/**\": {{ messages: 50 }} }} }}\n{defaults}{open}\
             # Carries text messages.\nsms:\n  provider: http\n  url: http://127.0.0.1:1/\n  body: {{ to: \"{{to}}\", text: \"{{text}}\" }}\n"
        );
        let mut files = vec![
            ("enroll.yaml".to_owned(), root),
            ("people/class.csv".to_owned(), "email,name\nfay@example.com,\"Fay, the 1st\"\ngus@example.com,Gus\n".to_owned()),
            ("terms/byod.md".to_owned(), "# Your own device\n\nIt stays *yours*.\n".to_owned()),
            ("sites.yaml".to_owned(), "east: { name: East, time_zone: America/New_York }\nnorth: { name: \"No\", help: { email: n@example.com } }\n".to_owned()),
            ("policies.d/x.yaml".to_owned(), "link: { login: none, min_os: 17 }\nstaff: { accounts: local, sites: [east], terms: terms/byod.md, devices_per_user: 2, re_enroll: same_user }\n".to_owned()),
            ("accounts.yaml".to_owned(), "clerk: { name: Clerk, password_hash: { env: CLERK } }\n".to_owned()),
        ];
        for (n, body) in invitations.iter().enumerate() {
            files.push((format!("invitations.d/{}/{n}.yaml", ["a", "b"][n % 2]), format!("invitation-{n}:\n{body}")));
        }
        if poster {
            files.push(("invitations.yaml".to_owned(), "poster: { send: none, uses: unlimited, policy: staff }\n".to_owned()));
        }
        files
    }
}

both_databases!(a_plan_over_what_was_exported_is_empty, |kind| async {
    let mut runner = TestRunner::new(Config {
        cases: 8,
        failure_persistence: None,
        ..Config::default()
    });
    let law = |files: Vec<(String, String)>| {
        let database = match kind.starts_with("sqlite") {
            true => Database::sqlite(),
            false => Database::postgres(),
        };
        let repo = Repo::new();
        for (path, text) in &files {
            repo.write(path, text);
        }
        let url = database.url();
        let apply = ["--database", url, "apply", "--auto-approve", "--no-send"];
        let _ = repo.run(&apply).expect_code(0);
        let plan = exported_plan(&repo, url, "copy");
        prop_assert_eq!(&plan["summary"]["changes"], 0);
        // Once more from the copy: an export of the same state is the same.
        let _ = repo
            .run(&["--database", url, "-C", "copy", "export", "again"])
            .expect_code(0);
        let same = |name: &str| {
            (
                repo.read(&format!("copy/{name}")),
                repo.read(&format!("again/{name}")),
            )
        };
        let (copy, again) = same("enroll.yaml");
        prop_assert_eq!(copy, again);
        Ok(())
    };
    runner.run(&repository(), law).unwrap();
});

both_databases!(members_of_a_group_are_written_one_by_one, |url| async {
    let repo = groups::repository(url, slapd::shared(), groups::STAFF);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    let sent = mailed(&repo).len();
    let said = repo.run(&["export", "copy"]);
    assert!(said.stderr.contains("group staff"), "{said:?}");
    assert!(
        repo.read("copy/invitations.d/a.yaml")
            .contains("@riverside.example")
    );
    assert!(
        !said.stdout.contains('@') && !said.stderr.contains('@'),
        "{said:?}"
    );
    let plan = repo.run(&[
        "-C",
        "copy",
        "--database",
        url,
        "plan",
        "--detailed-exitcode",
    ]);
    let _ = plan.expect_code(0);
    assert_eq!(mailed(&repo).len(), sent);
});

#[test]
fn export_overwrites_nothing_unless_told_to() {
    let repo = Repo::new();
    repo.write(
        "enroll.yaml",
        "version: 1\norganization: { name: O }\nportal: { url: http://127.0.0.1:8600 }\n",
    );
    repo.write("policies.yaml", "default: { login: none }\n");
    let _ = repo.run(&["export", "copy"]).expect_code(1);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo.write("copy/policies.yaml", "mine");
    let refused = repo.run(&["export", "copy"]).expect_code(4);
    assert!(
        refused.stderr.contains("copy/policies.yaml exists already"),
        "{refused:?}"
    );
    assert!(!repo.path().join("copy/enroll.yaml").exists());
    let _ = repo.run(&["export", "copy", "--force"]).expect_code(0);
    assert_eq!(repo.read("copy/policies.yaml"), "default:\n  login: none\n");
}

#[test]
fn a_lost_repository_is_written_from_its_database() {
    let repo = Repo::new();
    repo.write("enroll.yaml", "version: 1\norganization: { name: O, brand: { logo: brand/o.svg } }\nportal: { url: http://127.0.0.1:8600 }\nlimits: { auto_approve: 1 }\n");
    repo.write("policies.yaml", "default: { login: none }\n");
    let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>\n";
    repo.write("brand/o.svg", logo);
    repo.write("invitations.d/a.yaml", "a:\n  to: [ada@example.com]\n");
    let apply = ["apply", "--auto-approve", "--no-send"];
    let _ = repo.run(&apply).expect_code(0);
    let url = format!(
        "sqlite://{}",
        repo.path().join(".enroll/enroll.db").display()
    );
    for lost in [
        "enroll.yaml",
        "policies.yaml",
        "brand/o.svg",
        "invitations.d/a.yaml",
    ] {
        fs::remove_file(repo.path().join(lost)).unwrap();
    }
    let said = repo
        .run(&["--database", &url, "export", "."])
        .expect_code(0);
    assert!(said.stderr.contains("fill in `portal`"), "{said:?}");
    assert_eq!(repo.read("brand/o.svg"), logo);
    let _ = repo.run(&["plan", "--detailed-exitcode"]).expect_code(0);
}
