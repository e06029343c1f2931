//! What Jamf Pro's user-initiated enrollment does, row by row, and what the contract promises beside it: each
//! through the real binary, the real pages and a device that speaks the real protocol.

use std::fs;

use serde_json::Value;

use crate::enrolled::{enroll, masked, person, persona};
use crate::portal::school::{School, TESS};
use crate::support::binary::Repo;
use crate::support::smtp::{self, Access, Mode, Smtp};
use crate::support::{certificate, slapd};

/// The rows of `get`.
fn rows(repo: &Repo, what: &[&str]) -> Vec<Value> {
    let all = [&["get"], what, &["--format", "json"]].concat();
    let told = repo.run(&all).expect_code(0);
    serde_json::from_str(&told.stdout).unwrap()
}

// | enrollment URL, given to users by any means, with a site | open enrollment: /enroll, /enroll?site=ID |

both_databases!(
    an_enrollment_url_is_given_by_any_means_with_a_site,
    |url| async {
        let school = School::open(url);
        let (plain, high) = (person("rui.costa", 1), person("maya.chen", 2));
        enroll(&school, "/enroll", &plain).await.unwrap();
        enroll(&school, "/enroll?site=high", &high).await.unwrap();
        let devices = rows(&school.repo, &["devices"]);
        assert_eq!(devices.len(), 2);
        assert!(
            devices.iter().all(|d| d["invitation"].is_null()),
            "{devices:?}"
        );
        let at_high = rows(&school.repo, &["devices", "--site", "high"]);
        assert_eq!(at_high.len(), 1);
        assert_eq!(at_high[0]["serial"], masked(&high));
    }
);

both_databases!(a_poster_is_a_qr_code_of_a_link, |url| async {
    let school = School::without_root(url);
    let _ = school
        .repo
        .run(&["link", "poster", "--qr", "poster.svg"])
        .expect_code(0);
    assert!(school.repo.read("poster.svg").contains("<svg "));
    let link = school.link("poster").replace("/e/", "/E/");
    let page = school.visitor().open(&link).await;
    assert_eq!(
        page.heading(),
        "Set up your iPhone",
        "as the code spells it"
    );
});

// | invitation by email or SMS to one or many | invitations.d/, `send: email / none` |

both_databases!(an_invitation_goes_by_email_to_one_or_many, |url| async {
    let smtp = Smtp::start(Mode::Normal);
    let repo = Repo::new();
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\norganization: {{ name: Riverside }}\n\
             portal: {{ url: http://127.0.0.1:8600 }}\ndatabase: {url}\n\
             mail: {{ smtp: '{}' }}\nlimits: {{ auto_approve: 9 }}\n",
            smtp.url()
        ),
    );
    repo.write("policies.yaml", "link: { login: none }\n");
    repo.write(
        "invitations.d/a.yaml",
        "one: { to: [ada@riverside.example], policy: link }\n\
         many: { to: [bea@riverside.example, cid@riverside.example], policy: link }\n\
         room: { send: none, policy: link }\n",
    );
    let sent = repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert!(sent.stdout.contains("3 sent"), "{}", sent.stdout);
    let mails = smtp.messages();
    let mut to: Vec<_> = mails.iter().map(|m| m.rcpt.join(",")).collect();
    to.sort();
    let people = [
        "ada@riverside.example",
        "bea@riverside.example",
        "cid@riverside.example",
    ];
    assert_eq!(to, people);
    let mut links: Vec<String> = mails.iter().map(|m| link_in(&m.text())).collect();
    links.sort();
    links.dedup();
    assert_eq!(links.len(), 3, "a link of their own each");
    let shown = repo.run(&["link", "room", "--pii", "full"]).expect_code(0);
    assert!(shown.stdout.contains("/e/"), "{}", shown.stdout);
});

fn link_in(text: &str) -> String {
    let at = text
        .find("/e/")
        .unwrap_or_else(|| panic!("no link in {text}"));
    text[at..].split_whitespace().next().unwrap().to_owned()
}

// | expiry, require login, multiple uses, add to site, status |

both_databases!(a_link_ends_when_it_expires, |url| async {
    let school = School::without_root(url);
    let (visitor, link) = (school.visitor(), school.link("single"));
    let page = visitor.open(&link).await;
    school
        .sql("UPDATE recipient SET expires_at = 1741986000000000 WHERE invitation = 'single'")
        .await;
    let refused = visitor.post(&page, "/enroll/start", &[]).await;
    assert_eq!(refused.status, 410, "Start is refused");
    assert_eq!(refused.heading(), "This invitation has expired");
    let status = school.repo.run(&["status", "single"]).expect_code(0);
    assert!(status.stdout.contains("expired"), "{}", status.stdout);
});

