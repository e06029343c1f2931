//! `/enroll/assign`: somebody of IT says whom the device is for.

use axum::response::Response;

use super::onwards;
use crate::directory::MOST;
use crate::flow::Step;
use crate::model::person::Person;
use crate::ops::visit::{self, Denied};
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::show;
use crate::render::steps::{Assign, Candidate};

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let page = empty(&ask)?;
    show::page(&ask, Some(Step::Assign), page)
}

pub(in crate::portal) async fn send(ask: Ask) -> Result<Response, Error> {
    let visit = ask.visit()?;
    let mut page = empty(&ask)?;
    if let Some(query) = ask.fields.given("q") {
        let people = visit::search(ask.app(), visit, query).await?;
        page.more = i32::try_from(people.len()).is_ok_and(|found| found >= MOST);
        page.people = people.into_iter().map(candidate).collect();
        page.query = Some(query.chars().take(100).collect());
        return show::page(&ask, Some(Step::Assign), page);
    }
    let who = match ask.fields.given("who") {
        Some("-") => None,
        Some(username) => Some(username),
        None => {
            page.missing = true;
            return show::page(&ask, Some(Step::Assign), page);
        }
    };
    match visit::assign(ask.app(), visit, who).await {
        Ok(()) => onwards(&ask).await,
        Err(Denied::Missing) => {
            page.missing = true;
            show::page(&ask, Some(Step::Assign), page)
        }
        Err(other) => Err(other.into()),
    }
}

fn empty(ask: &Ask) -> Result<Assign, Error> {
    Ok(Assign {
        optional: ask.visit()?.may_be_no_one(),
        ..Assign::default()
    })
}

fn candidate(person: Person) -> Candidate {
    Candidate {
        email: person.emails.into_iter().next(),
        username: person.username,
        name: person.name,
        department: person.department,
    }
}
