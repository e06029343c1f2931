//! A server that follows a folder: what it makes true by itself, what it holds, and that nothing somebody does to files
//! takes away what is live.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::symlink;
use std::time::Duration;

use serde_json::Value;

use crate::support::binary::{Repo, Running};
use crate::support::port;
use crate::support::process::until;
use crate::support::smtp::{Mode, Smtp};

const PATIENCE: Duration = Duration::from_secs(90);

/// A repository of which one invitation is live, and a mail server.
struct Scene {
    repo: Repo,
    smtp: Smtp,
    database: String,
    port: u16,
}

impl Scene {
    fn new(database: &str) -> Self {
        let scene = Self {
            repo: Repo::new(),
            smtp: Smtp::start(Mode::Normal),
            database: database.to_owned(),
            port: port::free(),
        };
        scene.limits("auto_approve: 2");
        scene.repo.write("policies.yaml", "link: { login: none }\n");
        scene.invite("a", &["ada", "bea"]);
        let _ = scene.repo.run(&["apply", "--auto-approve"]).expect_code(0);
        assert_eq!(scene.mailed(), ["ada", "bea"]);
        scene
    }

    fn root(&self, limits: &str) -> String {
        let (database, port, smtp) = (&self.database, self.port, self.smtp.url());
        format!(
            "version: 1\norganization: {{ name: Riverside }}\n\
             portal: {{ url: 'http://127.0.0.1:{port}', listen: '127.0.0.1:{port}' }}\n\
             mdm: {{ url: 'https://mdm.riverside.example' }}\n\
             database: {database}\nmail: {{ smtp: '{smtp}' }}\nlimits: {{ {limits} }}\n"
        )
    }

    fn limits(&self, limits: &str) {
        self.repo.write("enroll.yaml", &self.root(limits));
    }

    /// Written beside and renamed, as editors do.
    fn invite(&self, id: &str, people: &[&str]) {
        let to: Vec<_> = people
            .iter()
            .map(|p| format!("{p}@riverside.example"))
            .collect();
        let text = format!("{id}: {{ policy: link, to: [{}] }}\n", to.join(", "));
        let beside = format!("invitations.d/.{id}.swp");
        self.repo.write(&beside, &text);
        let folder = self.repo.path();
        fs::rename(
            folder.join(beside),
            folder.join(format!("invitations.d/{id}.yaml")),
        )
        .unwrap();
    }

    fn serve(&self, arguments: &[&str]) -> Running {
        let all: Vec<_> = ["serve"].iter().chain(arguments).copied().collect();
        let mut server = self.repo.spawn(&all);
        server.wait_for("listening");
        server
    }

    fn status(&self) -> Value {
        let status = self
            .repo
            .run(&["status", "--format", "json"])
            .expect_code(0);
        serde_json::from_str(&status.stdout).unwrap()
    }

    /// Waits until the folder stands so, and answers what is said of it.
    #[track_caller]
    fn until(&self, server: &Running, condition: &str) -> Value {
        let seen = until(PATIENCE, || {
            let watch = self.watched();
            (watch["condition"] == condition).then_some(watch)
        });
        seen.unwrap_or_else(|| panic!("no {condition}: {}\n{}", self.watched(), server.stderr()))
    }

    fn watched(&self) -> Value {
        let elsewhere = Repo::new();
        elsewhere.write("enroll.yaml", &self.root(""));
        let status = elsewhere
            .run(&["status", "--format", "json"])
            .expect_code(0);
        let mut status: Value = serde_json::from_str(&status.stdout).unwrap();
        status["watch"].take()
    }