both_databases!(a_login_is_required_where_the_policy_says_so, |url| async {
    let school = School::open(url);
    let link = school.link("teachers");
    let login = school.visitor().start(&link).await;
    login.expect(200, "/enroll/login", "Log in");
    let pupil = enroll(&school, &link, &person("sam.park", 1)).await;
    assert!(pupil.is_err(), "not in the group of the policy");
    enroll(&school, &link, &person("maya.chen", 2))
        .await
        .unwrap();
    let other = school.link("maya");
    let stranger = enroll(&school, &other, &person("rui.costa", 3)).await;
    assert!(stranger.is_err(), "not the invited person");
    assert_eq!(rows(&school.repo, &["devices"]).len(), 1);
});

both_databases!(
    a_link_of_several_uses_enrolls_as_many_devices_into_its_site,
    |url| async {
        let school = School::open(url);
        let link = school.link("poster");
        for n in 1..=2 {
            enroll(&school, &link, &person("maya.chen", n))
                .await
                .unwrap();
        }
        let third = enroll(&school, &link, &person("maya.chen", 3)).await;
        assert!(third.is_err(), "two uses are two devices");
        let page = school.visitor().open(&link).await;
        assert_eq!(page.heading(), "This invitation is already used");
        let devices = rows(&school.repo, &["devices", "--invitation", "poster"]);
        assert_eq!(devices.len(), 2);
        assert!(devices.iter().all(|d| d["site"] == "high"), "{devices:?}");
        let poster = &rows(&school.repo, &["recipients", "--invitation", "poster"])[0];
        assert_eq!(
            (&poster["used"], &poster["progress"]),
            (&2.into(), &"used_up".into())
        );
    }
);

// | invitations never for personally owned devices | refused at `validate`; open enrollment |

both_databases!(invitations_are_never_for_personal_devices, |url| async {
    let school = School::open(url);
    let mut own = person("maya.chen", 1);
    own.ownership = "personal".to_owned();
    enroll(&school, "/enroll", &own).await.unwrap();
    let device = &rows(&school.repo, &["devices"])[0];
    assert_eq!(device["ownership"], "personal");
    assert_eq!(device["site"], "district", "the site of that row");
    assert!(device["invitation"].is_null());

    let wish = "mine: { to: [ada@example.com], ownership: personal }\n";
    school.repo.write("invitations.d/mine.yaml", wish);
    for verb in [&["validate"][..], &["plan"], &["apply", "--auto-approve"]] {
        let refused = school.repo.run(verb).expect_code(7);
        assert!(refused.stderr.contains("E021"), "{}", refused.stderr);
        assert!(
            refused.stderr.contains("open_enrollment: personal"),
            "{}",
            refused.stderr
        );
    }
});

// | log in by LDAP account; user and location data stored with the device |

both_databases!(a_directory_login_stores_user_and_location, |url| async {
    let school = School::open(url);
    let link = school.link("maya");
    enroll(&school, &link, &person("maya.chen", 1))
        .await
        .unwrap();
    let full = rows(&school.repo, &["devices", "--pii", "full"]);
    assert_eq!(full[0]["person"], "maya.chen");
    assert_eq!(full[0]["department"], "Science");
    let stored = school.text("SELECT person FROM device").await;
    let person: Value = serde_json::from_str(&stored).unwrap();
    for (fact, value) in [
        ("name", "Maya Chen"),
        ("title", "Teacher"),
        ("department", "Science"),
        ("building", "Main Building"),
        ("room", "204"),
    ] {
        assert_eq!(person[fact], value, "{person:#}");
    }
    assert_eq!(person["emails"][0], "maya.chen@riverside.example");
    assert_eq!(person["phones"][0], "+12015550101");
});

// | log in by local account, then assign an LDAP user to the device |

both_databases!(a_local_account_assigns_a_directory_user, |url| async {
    let school = School::open(url);
    let link = school.link("technician");
    let mut tess = persona("tess", TESS, 1);
    tess.assign = Some("rui.costa".to_owned());
    let journey = enroll(&school, &link, &tess).await.unwrap();
    let asked = journey.steps.iter().any(|step| step.contains("Who"));
    assert!(asked, "{:?}", journey.steps);
    let device = &rows(&school.repo, &["devices", "--pii", "full"])[0];
    assert_eq!(device["person"], "rui.costa");
    assert_eq!(device["department"], "Languages");
    assert_eq!(device["site"], "district");
});

// | SMTP server; LDAP server | `mail`, `directory`, checked by `enroll doctor` |

