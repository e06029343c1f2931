//! The groups of a person, at every level and in every way that directories write them.

use enroll::directory::Directory;

use super::{at, password, service, settings};
use crate::support::{slapd, slapd::Slapd};

fn with_posix_and_member_of() -> Slapd {
    let server = Slapd::start();
    let (people, groups) = (slapd::PEOPLE, slapd::GROUPS);
    server.modify(&format!(
        "dn: cn=mail,{groups}\nchangetype: add\nobjectClass: posixGroup\ncn: mail\ngidNumber: 8\n\
         memberUid: maya.chen\nmemberUid: rui.costa\n\n\
         dn: cn=inner,{groups}\nchangetype: add\nobjectClass: groupOfNames\ncn: inner\n\
         member: uid=maya.chen,{people}\n\n\
         dn: cn=outer,{groups}\nchangetype: add\nobjectClass: groupOfNames\ncn: outer\n\
         member: cn=inner,{groups}\nmember: cn=mail,{groups}\n\n\
         dn: cn=inner,{groups}\nchangetype: modify\nadd: member\nmember: cn=outer,{groups}\n"
    ));
    server
}

#[tokio::test]
async fn groups_in_groups_count_and_circles_end() {
    let server = with_posix_and_member_of();
    let maya = at(&server.url())
        .log_in("maya.chen", &password("maya.chen-pass"))
        .await
        .unwrap();
    assert_eq!(
        maya.groups,
        [
            "everyone",
            "inner",
            "mail",
            "outer",
            "staff",
            "staff-mobile"
        ]
    );
    let rui = at(&server.url()).person("rui.costa").await.unwrap();
    assert_eq!(
        rui.groups,
        [
            "everyone",
            "inner",
            "mail",
            "outer",
            "staff",
            "staff-mobile"
        ],
        "by login name first, then by DN"
    );
    let dana = at(&server.url()).person("dana.ortiz").await.unwrap();
    assert_eq!(
        dana.groups,
        [
            "circle",
            "everyone",
            "spiral",
            "staff-mobile",
            "technicians"
        ]
    );
}

#[tokio::test]
async fn what_an_entry_says_of_its_groups_is_enough() {
    let server = with_posix_and_member_of();
    let mut settings = settings(&server.url());
    settings.groups = None;
    let directory = Directory::new(&settings, service(), None).unwrap();
    let maya = directory.person("maya.chen").await.unwrap();
    assert_eq!(maya.groups, ["inner", "outer"]);

    settings.bind = None;
    settings.bind_as = Some(format!("uid={{login}},{}", slapd::PEOPLE));
    let directory = Directory::new(&settings, None, None).unwrap();
    let maya = directory
        .log_in("maya.chen", &password("maya.chen-pass"))
        .await
        .unwrap();
    assert_eq!(
        maya.groups,
        ["inner"],
        "somebody who may not read groups still knows their names"
    );
}