    fn ready(&self) -> String {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let request = "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
        connection.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Who got mail, sorted.
    fn mailed(&self) -> Vec<String> {
        let mails = self.smtp.messages();
        let mut to: Vec<_> = mails
            .iter()
            .map(|mail| mail.rcpt.concat().replace("@riverside.example", ""))
            .collect();
        to.sort();
        to
    }

    #[track_caller]
    fn until_mailed(&self, server: &Running, people: &[&str]) {
        let all = until(PATIENCE, || (self.mailed() == people).then_some(()));
        assert!(all.is_some(), "{:?}\n{}", self.mailed(), server.stderr());
    }
}

both_databases!(
    a_good_edit_is_applied_and_a_broken_one_is_shown_until_mended,
    |url| async {
        let scene = Scene::new(url);
        let server = scene.serve(&["--watch", ".", "--auto", "all"]);
        scene.until(&server, "InStep");
        scene.invite("b", &["cem"]);
        scene.until_mailed(&server, &["ada", "bea", "cem"]);

        scene.repo.write(
            "invitations.d/b.yaml",
            "b: { polcy: link, to: [cem@riverside.example",
        );
        let invalid = scene.until(&server, "ConfigInvalid");
        let text = invalid["text"].as_str().unwrap();
        assert!(text.contains(" at invitations.d/b.yaml:1:"), "{text}");
        let code = text
            .split([' ', ':'])
            .find(|word| word.starts_with('E'))
            .unwrap();
        assert_eq!(invalid["command"], "enroll validate");
        let ready = scene.ready();
        assert!(
            ready.starts_with("HTTP/1.1 200"),
            "what is live is served: {ready}"
        );
        assert!(ready.ends_with(&format!("ready\n{text}\n")), "{ready}");
        let status = scene.repo.run(&["status"]).expect_code(0);
        assert!(status.stdout.contains(text), "{}", status.stdout);
        scene.invite("b", &["cem"]);
        scene.until(&server, "InStep");
        let events = ["get", "events", "--format", "json"];
        let events = scene.repo.run(&events).expect_code(0).stdout;
        assert!(
            events.contains("config_invalid") && events.contains(code),
            "{events}"
        );

        assert!(
            scene.ready().ends_with("\r\n\r\nready\n"),
            "{}",
            scene.ready()
        );
        let recipients = scene.status()["recipients"].clone();
        let stand: Vec<_> = recipients
            .as_array()
            .unwrap()
            .iter()
            .map(|r| &r["progress"])
            .collect();
        assert_eq!(
            stand,
            ["sent", "sent", "sent"],
            "nothing of it was taken away"
        );

        let said = server.stop().expect_code(0).stderr;
        assert!(said.contains("ConfigInvalid"), "{said}");
        assert_eq!(scene.watched(), Value::Null, "nobody follows it any more");
        assert_eq!(scene.mailed(), ["ada", "bea", "cem"]);
    }
);

both_databases!(
    a_raise_of_limits_does_not_cover_what_comes_with_it,
    |url| async {
        let scene = Scene::new(url);
        let server = scene.serve(&["--watch", ".", "--auto", "all"]);
        scene.until(&server, "InStep");
        // The raise alone is no change; it must not have become true when the invitations arrive after it.
        scene.limits("auto_approve: 50");
        scene.invite("b", &["cem"]);
        scene.until_mailed(&server, &["ada", "bea", "cem"]);
        scene.until(&server, "InStep");
        scene.invite("c", &["dan", "eva", "fay"]);
        let held = scene.until(&server, "Held");
        let text = held["text"].as_str().unwrap();
        assert!(
            text.contains("3 messages are above limits.auto_approve, 2"),
            "{text}"
        );
        let fingerprint = held["fingerprint"].as_str().unwrap();
        let command = format!("enroll apply --approve {fingerprint}");
        assert_eq!(held["command"], command);
        let shown = scene.repo.run(&["status"]).expect_code(0).stdout;
        assert!(shown.contains(&command), "{shown}");
        let plan = scene.repo.run(&["plan"]).expect_code(0).stdout;
        assert!(plan.contains(fingerprint), "{plan}");
        assert_eq!(scene.mailed(), ["ada", "bea", "cem"]);

        let approve = ["apply", "--approve", fingerprint, "--no-send"];
        let _ = scene.repo.run(&approve).expect_code(0);
        scene.until_mailed(&server, &["ada", "bea", "cem", "dan", "eva", "fay"]);
        // Somebody has agreed to the raise by now.
        scene.invite("d", &["gus", "hal", "ida"]);
        scene.until_mailed(
            &server,
            &[
                "ada", "bea", "cem", "dan", "eva", "fay", "gus", "hal", "ida",
            ],
        );
        let _ = server.stop().expect_code(0);
    }
);

both_databases!(
    only_endings_are_carried_out_by_revoke_and_nothing_by_none,
    |url| async {
        let scene = Scene::new(url);
        let server = scene.serve(&["--watch", ".", "--auto", "none"]);
        scene.invite("a", &["ada", "cem"]);
        let held = scene.until(&server, "Held");
        let text = held["text"].as_str().unwrap();
        assert!(
            text.contains("1 messages") && text.contains("--auto none"),
            "{text}"
        );
        let standing = |scene: &Scene| {
            let status = scene.status();
            let all = status["recipients"].as_array().unwrap();
            let mut all: Vec<_> = all
                .iter()
                .map(|r| r["progress"].as_str().unwrap().to_owned())
                .collect();
            all.sort();
            all
        };
        assert_eq!(standing(&scene), ["sent", "sent"]);
        let _ = server.stop().expect_code(0);

        let server = scene.serve(&["--watch", "."]);
        let ended = until(PATIENCE, || {
            (standing(&scene) == ["revoked", "sent"]).then_some(())
        });
        assert!(ended.is_some(), "{}", server.stderr());
        let held = until(PATIENCE, || {
            let watch = scene.watched();
            watch["text"]
                .as_str()?
                .contains("1 changes, 1 messages")
                .then_some(())
        });
        assert!(held.is_some(), "{}", scene.watched());
        assert_eq!(scene.mailed(), ["ada", "bea"]);

        // An empty folder is refused whole, though it does nothing but end links.
        fs::remove_file(scene.repo.path().join("invitations.d/a.yaml")).unwrap();
        let refused = until(PATIENCE, || {
            let watch = scene.watched();
            watch["text"]
                .as_str()?
                .contains("empty_invitation")
                .then_some(watch)
        });
        let refused = refused.unwrap_or_else(|| panic!("{}", scene.watched()));
        let command = refused["command"].as_str().unwrap();
        assert!(command.contains(" --ack empty_invitation=1"), "{command}");
        assert_eq!(standing(&scene), ["revoked", "sent"]);
        let _ = server.stop().expect_code(0);
        assert_eq!(scene.mailed(), ["ada", "bea"]);
    }
);

both_databases!(
    a_folder_that_is_swapped_or_checked_out_is_followed,
    |url| async {
        let scene = Scene::new(url);
        let (repo, folder) = (&scene.repo, scene.repo.path());
        let copy = |to: &str| {
            for name in ["enroll.yaml", "policies.yaml", "invitations.d/a.yaml"] {
                repo.write(&format!("{to}/{name}"), &repo.read(name));
            }
        };
        copy("v1");
        copy("v2");
        repo.write("v2/policies.yaml", "link: { login: nobody }\n");
        let swap = |to: &str| {
            symlink(to, folder.join("next")).unwrap();
            fs::rename(folder.join("next"), folder.join("current")).unwrap();
        };
        swap("v1");
        let server = scene.serve(&["--watch", "current"]);
        scene.until(&server, "InStep");
        swap("v2");
        let text = scene.until(&server, "ConfigInvalid")["text"].clone();
        assert!(
            text.as_str().unwrap().contains(" at policies.yaml:1:"),
            "{text}"
        );
        swap("v1");
        scene.until(&server, "InStep");

        // The folder goes, and comes back under its name.
        fs::rename(folder.join("v1"), folder.join("away")).unwrap();
        scene.until(&server, "Failing");
        fs::rename(folder.join("away"), folder.join("v1")).unwrap();
        scene.until(&server, "InStep");

        // Files replaced by git.
        repo.write("v1/.gitignore", ".enroll\n");
        repo.git(&["-C", "v1", "init", "-q", "-b", "main"]);
        repo.git(&["-C", "v1", "add", "."]);
        repo.git(&["-C", "v1", "commit", "-qm", "One"]);
        repo.git(&["-C", "v1", "checkout", "-qb", "broken"]);
        repo.write("v1/sites.d/x.yaml", "x: { nme: X }\n");
        repo.git(&["-C", "v1", "add", "."]);
        repo.git(&["-C", "v1", "commit", "-qm", "Two"]);
        scene.until(&server, "ConfigInvalid");
        repo.git(&["-C", "v1", "checkout", "-q", "main"]);
        scene.until(&server, "InStep");
        let _ = server.stop().expect_code(0);
        assert_eq!(scene.mailed(), ["ada", "bea"]);
    }
);
