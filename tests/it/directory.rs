//! The directory client against a real server: who gets in, who does not, and what never leaves the machine.

mod direct;
mod memberships;
mod servers;

use std::time::Duration;

use enroll::base::secret::Secret;
use enroll::directory::{Directory, Error};
use enroll::model::settings;
use enroll::ops::clock;

use crate::support::{certificate, port, slapd, slapd::Slapd};

pub fn settings(url: &str) -> settings::Directory {
    settings::Directory {
        urls: vec![url.parse().unwrap()],
        bind_as: None,
        bind: Some(slapd::SERVICE.to_owned()),
        password: None,
        people: slapd::PEOPLE.to_owned(),
        groups: Some(slapd::GROUPS.to_owned()),
        ca: None,
        attributes: settings::Attributes {
            username: "uid".into(),
            name: "cn".into(),
            email: "mail".into(),
            phone: "mobile".into(),
            title: "title".into(),
            department: "ou".into(),
            building: Some("physicalDeliveryOfficeName".into()),
            room: Some("roomNumber".into()),
            language: "preferredLanguage".into(),
        },
    }
}

pub fn service() -> Option<Secret<String>> {
    Some(Secret::new(slapd::SERVICE_PASSWORD.to_owned()))
}

pub fn at(url: &str) -> Directory {
    Directory::new(&settings(url), service(), None).unwrap()
}

fn protected(url: &str) -> Directory {
    let root = std::fs::read(certificate::ca()).unwrap();
    Directory::new(&settings(url), service(), Some(&root)).unwrap()
}

pub fn password(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

#[tokio::test]
async fn a_person_logs_in_and_brings_attributes_and_groups() {
    let directory = at(&slapd::shared().url());
    let maya = directory
        .log_in("Maya.Chen", &password("maya.chen-pass"))
        .await
        .unwrap();
    assert_eq!(maya.username, "maya.chen", "in the directory's spelling");
    assert_eq!(maya.name.as_deref(), Some("Maya Chen"));
    assert_eq!(
        maya.emails,
        ["maya.chen@riverside.example", "m.chen@riverside.example"]
    );
    assert_eq!(maya.phones, ["+12015550101"]);
    assert_eq!(maya.building.as_deref(), Some("Main Building"));
    assert_eq!(maya.room.as_deref(), Some("204"));
    assert_eq!(maya.groups, ["everyone", "staff", "staff-mobile"]);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_told_apart_only_here() {
    let directory = at(&slapd::shared().url());
    let wrong = directory.log_in("maya.chen", &password("nope")).await;
    assert!(matches!(wrong, Err(Error::BadCredentials)), "{wrong:?}");
    let unknown = directory.log_in("nobody", &password("nope")).await;
    assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
}

#[tokio::test]
async fn a_password_that_is_none_never_reaches_the_server() {
    let server = Slapd::start();
    let before = server.asked().len();
    let directory = at(&server.url());
    for none in ["", " ", "\t \n", "\0", "pass\0word"] {
        let answer = directory.log_in("maya.chen", &password(none)).await;
        assert!(matches!(answer, Err(Error::BadCredentials)), "{none:?}");
    }
    assert_eq!(server.asked().len(), before, "not one packet");
    directory
        .log_in("maya.chen", &password("maya.chen-pass"))
        .await
        .unwrap();
    assert!(server.asked().len() > before);
}

#[tokio::test]
async fn a_name_is_a_name_and_never_part_of_a_filter() {
    let directory = at(&slapd::shared().url());
    for name in [
        "*",
        "maya*",
        ")(uid=*",
        "*)(objectClass=*",
        "\\2a",
        "maya.chen\0",
        "(",
        "x)(|(uid=maya.chen",
    ] {
        let answer = directory.log_in(name, &password("maya.chen-pass")).await;
        assert!(
            matches!(answer, Err(Error::NotFound | Error::BadCredentials)),
            "{name:?}: {answer:?}"
        );
    }
}

#[tokio::test]
async fn two_people_of_one_name_are_nobody() {
    let server = Slapd::start();
    server.modify(&format!(
        "dn: cn=Twin,{people}\nchangetype: add\nobjectClass: inetOrgPerson\ncn: Twin\nsn: Twin\nuid: maya.chen\nuserPassword: twin-pass\n",
        people = slapd::PEOPLE
    ));
    let directory = at(&server.url());
    for word in ["maya.chen-pass", "twin-pass"] {
        let answer = directory.log_in("maya.chen", &password(word)).await;
        assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
    }
}

#[tokio::test]
async fn people_are_found_by_name_login_name_and_email() {
    let directory = at(&slapd::shared().url());
    let found = |people: Vec<enroll::model::person::Person>| {
        people.into_iter().map(|p| p.username).collect::<Vec<_>>()
    };
    assert_eq!(
        found(directory.search("chen").await.unwrap()),
        ["maya.chen"]
    );
    assert_eq!(
        found(directory.search("rui.costa@").await.unwrap()),
        ["rui.costa"]
    );
    assert_eq!(
        found(directory.search("Zo\u{eb}").await.unwrap()),
        ["zoe.larsson"],
        "in any script"
    );
    assert!(directory.search("*").await.unwrap().is_empty());
    assert_eq!(
        directory.person("sam.park").await.unwrap().groups,
        ["circle", "everyone", "spiral", "students"]
    );
    assert!(matches!(
        directory.person("nobody").await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn connections_are_protected_and_only_the_given_root_is_trusted() {
    let server = slapd::shared();
    for url in [server.tls_url(), server.url()] {
        let directory = protected(&url);
        directory
            .log_in("maya.chen", &password("maya.chen-pass"))
            .await
            .unwrap();
    }
    let stranger = at(&server.tls_url()).person("maya.chen").await;
    assert!(
        matches!(stranger, Err(Error::Unavailable(_))),
        "{stranger:?}"
    );
}

#[tokio::test]
async fn a_directory_that_is_down_or_silent_is_unavailable_and_soon() {
    let server = Slapd::start();
    let directory = at(&server.url());
    server.down();
    let answer = directory
        .log_in("maya.chen", &password("maya.chen-pass"))
        .await;
    assert!(matches!(answer, Err(Error::Unavailable(_))), "{answer:?}");
    server.up();
    directory
        .log_in("maya.chen", &password("maya.chen-pass"))
        .await
        .unwrap();

    let silent = std::net::TcpListener::bind(("127.0.0.1", port::free())).unwrap();
    let url = format!("ldap://{}", silent.local_addr().unwrap());
    let started = clock::stopwatch();
    let answer = at(&url).person("maya.chen").await;
    assert!(matches!(answer, Err(Error::Unavailable(_))), "{answer:?}");
    assert!(started.elapsed() < Duration::from_secs(9));
}

#[tokio::test]
async fn our_own_account_refused_is_not_the_persons_fault() {
    let settings = settings(&slapd::shared().url());
    let directory = Directory::new(&settings, Some(password("wrong")), None).unwrap();
    let answer = directory
        .log_in("maya.chen", &password("maya.chen-pass"))
        .await;
    assert!(matches!(answer, Err(Error::Refused(_))), "{answer:?}");
    let empty = Directory::new(&settings, None, None).unwrap();
    let empty = empty.person("maya.chen").await;
    assert!(matches!(empty, Err(Error::Refused(_))), "{empty:?}");
}
