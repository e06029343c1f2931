//! Listening and serving: the portal's socket, and the second one for devices where settings ask for it.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use rustls::ServerConfig;
use tokio_util::sync::CancellationToken;

use super::capacity::Places;
use super::routes::Scope;
use super::{Portal, account_driven, console, hooks, mdm, ota, routes, scep};
use crate::model::settings::TlsFiles;
use crate::ops::{App, Error, tls};

/// How long running requests may take after the end was asked for.
const FAREWELL: Duration = Duration::from_secs(30);
/// How long a connection may stay silent before its first request is whole.
const FIRST_REQUEST: Duration = Duration::from_secs(10);

/// What a request's address and headers may weigh by HTTP/2, bytes: some devices put a whole SCEP message into the address.
/// By HTTP/1 the address alone may be as long.
const HEADERS: u32 = 64 << 10;

/// An open socket, with TLS or behind a proxy that does it.
#[derive(Debug)]
pub struct Listener {
    /// The socket.
    pub socket: TcpListener,
    /// Certificate and key.
    pub tls: Option<Arc<ServerConfig>>,
}

/// Where people and devices come in.
#[derive(Debug)]
pub struct Listeners {
    /// People; devices too where there is no second socket.
    pub portal: Listener,
    /// Devices.
    pub mdm: Option<Listener>,
}

/// Opens the sockets of the settings; `address` replaces `portal.listen`.
///
/// # Errors
/// An address is taken or is none, a certificate or key cannot be used.
pub fn listen(app: &App, address: Option<&str>) -> Result<Listeners, Error> {
    let portal = &app.settings.portal;
    let mdm = &app.settings.mdm;
    let second = match &mdm.listen {
        Some(address) => Some(open(app, address, mdm.tls.as_ref())?),
        None => None,
    };
    Ok(Listeners {
        portal: open(app, address.unwrap_or(&portal.listen), portal.tls.as_ref())?,
        mdm: second,
    })
}

fn open(app: &App, address: &str, files: Option<&TlsFiles>) -> Result<Listener, Error> {
    let socket = TcpListener::bind(address)
        .and_then(|socket| socket.set_nonblocking(true).map(|()| socket))
        .map_err(Error::file(format!("listen on {address}")))?;
    Ok(Listener {
        socket,
        tls: files
            .map(|files| tls::server(files, &app.root))
            .transpose()?,
    })
}

/// Serves people and devices until `stop`, then lets running requests finish within 30 seconds.
///
/// # Errors
/// A socket cannot be served.
pub async fn serve(
    app: Arc<App>,
    listeners: Listeners,
    scope: Scope,
    stop: CancellationToken,
) -> Result<(), Error> {
    let portal = Arc::new(Portal::new(Arc::clone(&app))?);
    let devices = || {
        Router::new()
            .merge(mdm::routes(Arc::clone(&app)))
            .merge(ota::routes(Arc::clone(&app)))
            .merge(scep::routes(Arc::clone(&app)))
    };
    let pages = routes::pages(&portal, scope)
        .merge(console::routes(&portal))
        .merge(hooks::routes(Arc::clone(&app)))
        .merge(account_driven::routes(Arc::clone(&app)));
    match listeners.mdm {
        None => {
            let all = routes::around(&portal, pages.merge(devices()));
            run(listeners.portal, all, &stop).await
        }
        Some(second) => {
            let people = run(listeners.portal, routes::around(&portal, pages), &stop);
            let devices = run(second, routes::around(&portal, devices()), &stop);
            tokio::try_join!(people, devices).map(|_| ())
        }
    }
}

async fn run(listener: Listener, router: Router, stop: &CancellationToken) -> Result<(), Error> {
    let handle: Handle<SocketAddr> = Handle::new();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let ending = async {
        stop.cancelled().await;
        handle.graceful_shutdown(Some(FAREWELL));
    };
    let failed = Error::file("serve");
    let serving = async {
        let mut server = axum_server::from_tcp(listener.socket)?
            .first_request_timeout(FIRST_REQUEST)
            .handle(handle.clone());
        let http2 = &mut server.http_builder().http2();
        http2.max_header_list_size(HEADERS);
        match listener.tls {
            Some(tls) => {
                let tls = RustlsAcceptor::new(RustlsConfig::from_config(tls));
                let acceptor = tls.acceptor(Places::new());
                server.acceptor(acceptor).serve(service).await
            }
            None => server.acceptor(Places::new()).serve(service).await,
        }
    };
    tokio::pin!(serving);
    tokio::select! {
        done = &mut serving => return done.map_err(failed),
        () = ending => {}
    }
    serving.await.map_err(failed)
}
