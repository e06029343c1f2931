//! The console over HTTP, on both databases: who sees what, that looking changes nothing, and its three forms.

mod access;
mod eyes;
mod tables;

use crate::portal::school::{School, TESS};
use crate::portal::visitor::{Answer, Visitor};

/// Addresses and names that nobody may see masked.
const PERSONAL: [&str; 8] = [
    "maya.chen@",
    "Maya Chen",
    "ada@",
    "it@",
    "teachers@",
    "any@",
    "one@",
    "luis@",
];

/// Logs in; what comes after the form.
async fn logged_in(school: &School, username: &str, password: &str) -> (Visitor, Answer) {
    let visitor = school.visitor();
    let form = visitor.open("/console/login").await;
    let fields = [
        ("source", "account"),
        ("username", username),
        ("password", password),
    ];
    let answer = visitor.send(&form, "/console/login", &fields).await;
    (visitor, answer)
}

async fn viewer(school: &School) -> Visitor {
    let (visitor, answer) = logged_in(school, "vera", TESS).await;
    answer.expect(200, "/console", "Overview");
    visitor
}

async fn auditor(school: &School) -> Visitor {
    let (visitor, answer) = logged_in(school, "audra", TESS).await;
    answer.expect(200, "/console", "Overview");
    visitor
}

/// Every address of the console that can be looked at, ids filled in.
async fn everywhere(school: &School) -> Vec<String> {
    let uid = school
        .text("SELECT uid FROM recipient WHERE invitation = 'maya'")
        .await;
    let paths = enroll::portal::console::ROUTES.iter();
    let mut all: Vec<String> = paths
        .filter(|route| route.methods.contains(&"GET") && !route.path.ends_with("login"))
        .map(|route| route.path.replace("{id}", "poster").replace("{uid}", &uid))
        .collect();
    all.push("/console/i/maya".to_owned());
    all.push("/console/recipients?progress=queued&invitation=maya".to_owned());
    all.push("/console/deliveries?state=accepted&sort=reversed".to_owned());
    all
}
