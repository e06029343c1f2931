//! `enroll preview`: what people will see, as files, before anything is sent.

use super::repository;

#[test]
fn every_message_and_page_is_written_and_nothing_else_happens() {
    let repo = repository(
        "sqlite://.enroll/enroll.db",
        "staff: { to: [ada@example.com], policy: link }\n",
    );
    let said = repo.run(&["preview", "shown"]).expect_code(0).stdout;
    assert!(said.contains("messages and pages: "), "{said}");
    let index = repo.read("shown/index.html");
    let links: Vec<&str> = index
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(links.len() > 100, "{}", links.len());
    for link in links {
        assert!(!repo.read(&format!("shown/{link}")).is_empty(), "{link}");
    }
    let text = repo.read("shown/messages/de/reminder.txt");
    assert!(text.contains("http://127.0.0.1:8600/e/"), "{text}");
    assert!(
        repo.read("shown/messages/ar/invite.eml")
            .contains("Content-Language: ar")
    );
    assert!(
        repo.read("shown/pages/en/invitation.html")
            .contains("Riverside")
    );
    assert!(!repo.path().join(".enroll").exists());
}
