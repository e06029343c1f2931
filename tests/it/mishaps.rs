//! What happens to a repository by accident is refused before anything is done, with the way on.

use std::fs;

use crate::apply::{mailed, repository, write_root};
use crate::support::binary::Repo;

const TWENTY: usize = 20;

/// Twenty people invited, in two files of ten; nothing waits to be sent.
fn twenty(url: &str) -> Repo {
    let repo = repository(url, "auto_approve: 9999");
    for file in ["a", "b"] {
        repo.write(&format!("invitations.d/{file}.yaml"), &ten(file));
    }
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert_eq!(mailed(&repo).len(), TWENTY);
    repo
}

fn ten(file: &str) -> String {
    let people: String = (0..10)
        .map(|n| format!("    - person-{file}{n}@example.com\n"))
        .collect();
    format!("staff-{file}:\n  policy: link\n  to:\n{people}  expires: 30d\n  uses: 2\n")
}

/// Applying exits with `code`, says `way`, and sends nothing.
#[track_caller]
fn refused(repo: &Repo, code: i32, way: &str) {
    let done = repo.run(&["apply", "--auto-approve"]).expect_code(code);
    assert!(done.stderr.contains(way), "{way}: {}", done.stderr);
    assert_eq!(mailed(repo).len(), TWENTY);
}

both_databases!(an_empty_folder, |url| async {
    let repo = twenty(url);
    for file in ["enroll.yaml", "policies.yaml"] {
        fs::remove_file(repo.path().join(file)).unwrap();
    }
    fs::remove_dir_all(repo.path().join("invitations.d")).unwrap();
    refused(&repo, 7, "-C DIR");
});

both_databases!(half_a_checkout, |url| async {
    let repo = twenty(url);
    fs::remove_dir_all(repo.path().join("invitations.d")).unwrap();
    refused(&repo, 4, "--ack empty_invitation=2");
    // The other half.
    repo.write("invitations.d/a.yaml", &ten("a"));
    repo.write("invitations.d/b.yaml", &ten("b"));
    fs::remove_file(repo.path().join("policies.yaml")).unwrap();
    refused(&repo, 7, "invitations.d/a.yaml:2:11");
});

both_databases!(a_file_cut_off_anywhere, |url| async {
    let repo = twenty(url);
    let whole = ten("b");
    // Up to the end of its last line but one, a cut loses something.
    for end in (0..whole.len() - 1).step_by(7) {
        let cut = &whole[..end];
        repo.write("invitations.d/b.yaml", cut);
        let done = repo.run(&["apply", "--auto-approve"]);
        match done.code {
            Some(7) => assert!(done.stderr.contains("help:"), "{cut}\n{}", done.stderr),
            Some(4) => assert!(
                done.stderr.contains("--ack cut_off=1"),
                "{cut}\n{}",
                done.stderr
            ),
            // A cut between two lines is an edit like any other.
            code => assert!(
                code == Some(0) && cut.ends_with('\n'),
                "{code:?} {cut}\n{}",
                done.stderr
            ),
        }
        assert_eq!(mailed(&repo).len(), TWENTY, "{cut}");
        repo.write("invitations.d/b.yaml", &whole);
        let _ = repo.run(&["plan", "--detailed-exitcode"]).expect_code(0);
    }
});

both_databases!(far_more_people_than_ever, |url| async {
    let repo = twenty(url);
    let many: String = (0..5_000)
        .map(|n| format!("    - new{n}@example.com\n"))
        .collect();
    repo.write(
        "invitations.d/many.yaml",
        &format!("many:\n  policy: link\n  to:\n{many}"),
    );
    refused(&repo, 4, "--ack messages=5000");
    // Nor by a higher limit in the same change.
    write_root(&repo, url, "messages: 9999, auto_approve: 9999", "");
    refused(&repo, 4, "--ack messages=5000");
});

both_databases!(
    a_file_that_never_ended_with_a_line_break_is_an_edit,
    |url| async {
        let repo = twenty(url);
        let open = ten("b").trim_end().to_owned();
        repo.write("invitations.d/b.yaml", &open);
        let _ = repo.run(&["plan", "--detailed-exitcode"]).expect_code(0);
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        repo.write("invitations.d/b.yaml", &open.replace("30d", "40d"));
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    }
);
