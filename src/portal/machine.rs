//! Answers for programs: is this process alive, can it work, what did it do.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Portal;
use crate::model::watch::Condition;

/// The process answers.
pub(super) async fn health() -> &'static str {
    "ok\n"
}

/// The database answers too. A folder that is followed and not valid is told, and takes nothing away: what was live
/// stays so.
pub(super) async fn ready(State(portal): State<Arc<Portal>>) -> Response {
    let asked = async {
        let mut tx = portal.app.db.read().await?;
        tx.watch().await
    };
    match asked.await {
        Ok(watch) => match watch.map(|watch| watch.condition) {
            Some(invalid @ Condition::ConfigInvalid { .. }) => {
                format!("ready\n{invalid}\n").into_response()
            }
            _ => "ready\n".into_response(),
        },
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}

/// Counters in the text format of Prometheus.
pub(super) async fn metrics(State(portal): State<Arc<Portal>>) -> Response {
    let mut text = String::from(
        "# HELP enroll_answers_total Answers of the portal by class of status.\n\
         # TYPE enroll_answers_total counter\n",
    );
    for class in 2..=5 {
        let count = portal.answers.of(class);
        text.push_str(&format!(
            "enroll_answers_total{{class=\"{class}xx\"}} {count}\n"
        ));
    }
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
