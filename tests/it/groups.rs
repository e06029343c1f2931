//! Recipients from directory groups: read whole against a real server, compared, and sent to once.

use std::collections::BTreeSet;

use enroll::directory::Error;
use enroll::ops::load;
use enroll::ops::plan::{Question, plan};

use crate::apply::{fingerprint, mailed};
use crate::directory::at;
use crate::support::binary::Repo;
use crate::support::slapd::{self, GROUPS, PEOPLE, Slapd};

/// A repository that invites a group of the directory at `server`.
pub fn repository(url: &str, server: &Slapd, invitation: &str) -> Repo {
    let repo = Repo::new();
    repo.write("ldap-password", slapd::SERVICE_PASSWORD);
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\norganization: {{ name: Riverside }}\nportal: {{ url: http://127.0.0.1:8600 }}\n\
             database: {url}\nlimits: {{ auto_approve: 20 }}\ndirectory:\n  main:\n    url: {}\n    bind: {}\n\
             \x20   password: {{ file: ldap-password }}\n    people: {PEOPLE}\n    groups: {GROUPS}\n",
            server.url(),
            slapd::SERVICE,
        ),
    );
    repo.write("invitations.d/a.yaml", invitation);
    repo
}

pub const STAFF: &str = "staff:\n  to: [{ group: staff }]\n";

/// LDIF that adds people `PREFIX-0`, `PREFIX-1`, ….
fn people(prefix: &str, count: usize) -> String {
    let one = |n: usize| {
        format!(
            "dn: uid={prefix}-{n},{PEOPLE}\nchangetype: add\nobjectClass: inetOrgPerson\nuid: {prefix}-{n}\n\
             cn: Person {n}\nsn: {n}\nmail: {prefix}-{n}@riverside.example\n\n"
        )
    };
    (0..count).map(one).collect()
}

fn change(group: &str, verb: &str, uid: &str) -> String {
    format!(
        "dn: cn={group},{GROUPS}\nchangetype: modify\n{verb}: member\nmember: uid={uid},{PEOPLE}\n"
    )
}

/// Addresses that mail went to, without names.
fn addresses(repo: &Repo) -> Vec<String> {
    let bare = |to: String| match to.split_once('<') {
        Some((_, rest)) => rest.trim_end_matches('>').to_owned(),
        None => to,
    };
    let mut all: Vec<String> = mailed(repo).into_iter().map(bare).collect();
    all.sort();
    all
}

fn json(repo: &Repo) -> serde_json::Value {
    let plan = repo.run(&["plan", "--format", "json"]).expect_code(0);
    serde_json::from_str(&plan.stdout).unwrap()
}

#[tokio::test]
async fn groups_in_groups_are_read_once_each_even_in_a_circle() {
    let directory = at(&slapd::shared().url());
    for (group, wanted) in [
        ("staff", &["maya.chen", "rui.costa"][..]),
        ("circle", &["dana.ortiz", "sam.park"]),
        (
            "everyone",
            &[
                "dana.ortiz",
                "maya.chen",
                "rui.costa",
                "sam.park",
                "zoe.larsson",
            ],
        ),
    ] {
        let found = directory.members(group).await.unwrap();
        let names: BTreeSet<_> = found.iter().map(|p| p.username.as_str()).collect();
        assert_eq!(names, wanted.iter().copied().collect(), "{group}");
        assert_eq!(found.len(), wanted.len());
    }
}

#[tokio::test]
async fn a_group_is_larger_than_any_page() {
    let server = Slapd::start();
    let (by_dn, by_name) = (150, 320);
    server.modify(&people("dn", by_dn));
    server.modify(&people("name", by_name));
    let members: String = (0..by_dn)
        .map(|n| format!("member: uid=dn-{n},{PEOPLE}\n"))
        .collect();
    let names: String = (0..by_name)
        .map(|n| format!("memberUid: name-{n}\n"))
        .collect();
    server.modify(&format!(
        "dn: cn=names,{GROUPS}\nchangetype: add\nobjectClass: posixGroup\ncn: names\ngidNumber: 1\n{names}\n\
         dn: cn=inner,{GROUPS}\nchangetype: add\nobjectClass: groupOfNames\ncn: inner\n{members}\
         member: cn=outer,{GROUPS}\n\n\
         dn: cn=outer,{GROUPS}\nchangetype: add\nobjectClass: groupOfNames\ncn: outer\n\
         member: cn=names,{GROUPS}\nmember: CN=Inner, {GROUPS}\n"
    ));
    let found = at(&server.url()).members("outer").await.unwrap();
    assert_eq!(found.len(), by_dn + by_name);
    let pages = server.asked();
    let searches = pages.iter().filter(|line| line.contains("uid=name-0)"));
    assert!(searches.count() >= 3, "a search of 250 names takes pages");
}

