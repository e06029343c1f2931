//! People who bind by a name made from a template.

use enroll::directory::{Directory, Error};
use enroll::model::settings;

use super::{password, service};
use crate::support::{slapd, slapd::Slapd};

fn by_template(server: &Slapd, template: &str) -> settings::Directory {
    let mut settings = super::settings(&server.url());
    settings.bind_as = Some(template.to_owned());
    settings
}

fn people() -> String {
    format!("uid={{login}},{}", slapd::PEOPLE)
}

fn direct(server: &Slapd) -> Directory {
    let mut settings = by_template(server, &people());
    settings.bind = None;
    Directory::new(&settings, None, None).unwrap()
}

#[tokio::test]
async fn people_bind_themselves_and_read_their_own_entry() {
    let server = Slapd::start();
    let directory = direct(&server);
    let maya = directory
        .log_in("Maya.Chen", &password("maya.chen-pass"))
        .await
        .unwrap();
    assert_eq!(maya.username, "maya.chen");
    assert_eq!(maya.room.as_deref(), Some("204"));
    assert!(
        maya.groups.is_empty(),
        "only the service account sees groups"
    );
    let operations = server.asked().join("\n");
    assert!(!operations.contains(slapd::SERVICE), "{operations}");
    for (name, word) in [
        ("maya.chen", "wrong"),
        ("nobody", "wrong"),
        ("maya.chen", ""),
    ] {
        let answer = directory.log_in(name, &password(word)).await;
        assert!(matches!(answer, Err(Error::BadCredentials)), "{answer:?}");
    }
}

#[tokio::test]
async fn the_service_account_reads_the_groups_of_whoever_bound() {
    let settings = by_template(slapd::shared(), &people());
    let directory = Directory::new(&settings, service(), None).unwrap();
    let maya = directory
        .log_in("maya.chen", &password("maya.chen-pass"))
        .await
        .unwrap();
    assert_eq!(maya.groups, ["everyone", "staff", "staff-mobile"]);
    assert_eq!(directory.search("chen").await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_login_name_stays_in_its_place() {
    let server = Slapd::start();
    let directory = direct(&server);
    for name in [
        "maya.chen,ou=people",
        "x,uid=maya.chen",
        "x+uid=maya.chen",
        "\\2a",
        "maya.chen\0",
        "*",
    ] {
        let answer = directory.log_in(name, &password("maya.chen-pass")).await;
        assert!(
            matches!(answer, Err(Error::BadCredentials)),
            "{name:?}: {answer:?}"
        );
    }
    let maya = format!("BIND dn=\"uid=maya.chen,{}\"", slapd::PEOPLE);
    assert!(!server.asked().iter().any(|line| line.contains(&maya)));
}

#[tokio::test]
async fn a_name_that_the_server_cannot_read_is_a_wrong_one() {
    let settings = by_template(slapd::shared(), "{login}@riverside.example");
    let directory = Directory::new(&settings, service(), None).unwrap();
    let password = password("maya.chen-pass");
    let answer = directory.log_in("maya.chen", &password).await;
    assert!(matches!(answer, Err(Error::BadCredentials)), "{answer:?}");
}

#[tokio::test]
async fn an_unknown_name_costs_the_server_what_a_known_one_does() {
    for template in [None, Some(people())] {
        let server = Slapd::start();
        let mut settings = super::settings(&server.url());
        settings.bind_as = template;
        let directory = Directory::new(&settings, service(), None).unwrap();
        directory.person("maya.chen").await.unwrap();
        let cost = async |name: &str| {
            let before = server.asked().len();
            directory
                .log_in(name, &password("wrong"))
                .await
                .unwrap_err();
            let asked = server.asked().split_off(before);
            let kinds = asked.iter().filter_map(|line| {
                let verb = line.split(" op=").nth(1)?.split(' ').nth(1)?;
                Some(verb.to_owned())
            });
            let mut kinds: Vec<String> = kinds.collect();
            kinds.sort();
            kinds
        };
        let known = cost("maya.chen").await;
        assert!(known.contains(&"BIND".to_owned()), "{known:?}");
        assert_eq!(known, cost("nobody.at.all").await);
    }
}
