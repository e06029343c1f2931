//! Messages beside the invitation: who gets which, when, and what it says.

mod notify;
mod own;
mod preview;
mod remind;

use std::fs;

use mail_parser::MessageParser;

use crate::support::binary::Repo;

/// A mail as it was captured.
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub id: String,
    /// Message-ID of the mail it belongs to.
    pub answers: Option<String>,
    pub text: String,
}

impl Mail {
    /// The link in it.
    pub fn link(&self) -> &str {
        let found = self.text.lines().find(|line| line.contains("/e/"));
        found.unwrap_or_else(|| panic!("no link in {}", self.text))
    }
}

/// Captured mail, by recipient and the time it was written.
pub fn mails(repo: &Repo) -> Vec<Mail> {
    let Ok(folder) = fs::read_dir(repo.path().join(".enroll/outbox")) else {
        return Vec::new();
    };
    let mut all: Vec<Mail> = folder
        .map(|file| file.unwrap().path())
        // One that is being written has another name.
        .filter(|path| path.extension().is_some_and(|end| end == "eml"))
        .map(|path| {
            let bytes = fs::read(path).unwrap();
            let mail = MessageParser::default().parse(&bytes).unwrap();
            let to = mail.to().unwrap().first().unwrap();
            let header = |name: &str| mail.header_raw(name).map(|raw| raw.trim().to_owned());
            Mail {
                to: to.address().unwrap().to_owned(),
                subject: mail.subject().unwrap().to_owned(),
                id: header("Message-ID").unwrap(),
                answers: header("In-Reply-To")
                    .filter(|id| Some(id.clone()) == header("References")),
                text: mail.body_text(0).unwrap().replace("\r\n", "\n"),
            }
        })
        .collect();
    // Ids begin with the time.
    all.sort_by(|a, b| (&a.to, &a.id).cmp(&(&b.to, &b.id)));
    all
}

/// A repository of one policy and this invitation.
pub fn repository(url: &str, invitation: &str) -> Repo {
    let repo = Repo::new();
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\norganization: {{ name: Riverside, time_zone: America/New_York }}\n\
             portal: {{ url: http://127.0.0.1:8600 }}\ndatabase: {url}\nlimits: {{ auto_approve: 20 }}\n"
        ),
    );
    repo.write("policies.yaml", "link: { login: none }\n");
    repo.write(
        "sites.yaml",
        "high: { name: High School }\nmiddle: { name: Middle School }\n",
    );
    repo.write("invitations.d/a.yaml", invitation);
    repo
}

pub fn apply(repo: &Repo) -> String {
    repo.run(&["apply", "--auto-approve"]).expect_code(0).stdout
}
