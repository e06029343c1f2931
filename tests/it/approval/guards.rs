//! Every guard refuses with exit 4 and passes by its number alone; a limit that was raised counts from the next
//! apply on.

use crate::apply::{OWN, TWO, mailed, repository, write_root};
use crate::support::binary::Repo;

/// Applies; the guard refuses until its number is named, and a stale number does not help.
#[track_caller]
fn passes_by(repo: &Repo, name: &str, number: u32) {
    let ack = |n: u32| format!("{name}={n}");
    let refused = repo.run(&["apply", "--auto-approve"]).expect_code(4);
    assert!(refused.stderr.contains(&ack(number)), "{}", refused.stderr);
    let _ = repo
        .run(&["apply", "--auto-approve", "--ack", &ack(number + 1)])
        .expect_code(4);
    let _ = repo
        .run(&["apply", "--auto-approve", "--ack", &ack(number)])
        .expect_code(0);
}

fn invite(repo: &Repo, id: &str, people: &[&str]) {
    let file = format!("invitations.d/{id}.yaml");
    let entry = format!("{id}: {{ to: [{}], policy: link }}\n", people.join(", "));
    repo.write(&file, &entry);
}

both_databases!(percents_are_of_the_links_that_work, |url| async {
    let limits = "auto_approve: 9, messages_percent: 50, revocations_percent: 40";
    let repo = repository(url, limits);
    // No link works yet: only the absolute numbers count.
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    invite(&repo, "one", &["c@example.com"]);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    invite(&repo, "two", &["d@example.com", "e@example.com"]);
    passes_by(&repo, "messages_percent", 67);
    repo.write(
        "invitations.d/a.yaml",
        &TWO.replace("ada@example.com, ", ""),
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    invite(&repo, "two", &["d@example.com"]);
    repo.write(
        "invitations.d/a.yaml",
        "x: { to: [bea@example.com], policy: link }\n",
    );
    passes_by(&repo, "revocations_percent", 50);
});

both_databases!(new_and_foreign_domains_need_a_word, |url| async {
    let limits = "auto_approve: 9, new_domains: ack, allowed_domains: [example.com, example.org]";
    let repo = repository(url, limits);
    passes_by(&repo, "new_domains", 1);
    invite(&repo, "one", &["c@example.com"]);
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    invite(&repo, "two", &["d@EXAMPLE.org"]);
    passes_by(&repo, "new_domains", 1);
    invite(&repo, "three", &["d@example.net", "e@example.net"]);
    let both = ["--ack", "new_domains=1", "--ack", "allowed_domains=2"];
    let _ = repo
        .run(&["apply", "--auto-approve", "--ack", "new_domains=1"])
        .expect_code(4);
    let _ = repo
        .run(&[&["apply", "--auto-approve"], &both[..]].concat())
        .expect_code(0);
});

both_databases!(protected_and_required_entries_stay, |url| async {
    let repo = repository(
        url,
        "auto_approve: 9, protect: [policy/link], required: [site/hq]",
    );
    repo.write(
        "sites.yaml",
        "hq: { name: Headquarters }\nhall: { name: Hall }\n",
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    // Deleting the guard together with what it guards does not disarm it.
    write_root(&repo, url, "auto_approve: 9", "");
    repo.write(
        "policies.yaml",
        "link: { login: none, assign_user: never, ownership: [institution] }\n",
    );
    passes_by(&repo, "protect", 1);
    write_root(&repo, url, "auto_approve: 9, required: [site/hq]", "");
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    write_root(&repo, url, "auto_approve: 9", "");
    repo.write("sites.yaml", "hall: { name: Hall }\n");
    passes_by(&repo, "required", 1);
    let _ = repo.run(&["plan", "--detailed-exitcode"]).expect_code(0);
});

both_databases!(folders_have_rules_of_their_own, |url| async {
    let limits =
        "auto_approve: 9, paths: { 'invitations.d/berlin/**': { sites: [berlin], messages: 1 } }";
    let repo = repository(url, limits);
    repo.write(
        "sites.yaml",
        "berlin: { name: Berlin }\nbonn: { name: Bonn }\n",
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    let elsewhere = |site: &str, to: &str| {
        let entry = format!("b: {{ to: [{to}], policy: link, site: {site} }}\n");
        repo.write("invitations.d/berlin/x/b.yaml", &entry);
    };
    elsewhere("berlin", "c@example.com, d@example.com");
    passes_by(&repo, "messages:invitations.d/berlin/**", 2);
    elsewhere("bonn", "c@example.com, d@example.com");
    passes_by(&repo, "sites:invitations.d/berlin/**", 1);
});

both_databases!(devices_of_a_changed_policy_count, |url| async {
    let repo = repository(url, "auto_approve: 9, policy_devices: 0");
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    repo.write(
        "policies.yaml",
        "link: { login: none, assign_user: never, ownership: [institution] }\n",
    );
    // Nobody has enrolled: nothing is touched.
    let plan = repo.run(&["plan", "--format", "json"]).expect_code(0);
    let plan: serde_json::Value = serde_json::from_str(&plan.stdout).unwrap();
    let guards = plan["guards"].as_array().unwrap();
    let devices = guards.iter().find(|g| g["id"] == "policy_devices").unwrap();
    assert_eq!(
        (&devices["actual"], &devices["limit"]),
        (&0.into(), &0.into())
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
});

#[test]
fn no_limit_is_loosened_by_the_change_that_needs_it() {
    let strict = "auto_approve: 9, messages: 2, messages_percent: 50, new_domains: ack, \
                  allowed_domains: [example.com], paths: { 'invitations.d/**': { messages: 2 } }";
    let repo = repository(OWN, strict);
    let ack = ["apply", "--auto-approve", "--ack", "new_domains=1"];
    let _ = repo.run(&ack).expect_code(0);
    write_root(&repo, OWN, "auto_approve: 99, messages: 99", "");
    invite(
        &repo,
        "many",
        &["c@example.net", "d@example.net", "e@example.net"],
    );
    let refused = repo.run(&["apply", "--auto-approve"]).expect_code(4);
    for guard in [
        "messages=3",
        "messages_percent=150",
        "new_domains=1",
        "allowed_domains=3",
        "messages:invitations.d/**=3",
    ] {
        assert!(
            refused.stderr.contains(guard),
            "{guard}: {}",
            refused.stderr
        );
    }
    std::fs::remove_file(repo.path().join("invitations.d/many.yaml")).unwrap();
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    invite(
        &repo,
        "many",
        &["c@example.net", "d@example.net", "e@example.net"],
    );
    let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert_eq!(mailed(&repo).len(), 5);
}