#[tokio::test]
async fn a_group_that_is_not_there_in_full_is_refused() {
    let server = Slapd::start();
    let directory = at(&server.url());
    let why = |answer: Result<_, Error>| match answer {
        Err(Error::Group(why)) => why,
        other => panic!("{:?}", other.map(|people: Vec<_>| people.len())),
    };
    assert!(why(directory.members("nobody").await).contains("no group"));
    assert!(why(directory.members("*").await).contains("no group"));
    server.modify(&format!(
        "dn: cn=empty,{GROUPS}\nchangetype: add\nobjectClass: posixGroup\ncn: empty\ngidNumber: 1\n\n\
         dn: cn=lost,{GROUPS}\nchangetype: add\nobjectClass: posixGroup\ncn: lost\ngidNumber: 2\nmemberUid: ghost\n"
    ));
    assert!(why(directory.members("empty").await).contains("nobody"));
    assert!(why(directory.members("lost").await).starts_with("1 of its members"));
    server.modify(&change("staff", "add", "ghost"));
    assert!(why(directory.members("everyone").await).starts_with("1 of its members"));
    server.down();
    let down = directory.members("students").await;
    assert!(matches!(down, Err(Error::Unavailable(_))), "{down:?}");
}

both_databases!(
    members_are_invited_and_those_who_leave_are_revoked,
    |url| async {
        let server = Slapd::start();
        let repo = repository(url, &server, STAFF);
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        assert_eq!(
            addresses(&repo),
            ["maya.chen@riverside.example", "rui.costa@riverside.example"]
        );
        assert_eq!(json(&repo)["summary"]["changes"], 0);
        server.modify(&change("staff", "add", "sam.park"));
        server.modify(&change("staff", "delete", "rui.costa"));
        let plan = json(&repo);
        let actions: Vec<_> = plan["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| &c["action"])
            .collect();
        assert_eq!(actions, ["revoke", "create"]);
        assert_eq!(plan["summary"]["messages"], 1);
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        assert_eq!(mailed(&repo).len(), 3);
    }
);

both_databases!(
    a_group_that_grew_since_the_plan_is_another_plan,
    |url| async {
        let server = Slapd::start();
        let repo = repository(url, &server, STAFF);
        let agreed = fingerprint(&repo);
        let _ = repo.run(&["plan", "--out", "agreed.json"]).expect_code(0);
        server.modify(&change("staff", "add", "sam.park"));
        let _ = repo.run(&["apply", "--approve", &agreed]).expect_code(5);
        let _ = repo.run(&["apply", "agreed.json"]).expect_code(5);
        server.modify(&change("staff", "delete", "rui.costa"));
        let _ = repo.run(&["apply", "--approve", &agreed]).expect_code(5);
        assert_eq!(mailed(&repo), Vec::<String>::new());
        server.modify(&change("staff", "delete", "sam.park"));
        server.modify(&change("staff", "add", "rui.costa"));
        let _ = repo.run(&["apply", "--approve", &agreed]).expect_code(0);
        assert_eq!(mailed(&repo).len(), 2);
    }
);

both_databases!(a_directory_that_is_down_is_no_empty_group, |url| async {
    let server = Slapd::start();
    let repo = repository(url, &server, STAFF);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    server.down();
    for verb in [&["plan"][..], &["apply", "--auto-approve"]] {
        let failed = repo.run(verb).expect_code(1);
        for said in ["E051", "invitations.d/a.yaml:2", "does not answer"] {
            assert!(failed.stderr.contains(said), "{said}: {}", failed.stderr);
        }
    }
    let _ = repo.run(&["validate"]).expect_code(0);
    server.up();
    assert_eq!(json(&repo)["summary"]["changes"], 0);
});

#[test]
fn who_is_listed_or_has_no_address_is_told() {
    let server = slapd::shared();
    let invitation = "all:\n  to: [{ group: everyone }, { email: M.Chen@riverside.example, name: Maya }]\n  \
        except: { rui.costa@riverside.example: Away, nobody@riverside.example: Typo }\n";
    let repo = repository(crate::apply::OWN, server, invitation);
    let plan = repo.run(&["plan"]).expect_code(0);
    for said in [
        "1 member of the group everyone without one",
        "1 member of the group everyone named already",
        "no link and no message for 1 recipient",
    ] {
        assert!(plan.stdout.contains(said), "{said}: {}", plan.stdout);
    }
    assert!(plan.stderr.contains("W029"), "{}", plan.stderr);
    let found = json(&repo);
    let facts: Vec<_> = found["observed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["fact"])
        .collect();
    assert_eq!(facts, ["unreachable", "listed", "withheld"]);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert_eq!(
        addresses(&repo),
        [
            "M.Chen@riverside.example",
            "dana.ortiz@riverside.example",
            "sam.park@students.riverside.example"
        ],
        "as listed, and nobody twice"
    );
}

#[tokio::test]
async fn no_plan_is_made_before_groups_are_read() {
    let repo = repository(crate::apply::OWN, slapd::shared(), STAFF);
    let desired = load::repository(&repo.path(), None)
        .unwrap()
        .desired
        .unwrap();
    let refused = plan(&desired, &repo.path(), &Question::default()).await;
    let why = refused
        .map(|plan| plan.changes.len())
        .unwrap_err()
        .to_string();
    assert_eq!(
        why,
        "invitations.d/a.yaml:2: the group `staff` has not been read"
    );
}
