//! The one table of what may be asked. What is not in it is refused.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::routing::{MethodRouter, any, get};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

pub use super::guard::Guard;
use super::pages as p;
use super::{Portal, guard, headers, machine};
use crate::flow::Step;

type Methods = MethodRouter<Arc<Portal>>;

/// One row: a path, who may ask, with which methods (HEAD goes with GET). `G` is what guards the table's pages.
#[derive(Clone, Copy, Debug)]
pub struct Route<G> {
    /// Pattern, one `{name}` for one segment.
    pub path: &'static str,
    /// Who may ask.
    pub guard: G,
    /// Methods.
    pub methods: &'static [&'static str],
    pub(super) handler: fn() -> Methods,
}

/// What is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The portal for people.
    People,
    /// The same with the demonstration's inbox.
    Demo,
}

macro_rules! routes {
    ($(#[$doc:meta])* $table:ident of $guards:ty: $($path:literal $guard:expr => $methods:tt $handler:expr;)+) => {
        $(#[$doc])*
        pub const $table: &[$crate::portal::routes::Route<$guards>] = &[$($crate::portal::routes::Route {
            path: $path,
            guard: $guard,
            methods: &$methods,
            handler: || $handler,
        }),+];
    };
}
pub(super) use routes;

use Guard::{Anybody, AtStep, Machine};

routes! {
    /// Every route of the portal. Assets alone travel compressed: a page is smaller than two packets, and has words that
    /// others choose beside secrets of its session, whose letters its compressed length would give away.
    ROUTES of Guard:
    "/" Anybody => ["GET"] get(p::front_door::root);
    "/enroll" Anybody => ["GET"] get(p::front_door::show);
    "/e" Anybody => ["GET", "POST"] get(p::code::show).post(p::code::send);
    "/e/{link}" Anybody => ["GET"] get(p::invitation::show);
    "/E/{link}" Anybody => ["GET"] get(p::invitation::show);
    "/enroll/i/{link}" Anybody => ["GET"] get(p::invitation::show);
    "/enroll/start" Anybody => ["GET", "POST"] get(p::start::show).post(p::start::send);
    "/enroll/login" AtStep(Step::Login) => ["GET", "POST"] get(p::login::show).post(p::login::send);
    "/enroll/login/oidc" AtStep(Step::Login) => ["GET"] get(p::sign_in::begin);
    "/enroll/login/callback" Anybody => ["GET"] get(p::sign_in::callback);
    "/enroll/assign" AtStep(Step::Assign) => ["GET", "POST"] get(p::assign::show).post(p::assign::send);
    "/enroll/owner" AtStep(Step::Owner) => ["GET", "POST"] get(p::owner::show).post(p::owner::send);
    "/enroll/site" AtStep(Step::Site) => ["GET", "POST"] get(p::site::show).post(p::site::send);
    "/enroll/terms" AtStep(Step::Terms) => ["GET", "POST"] get(p::terms::show).post(p::terms::send);
    "/enroll/certificate" AtStep(Step::Certificate) => ["GET", "POST"]
        get(p::certificate::show).post(p::certificate::send);
    "/enroll/certificate/download" AtStep(Step::Certificate) => ["GET"] get(p::certificate::download);
    "/enroll/trust" AtStep(Step::Trust) => ["GET", "POST"] get(p::trust::show).post(p::trust::send);
    "/enroll/profile" AtStep(Step::Profile) => ["GET", "POST"] get(p::profile::show).post(p::profile::send);
    "/enroll/profile/download" AtStep(Step::Profile) => ["GET"] get(p::profile::download);
    "/enroll/done" AtStep(Step::Done) => ["GET"] get(p::done::show);
    "/enroll/status" Anybody => ["GET"] get(p::status::show);
    "/enroll/help" Anybody => ["GET"] get(p::inform::help);
    "/enroll/language" Anybody => ["GET"] get(p::language::show);
    "/enroll/privacy" Anybody => ["GET"] get(p::inform::privacy);
    "/enroll/logout" Anybody => ["GET", "POST"] get(p::logout::show).post(p::logout::send);
    "/enroll/ask" Anybody => ["GET", "POST"] get(p::ask::show).post(p::ask::send);
    "/ade/auth" Anybody => ["GET"] get(p::account_driven::show);
    "/assets/{name}" Anybody => ["GET"] get(p::assets::show).layer(CompressionLayer::new());
    "/healthz" Machine => ["GET"] get(machine::health);
    "/readyz" Machine => ["GET"] get(machine::ready);
    "/metrics" Machine => ["GET"] get(machine::metrics);
}

routes! {
    /// What the demonstration has beside them.
    DEMO of Guard:
    "/demo/inbox" Anybody => ["GET"] get(p::inbox::list);
    "/demo/inbox/{file}" Anybody => ["GET"] get(p::inbox::mail);
    "/demo/inbox/{file}/html" Anybody => ["GET"] get(p::inbox::html);
}

/// Longer than "I installed it" and the slowest directory take.
const LIMIT: Duration = Duration::from_secs(40);

/// The pages alone; [`super::serve`] adds what devices ask.
pub(super) fn pages(portal: &Arc<Portal>, scope: Scope) -> Router {
    let mut router = Router::new();
    let demo = match scope {
        Scope::People => &[],
        Scope::Demo => DEMO,
    };
    for route in ROUTES.iter().chain(demo) {
        let row = (route.guard, route.methods);
        router = router.route(route.path, guarded(portal, row, (route.handler)()));
    }
    let missing = guarded(portal, (Guard::Nowhere, &[]), any(p::missing));
    router
        .fallback_service(missing.with_state(Arc::clone(portal)))
        .with_state(Arc::clone(portal))
}

fn guarded(
    portal: &Arc<Portal>,
    row: (Guard, &'static [&'static str]),
    methods: Methods,
) -> Methods {
    let portal = Arc::clone(portal);
    methods.layer(from_fn(move |request: Request, next: Next| {
        guard::stand(Arc::clone(&portal), row, request, next)
    }))
}

/// What every route has around it: panics contained, time limited, hosts known, headers set.
pub(super) fn around(portal: &Arc<Portal>, router: Router) -> Router {
    let policy = headers::Policy::of(&portal.app.settings);
    router
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            LIMIT,
        ))
        .layer(CatchPanicLayer::new())
        .layer(from_fn(move |request: Request, next: Next| {
            headers::apply(policy.clone(), request, next)
        }))
}
