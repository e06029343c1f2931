//! One layout for every file, and nothing lost on the way to it.

use crate::support::binary::Repo;
use crate::support::source;

const UNTIDY: &str =
    "# The whole class.\nclass:\n    uses: 2   # phone and pad\n    to: [ada@example.com]\n";
const TIDY: &str =
    "# The whole class.\nclass:\n  to: [ada@example.com]\n  uses: 2 # phone and pad\n";

fn repository(invitations: &str) -> Repo {
    let repo = Repo::new();
    repo.write(
        "enroll.yaml",
        "version: 1\norganization: { name: O }\nportal: { url: http://127.0.0.1:8600 }\n",
    );
    repo.write("policies.yaml", "default: { login: none }\n");
    repo.write("invitations.d/a.yaml", invitations);
    repo
}

#[test]
fn files_are_laid_out_once() {
    let repo = repository(UNTIDY);
    let first = repo.run(&["fmt"]).expect_code(0);
    assert_eq!(first.stdout, "./invitations.d/a.yaml\n");
    assert_eq!(repo.read("invitations.d/a.yaml"), TIDY);
    assert_eq!(repo.run(&["fmt"]).expect_code(0).stdout, "");
    let _ = repo.run(&["fmt", "--check"]).expect_code(0);
}

#[test]
fn check_shows_the_differences_masked_and_writes_nothing() {
    let repo = repository(UNTIDY);
    let check = repo
        .run(&["fmt", "--check", "invitations.d/a.yaml"])
        .expect_code(2);
    assert!(
        check.stdout.contains("+  to: [a**@example.com]"),
        "{check:?}"
    );
    assert!(
        check.stdout.contains("-    uses: 2   # phone and pad"),
        "{check:?}"
    );
    assert_eq!(repo.read("invitations.d/a.yaml"), UNTIDY);
}

#[test]
fn what_cannot_be_read_stays_and_is_named() {
    let broken = "a: { to: [ada@example.com }\n";
    let repo = repository(broken);
    let said = repo.run(&["fmt"]).expect_code(7);
    assert!(said.stderr.contains("invitations.d/a.yaml:1: "), "{said:?}");
    assert_eq!(repo.read("invitations.d/a.yaml"), broken);
}

/// What we show and what we write for others is laid out as we ask of them.
#[test]
fn our_own_files_are_laid_out_so() {
    let here = Repo::new();
    for folder in ["", "examples/riverside"] {
        let path = source::root().join(folder);
        let check = here.run(&["fmt", "--check", path.to_str().unwrap()]);
        assert_eq!((check.code, &*check.stdout), (Some(0), ""), "{folder}");
    }
    for (folder, more) in [
        ("plain", &[][..]),
        (
            "full",
            &[
                "--smtp",
                "smtps://a@b.example",
                "--ldap",
                "ldaps://b.example",
            ],
        ),
    ] {
        let init = [&["init", folder, "--yes"], more].concat();
        let _ = here.run(&init).expect_code(0);
        let check = here.run(&["fmt", "--check", folder]);
        assert_eq!((check.code, &*check.stdout), (Some(0), ""), "{folder}");
    }
}