#[test]
fn mail_and_directory_servers_are_tried_by_the_doctor() {
    let smtp = Smtp::start_with(Mode::Normal, Access::ImplicitTls);
    let mut repo = Repo::new();
    repo.env("SMTP_PASSWORD", smtp::PASSWORD)
        .env("LDAP_PASSWORD", slapd::SERVICE_PASSWORD);
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\norganization: {{ name: Riverside }}\nportal: {{ url: http://127.0.0.1:8600 }}\n\
             mail: {{ smtp: '{}?ca={}', password: {{ env: SMTP_PASSWORD }} }}\n\
             directory: {{ main: {{ url: {}, bind: '{}', password: {{ env: LDAP_PASSWORD }}, people: '{}' }} }}\n",
            smtp.url(),
            certificate::ca().display(),
            slapd::shared().url(),
            slapd::SERVICE,
            slapd::PEOPLE,
        ),
    );
    let well = repo
        .run(&["doctor", "--person", "maya.chen"])
        .expect_code(0);
    for line in ["✓ mail", "✓ directory"] {
        assert!(well.stdout.contains(line), "{}", well.stdout);
    }
    assert!(smtp.messages().is_empty());
    repo.env("SMTP_PASSWORD", "guess")
        .env("LDAP_PASSWORD", "guess");
    let wrong = repo.run(&["doctor"]).expect_code(1);
    for line in ["✗ mail", "✗ directory"] {
        assert!(wrong.stdout.contains(line), "{}", wrong.stdout);
    }
}

// | iOS 10.3+: an untrusted root must be trusted by hand first | the portal's certificate and trust steps |

both_databases!(a_private_root_is_trusted_by_hand_first, |url| async {
    let school = School::open(url);
    let link = school.link("single");
    let journey = enroll(&school, &link, &person("maya.chen", 1))
        .await
        .unwrap();
    let steps = journey.steps.join("\n");
    for step in [
        "Install the Riverside certificate",
        "Turn on trust for the certificate",
        "Install the management profile",
    ] {
        assert!(steps.contains(step), "{step:?} is missing in\n{steps}");
    }
});

both_databases!(
    with_a_public_certificate_the_steps_are_left_out,
    |url| async {
        let school = School::without_root(url);
        let page = school.visitor().start(&school.link("single")).await;
        page.expect(200, "/enroll/profile", "Install the management profile");
    }
);

// | sent immediately; list of invitations with status | `apply` sends; `enroll status`, reports |

both_databases!(
    messages_leave_with_apply_and_invitations_are_listed_with_their_status,
    |url| async {
        let school = School::without_root(url);
        let outbox = fs::read_dir(school.repo.path().join(".enroll/outbox")).unwrap();
        assert_eq!(outbox.count(), 7, "sent before apply ended");
        let page = school.visitor().open(&school.link("single")).await;
        assert_eq!(page.status, 200);
        let status = school.repo.run(&["status"]).expect_code(0).stdout;
        let line = |id: &str| status.lines().find(|l| l.trim().starts_with(id)).unwrap();
        for (id, far) in [
            ("single", "1 opened"),
            ("maya", "1 sent"),
            ("poster", "1 ready"),
        ] {
            assert!(line(id).contains(far), "{id}: {status}");
        }
        let _ = school.repo.run(&["report", "r"]).expect_code(0);
        assert!(school.repo.read("r/report.md").contains("| single |"));
    }
);

// | the devices enrolled with one invitation | `enroll get devices --invitation ID`, report |

both_databases!(the_devices_of_one_invitation_are_listed, |url| async {
    let school = School::open(url);
    let (one, two) = (person("maya.chen", 1), person("rui.costa", 2));
    enroll(&school, &school.link("maya"), &one).await.unwrap();
    enroll(&school, &school.link("teachers"), &two)
        .await
        .unwrap();
    for (invitation, device) in [("maya", &one), ("teachers", &two)] {
        let listed = rows(&school.repo, &["devices", "--invitation", invitation]);
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0]["serial"], masked(device));
    }
    let _ = school.repo.run(&["report", "r"]).expect_code(0);
    let report = school.repo.read("r/report.md");
    for device in [&one, &two] {
        assert!(report.contains(&masked(device)), "{report}");
    }
});

// Beside the table.

both_databases!(a_new_database_in_ci_is_acknowledged_by_name, |url| async {
    let mut repo = Repo::new();
    repo.env("CI", "1");
    repo.write(
        "enroll.yaml",
        &format!(
            "version: 1\norganization: {{ name: Riverside }}\nportal: {{ url: http://127.0.0.1:8600 }}\n\
             database: {url}\nlimits: {{ auto_approve: 9 }}\n"
        ),
    );
    repo.write("policies.yaml", "link: { login: none }\n");
    repo.write(
        "invitations.d/a.yaml",
        "a: { to: [ada@example.com], policy: link }\n",
    );
    let plan = repo.run(&["plan"]).expect_code(0).stdout;
    let first = plan.lines().next().unwrap();
    assert!(
        first.contains("database") && first.contains("new_database=1"),
        "{plan}"
    );
    let refused = repo.run(&["apply", "--auto-approve"]).expect_code(4);
    assert!(
        refused.stderr.contains("new_database"),
        "{}",
        refused.stderr
    );
    assert!(!repo.path().join(".enroll/outbox").exists());
    let _ = repo
        .run(&["apply", "--auto-approve", "--ack", "new_database=1"])
        .expect_code(0);
    assert_eq!(rows(&repo, &["messages"]).len(), 1);
});
