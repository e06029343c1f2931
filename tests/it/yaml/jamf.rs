//! Invitations of Jamf Pro, brought over: valid, nobody written to, and once applied nothing left to do.

use crate::apply::mailed;
use crate::support::binary::Repo;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<mobile_device_invitations>\n  <size>2</size>\n\
    <mobile_device_invitation>\n    <id>1</id>\n    <invitation>3080099</invitation>\n\
    <invitation_type>USER_INITIATED_EMAIL</invitation_type>\n    <expiration_date>2090-01-31 16:59:59.2</expiration_date>\n\
    <multiple_uses_allowed>false</multiple_uses_allowed>\n    <times_used>0</times_used>\n    <login_required>false</login_required>\n\
    <enroll_into_site><id>2</id><name>East</name></enroll_into_site>\n    <sent_to>ada@example.com</sent_to>\n\
    <subject>Enroll your iPad</subject>\n  </mobile_device_invitation>\n  <mobile_device_invitation>\n    <id>2</id>\n\
    <invitation_type>USER_INITIATED_URL</invitation_type>\n    <expiration_date>Unlimited</expiration_date>\n\
    <multiple_uses_allowed>false</multiple_uses_allowed>\n    <times_used>1</times_used>\n    <login_required>false</login_required>\n\
    <enroll_into_site><id>3</id><name>New Site</name></enroll_into_site>\n  </mobile_device_invitation>\n</mobile_device_invitations>\n";

fn repository(url: &str) -> Repo {
    let repo = Repo::new();
    repo.write(
        "enroll.yaml",
        &format!("version: 1\norganization: {{ name: O }}\nportal: {{ url: http://127.0.0.1:8600 }}\ndatabase: {url}\nlimits: {{ auto_approve: 9 }}\n"),
    );
    repo.write("sites.yaml", "east-wing: { name: East }\n");
    repo.write("export.xml", XML);
    repo
}

const IMPORT: [&str; 5] = [
    "import",
    "jamf",
    "--time-zone",
    "America/New_York",
    "export.xml",
];

both_databases!(
    an_import_is_valid_writes_to_nobody_and_is_done_after_one_apply,
    |url| async {
        let repo = repository(url);
        let said = repo.run(&IMPORT).expect_code(0);
        assert!(
            said.stdout.contains("2 invitations brought over"),
            "{said:?}"
        );
        assert!(said.stdout.contains("and sends 0 messages"), "{said:?}");
        assert!(
            said.stderr.contains("jamf-1") && said.stderr.contains("subject"),
            "{said:?}"
        );
        assert!(
            !said.stdout.contains('@') && !said.stderr.contains('@'),
            "{said:?}"
        );
        let text = repo.read("invitations.d/jamf.yaml");
        assert!(
            text.contains("site: east-wing") && text.contains("site: new-site"),
            "{text}"
        );
        assert!(text.contains("2090-01-31T17:00:00-05:00"), "{text}");
        let _ = repo.run(&["validate"]).expect_code(0);
        let _ = repo.run(&["fmt", "--check"]).expect_code(0);
        let _ = repo.run(&["apply", "--auto-approve"]).expect_code(0);
        assert_eq!(mailed(&repo), Vec::<String>::new());
        let again = repo.run(&IMPORT).expect_code(0);
        assert!(
            again.stdout.contains("A plan finds nothing to do.") && !again.stdout.contains("wrote"),
            "{again:?}"
        );
        assert_eq!(repo.read("invitations.d/jamf.yaml"), text);
    }
);

#[test]
fn people_are_written_to_only_where_that_is_asked_for() {
    let repo = repository("sqlite://.enroll/enroll.db");
    let said = repo
        .run(&[&IMPORT[..], &["--send"]].concat())
        .expect_code(0);
    assert!(said.stdout.contains("and sends 1 message"), "{said:?}");
}

#[test]
fn a_broken_export_and_files_of_others_stop_it() {
    let repo = repository("sqlite://.enroll/enroll.db");
    repo.write("broken.xml", "<mobile_device_invitation>\n<id>1</name>\n");
    let said = repo.run(&["import", "jamf", "broken.xml"]).expect_code(7);
    assert!(
        said.stderr.contains("broken.xml:2: ") && said.stderr.contains("export again"),
        "{said:?}"
    );
    let said = repo.run(&["import", "jamf", "--time-zone", "Mars/Base", "export.xml"]);
    let _ = said.expect_code(64);
    repo.write("invitations.d/jamf.yaml", "# mine\n");
    let said = repo.run(&IMPORT).expect_code(4);
    assert!(
        said.stderr
            .contains("invitations.d/jamf.yaml exists already"),
        "{said:?}"
    );
    assert_eq!(repo.read("invitations.d/jamf.yaml"), "# mine\n");
}
