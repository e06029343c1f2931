//! `message: NAME`: messages of the organization's own, and what an edit of one does.

use super::{apply, mails, repository};
use crate::support::binary::Repo;

const STAFF: &str = "staff:\n  to: [{ email: ada@example.com, name: Ada Lovelace, language: es }, bea@example.com]\n  \
                     policy: link\n  message: classroom\n  expires: 2090-03-14 17:00\n";

const ENGLISH: &str = "---\n# A remark.\nsubject: Your school iPad by {{ expires | day }}\nbutton: Go\n---\n\
                       # Your iPad\n\nHello {{ person.first_name }}, please bring it to **{{ org.short }}**.\n";

const SPANISH: &str =
    "---\nsubject: Su iPad de la escuela\n---\n# Su iPad\n\nHola {{ person.first_name }}.\n";

fn written(url: &str) -> Repo {
    let repo = repository(url, STAFF);
    repo.write("messages/en/classroom.md", ENGLISH);
    repo.write("messages/es/classroom.md", SPANISH);
    repo
}

fn fingerprint(repo: &Repo) -> String {
    let plan = repo.run(&["plan", "--format", "json"]).expect_code(0);
    let plan: serde_json::Value = serde_json::from_str(&plan.stdout).unwrap();
    plan["fingerprint"].as_str().unwrap().to_owned()
}

both_databases!(
    people_get_the_message_that_their_invitation_names,
    |url| async {
        let repo = written(url);
        let plan = repo.run(&["plan"]).expect_code(0).stdout;
        let title = "message classroom (en, es): Your school iPad by Tue, March 14, 2090";
        assert!(plan.contains(title), "{plan}");
        apply(&repo);
        let sent = mails(&repo);
        assert_eq!(sent[0].subject, "Su iPad de la escuela");
        assert!(sent[0].text.contains("Hola Ada."), "{}", sent[0].text);
        assert_eq!(sent[1].subject, "Your school iPad by Tue, March 14, 2090");
        let text = &sent[1].text;
        assert!(
            text.contains("Hello, please bring it to Riverside.\n\nGo:\n\nhttp"),
            "{text}"
        );
        assert!(text.contains("Check that this is real"), "{text}");
        let again = repo.run(&["plan", "--detailed-exitcode"]).expect_code(0);
        assert!(
            again.stdout.starts_with("Nothing to do."),
            "{}",
            again.stdout
        );
        let exported = repo.run(&["export", "copy"]).expect_code(0).stdout;
        let copy = repo.read("copy/messages/es/classroom.md");
        assert!(
            copy.contains("subject: \"Su iPad de la escuela\"\n---\n# Su iPad\n"),
            "{copy}"
        );
        assert!(exported.contains("finds nothing to do"), "{exported}");
    }
);

both_databases!(
    an_edited_message_goes_to_whoever_has_none_yet,
    |url| async {
        let repo = written(url);
        let before = fingerprint(&repo);
        repo.write(
            "messages/es/classroom.md",
            &SPANISH.replace("Hola", "Buenos días"),
        );
        assert_ne!(
            fingerprint(&repo),
            before,
            "the text is part of what is agreed to"
        );
        repo.write("messages/es/classroom.md", SPANISH);
        assert_eq!(fingerprint(&repo), before);
        apply(&repo);
        repo.write(
            "messages/en/classroom.md",
            &ENGLISH.replace("Your iPad", "The new iPad"),
        );
        let plan = repo.run(&["plan"]).expect_code(0).stdout;
        assert!(
            plan.contains("the text of its message; nobody is told again"),
            "{plan}"
        );
        assert!(
            plan.contains("0 to send") || !plan.contains("to send"),
            "{plan}"
        );
        apply(&repo);
        assert_eq!(mails(&repo).len(), 2);
        repo.write(
            "invitations.d/a.yaml",
            &STAFF.replace("bea@example.com", "bea@example.com, cid@example.com"),
        );
        apply(&repo);
        let sent = mails(&repo);
        assert_eq!(sent.len(), 3);
        assert!(sent[2].to == "cid@example.com" && sent[2].text.starts_with("The new iPad\n"));
    }
);

#[test]
fn previews_show_own_messages_and_what_text_messages_cost() {
    let repo = written("sqlite://.enroll/enroll.db");
    let sms =
        "sms: \"{{ org.short }}: set up your iPad by {{ expires | short }}: {{ link }}\"\nbutton";
    repo.write("messages/en/classroom.md", &ENGLISH.replace("button", sms));
    let said = repo.run(&["preview", "shown"]).expect_code(0).stdout;
    assert!(said.contains("messages and pages: "), "{said}");
    let html = repo.read("shown/messages/es/classroom.html");
    assert!(html.contains("Hola Maya."), "{html}");
    assert!(html.contains("@media (prefers-color-scheme:dark)"));
    let dark = repo.read("shown/messages/es/classroom.dark.html");
    assert!(dark.contains("@media all{"), "{dark}");
    let own = repo.read("shown/messages/en/sms.txt");
    let said = "Riverside: set up your iPad by Fri 14 Mar, 5 PM: http://127.0.0.1:8600/e/7QK4M2XW9D3HB6TN8RVC\n";
    assert!(own.contains(said), "{own}");
    assert!(
        own.contains("invite: ") && own.contains(" units of GSM-7, 1 part\n"),
        "{own}"
    );
    let chinese = repo.read("shown/messages/zh-Hans/sms.txt");
    assert!(chinese.contains(" units of UCS-2, "), "{chinese}");
}
