//! `/enroll/help` and `/enroll/privacy`: the same for everybody.

use axum::response::Response;

use crate::model::policy::{LoginRule, Ownership};
use crate::ops::visit::{self, Rules};
use crate::portal::ask::Ask;
use crate::portal::error::Error;
use crate::portal::show;
use crate::render::Access;
use crate::render::inform::{Help, Privacy};

pub(in crate::portal) async fn help(ask: Ask) -> Result<Response, Error> {
    let visit = ask.visit.as_ref();
    let login = visit.is_none_or(|visit| visit.facts.login_needed);
    let page = Help {
        login,
        authority: visit::root(ask.app())?.map(|root| root.name),
    };
    show::page(&ask, None, page)
}

pub(in crate::portal) async fn privacy(ask: Ask) -> Result<Response, Error> {
    let mdm = &ask.app().settings.mdm;
    let rules = visit::open_enrollment(ask.app()).await?;
    let page = Privacy {
        institution: Access::of(mdm.rights_institution),
        personal: takes_personal(&rules).then(|| Access::of(mdm.rights_personal)),
        retention_days: ask.organization.retention,
    };
    show::page(&ask, None, page)
}

fn takes_personal(rules: &Rules) -> bool {
    match rules {
        Rules::Open { rows, .. } => rows.iter().any(|(row, policy)| {
            row.ownership == Ownership::Personal && policy.login != LoginRule::None
        }),
        Rules::Invited(_) => false,
    }
}
