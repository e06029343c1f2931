//! The console: what is in the database, for IT to look at. No route changes anything but sessions; changes come
//! from git. Masked for viewers, in full for auditors.
//!
//! [`ROUTES`] is its table; [`guard`] lets pass who may; [`list`] answers a table as a page, as CSV and as JSON.
//! To add one more table: an implementation of [`list::Listed`], three rows here, a row in [`openapi`].

mod cells;
mod guard;
mod home;
mod invitation;
mod list;
mod look;
pub mod openapi;
mod poster;
mod recipient;
mod session;
mod tables;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::routing::{get, post};

pub use guard::Guard;
use list::{csv, html, json};
use tables::{Deliveries, Devices, Events, Invitations, Recipients, Runs};

use super::Portal;
use super::routes::routes;

use Guard::{Anybody, Auditor, Viewer};

routes! {
    /// Every route of the console.
    ROUTES of Guard:
    "/console/login" Anybody => ["GET", "POST"] get(session::show).post(session::send);
    "/console/logout" Viewer => ["POST"] post(session::end);
    "/console" Viewer => ["GET"] get(home::overview);
    "/console/reports" Viewer => ["GET"] get(home::reports);
    "/console/openapi.json" Viewer => ["GET"] get(openapi::show);
    "/console/invitations" Viewer => ["GET"] get(html::<Invitations>);
    "/console/invitations.csv" Viewer => ["GET"] get(csv::<Invitations>);
    "/console/invitations.json" Viewer => ["GET"] get(json::<Invitations>);
    "/console/i/{id}" Viewer => ["GET"] get(invitation::show);
    "/console/i/{id}/poster" Auditor => ["GET"] get(poster::of_invitation);
    "/console/poster" Viewer => ["GET"] get(poster::of_front_door);
    "/console/recipients" Viewer => ["GET"] get(html::<Recipients>);
    "/console/recipients.csv" Viewer => ["GET"] get(csv::<Recipients>);
    "/console/recipients.json" Viewer => ["GET"] get(json::<Recipients>);
    "/console/r/{uid}" Viewer => ["GET"] get(recipient::show);
    "/console/devices" Viewer => ["GET"] get(html::<Devices>);
    "/console/devices.csv" Viewer => ["GET"] get(csv::<Devices>);
    "/console/devices.json" Viewer => ["GET"] get(json::<Devices>);
    "/console/deliveries" Viewer => ["GET"] get(html::<Deliveries>);
    "/console/deliveries.csv" Viewer => ["GET"] get(csv::<Deliveries>);
    "/console/deliveries.json" Viewer => ["GET"] get(json::<Deliveries>);
    "/console/audit" Viewer => ["GET"] get(html::<Events>);
    "/console/audit.csv" Viewer => ["GET"] get(csv::<Events>);
    "/console/audit.json" Viewer => ["GET"] get(json::<Events>);
    "/console/runs" Viewer => ["GET"] get(html::<Runs>);
    "/console/runs.csv" Viewer => ["GET"] get(csv::<Runs>);
    "/console/runs.json" Viewer => ["GET"] get(json::<Runs>);
}

/// The console's routes with their guards.
pub(super) fn routes(portal: &Arc<Portal>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let (portal, row) = (Arc::clone(portal), (route.guard, route.methods));
        let methods = (route.handler)().layer(from_fn(move |request: Request, next: Next| {
            guard::stand(Arc::clone(&portal), row, request, next)
        }));
        router = router.route(route.path, methods);
    }
    router.with_state(Arc::clone(portal))
}
