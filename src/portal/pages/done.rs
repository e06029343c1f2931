//! `/enroll/done`: the device is enrolled.

use axum::response::Response;

use super::profile::access;
use crate::base::mask;
use crate::flow::Step;
use crate::model::policy::Ownership;
use crate::ops::message::receipt_address;
use crate::ops::visit::{self, Visit};
use crate::portal::ask::Ask;
use crate::portal::error::{Error, uses};
use crate::portal::show;
use crate::render::steps::Done;

pub(in crate::portal) async fn show(ask: Ask) -> Result<Response, Error> {
    let visit = ask.visit()?;
    let enrollment = visit.enrollment.as_ref().map(|row| &row.enrollment);
    let hardware = visit.device.as_ref().map(|device| &device.hardware);
    let ownership = enrollment.map_or(Ownership::Institution, |e| e.ownership);
    let enrolled = enrollment.and_then(|e| e.enrolled_at);
    let site = match enrollment.and_then(|e| e.site.as_ref()) {
        Some(id) => visit::site_name(ask.app(), id).await?,
        None => None,
    };
    let page = Done {
        first_name: name(visit).and_then(show::first_name),
        name: hardware.and_then(|h| h.name.clone()),
        model: hardware.and_then(|h| h.model.clone().or_else(|| h.product.clone())),
        serial: hardware.and_then(|h| h.serial.as_deref().map(mask::serial)),
        site,
        ownership,
        enrolled: ask.when(enrolled.unwrap_or(ask.now)),
        receipt: receipt(visit, ask.app().settings.sms.is_some()),
        uses: visit.rules.invited().map(uses),
        access: access(&ask, Some(ownership)),
    };
    show::page(&ask, Some(Step::Done), page)
}

fn receipt(visit: &Visit, texts: bool) -> Option<String> {
    let person = visit.device.as_ref()?.person.as_ref();
    let invited = visit.rules.invited();
    let recipient = invited.map(|standing| &standing.invited.recipient);
    receipt_address(recipient, person, texts).map(|(_, to)| to.to_owned())
}

fn name(visit: &Visit) -> Option<&str> {
    let login = visit.session.login.as_ref();
    let logged_in = login.and_then(|login| login.person.name.as_deref());
    let invited = visit.rules.invited();
    logged_in.or_else(|| invited.and_then(|standing| standing.invited.recipient.name.as_deref()))
}
