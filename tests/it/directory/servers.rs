//! Several servers of one directory, and the connections that are kept.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use enroll::directory::{Directory, Error};

use super::{at, password, service, settings};
use crate::support::{certificate, port, slapd, slapd::Slapd};

/// A directory at these servers; `root`: they are trusted by the throw-away authority alone.
fn of(urls: &[&str], root: bool) -> Directory {
    let mut settings = settings(urls[0]);
    settings.urls = urls.iter().map(|url| url.parse().unwrap()).collect();
    let root = root.then(|| std::fs::read(certificate::ca()).unwrap());
    Directory::new(&settings, service(), root.as_deref()).unwrap()
}

async fn maya(directory: &Directory) -> Result<String, Error> {
    let password = password("maya.chen-pass");
    let person = directory.log_in("maya.chen", &password).await;
    person.map(|person| person.username)
}

fn binds_of_service(server: &Slapd) -> usize {
    let bind = format!("BIND dn=\"{}\" method", slapd::SERVICE);
    let operations = server.asked();
    operations
        .iter()
        .filter(|line| line.contains(&bind))
        .count()
}

/// A server that hangs up on everybody, and how many came.
fn hangs_up() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ldap://{}", listener.local_addr().unwrap());
    let came = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&came);
    thread::spawn(move || {
        for stream in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
            drop(stream);
        }
    });
    (url, came)
}

#[tokio::test]
async fn the_first_server_is_asked_and_the_next_when_it_is_down() {
    let (first, second) = (Slapd::start(), Slapd::start());
    let directory = of(&[&first.url(), &second.url()], false);
    assert_eq!(maya(&directory).await.unwrap(), "maya.chen");
    assert!(second.asked().is_empty(), "the first answers");
    first.down();
    assert_eq!(maya(&directory).await.unwrap(), "maya.chen");
    assert!(!second.asked().is_empty());
    second.down();
    first.up();
    assert_eq!(
        maya(&directory).await.unwrap(),
        "maya.chen",
        "one that was down is tried again when no other answers"
    );
    first.down();
    let none = maya(&directory).await;
    let Err(Error::Unavailable(why)) = none else {
        panic!("{none:?}");
    };
    for server in [&first, &second] {
        assert!(why.contains(&server.url()), "{why}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_left_alone_for_a_while() {
    let (dead, came) = hangs_up();
    let directory = of(&[&dead, &slapd::shared().url()], false);
    for _ in 0..5 {
        assert_eq!(maya(&directory).await.unwrap(), "maya.chen");
    }
    assert_eq!(came.load(Ordering::SeqCst), 1, "asked once in five logins");
}

#[tokio::test]
async fn servers_are_protected_each_in_its_way() {
    let server = slapd::shared();
    let closed = format!("ldaps://localhost:{}", port::free());
    for url in [server.url(), server.tls_url()] {
        let directory = of(&[&closed, &url], true);
        assert_eq!(maya(&directory).await.unwrap(), "maya.chen", "{url}");
        let told = directory.check().await;
        assert!(matches!(told[0].1, Err(Error::Unavailable(_))), "{told:?}");
        assert!(told[1].1.is_ok(), "{told:?}");
    }
    let stranger = of(&[&closed, &server.tls_url()], false);
    assert!(
        matches!(maya(&stranger).await, Err(Error::Unavailable(_))),
        "no server is worth an unknown certificate"
    );
}

#[tokio::test]
async fn one_connection_serves_one_after_the_other_and_a_few_serve_many() {
    let server = Slapd::start();
    let directory = Arc::new(at(&server.url()));
    for _ in 0..10 {
        maya(&directory).await.unwrap();
    }
    assert_eq!(binds_of_service(&server), 1);
    let many = (0..80).map(|_| {
        let directory = Arc::clone(&directory);
        tokio::spawn(async move { maya(&directory).await })
    });
    for one in many.collect::<Vec<_>>() {
        assert_eq!(one.await.unwrap().unwrap(), "maya.chen");
    }
    let binds = binds_of_service(&server);
    assert!((1..=16).contains(&binds), "{binds} connections");
}

#[tokio::test]
async fn a_server_that_restarted_in_between_is_not_noticed() {
    let server = Slapd::start();
    let directory = at(&server.url());
    for _ in 0..3 {
        maya(&directory).await.unwrap();
        assert_eq!(directory.search("chen").await.unwrap().len(), 1);
        server.down();
        server.up();
    }
    assert_eq!(directory.members("staff").await.unwrap().len(), 2);
    assert_eq!(binds_of_service(&server), 4, "a new connection each time");
}

#[tokio::test]
async fn nobody_follows_a_server_to_another() {
    let (elsewhere, came) = hangs_up();
    let server = Slapd::start();
    let at_elsewhere = format!("ou=elsewhere,{}", slapd::PEOPLE);
    server.modify(&format!(
        "dn: {at_elsewhere}\nchangetype: add\nobjectClass: referral\nobjectClass: extensibleObject\n\
         ou: elsewhere\nref: {elsewhere}/{}\n",
        slapd::PEOPLE
    ));
    assert_eq!(maya(&at(&server.url())).await.unwrap(), "maya.chen");
    let mut settings = settings(&server.url());
    settings.people = at_elsewhere;
    let there = Directory::new(&settings, service(), None).unwrap();
    let answer = maya(&there).await;
    let Err(Error::Unavailable(why)) = answer else {
        panic!("{answer:?}");
    };
    assert!(why.contains("refers to another server"), "{why}");
    assert_eq!(came.load(Ordering::SeqCst), 0, "not one connection");
}
