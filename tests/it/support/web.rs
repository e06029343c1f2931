//! A web server of a few lines, for what the tests play themselves.

use std::sync::mpsc;
use std::thread;

use axum::Router;
use axum_server::tls_rustls::RustlsConfig;
use rustls::crypto::aws_lc_rs;
use tokio::net::TcpListener;

use super::certificate;

/// Serves on a thread of its own until the tests end, by TLS with a certificate of the throw-away authority or without; its
/// origin.
pub fn serve(router: Router, tls: bool) -> String {
    let port = listening(async move |listener| {
        if !tls {
            return axum::serve(listener, router).await.unwrap();
        }
        let _ = aws_lc_rs::default_provider().install_default();
        let files = (certificate::server(), certificate::server_key());
        let config = RustlsConfig::from_pem_file(files.0, files.1).await.unwrap();
        axum_server::from_tcp_rustls(listener.into_std().unwrap(), config)
            .unwrap()
            .serve(router.into_make_service())
            .await
            .unwrap();
    });
    let origin = match tls {
        true => "https://localhost",
        false => "http://127.0.0.1",
    };
    format!("{origin}:{port}")
}

/// Does this with a free port of loopback, on a thread of its own until the tests end; the port.
pub fn listening(work: impl AsyncFnOnce(TcpListener) + Send + 'static) -> u16 {
    let (tell, port) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap().port()).unwrap();
            work(listener).await;
        });
    });
    port.recv().unwrap()
}
