//! A web server of a few lines, for what the tests play themselves.

use axum::Router;
use axum_server::tls_rustls::RustlsConfig;
use rustls::crypto::aws_lc_rs;

use super::certificate;

/// Serves on a thread of its own until the tests end, by TLS with a certificate of the throw-away authority or without; its
/// origin.
pub fn serve(router: Router, tls: bool) -> String {
    let (tell, port) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap().port()).unwrap();
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
    });
    let origin = match tls {
        true => "https://localhost",
        false => "http://127.0.0.1",
    };
    format!("{origin}:{}", port.recv().unwrap())
}
