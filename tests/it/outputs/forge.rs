//! A code host: comments and labels of one pull request, by GitHub's and GitLab's API.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{delete, get, patch, put};
use serde_json::{Value, json};

/// What everybody must show.
pub const TOKEN: &str = "canary-forge-token";

/// The comments, and answers to give before they are heard.
#[derive(Clone, Default)]
pub struct Forge {
    comments: Arc<Mutex<Vec<Value>>>,
    labels: Arc<Mutex<BTreeSet<String>>>,
    refuses_labels: Arc<AtomicBool>,
    trouble: Arc<Mutex<Vec<u16>>>,
}

type Answer = Result<axum::Json<Value>, StatusCode>;

impl Forge {
    /// Starts it; answers its URL.
    pub async fn start(&self) -> String {
        let app = Router::new()
            .route(
                "/repos/it/enrollment/issues/7/comments",
                get(list).post(create),
            )
            .route("/repos/it/enrollment/issues/comments/{id}", patch(update))
            .route(
                "/projects/42/merge_requests/7/notes",
                get(list).post(create),
            )
            .route("/projects/42/merge_requests/7/notes/{id}", put(update))
            .route(
                "/repos/it/enrollment/issues/7/labels",
                get(labels).post(add_labels),
            )
            .route(
                "/repos/it/enrollment/issues/7/labels/{name}",
                delete(remove_label),
            )
            .route("/projects/42/merge_requests/7", put(change_labels))
            .with_state(self.clone());
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", socket.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(socket, app).await.unwrap() });
        url
    }

    /// Somebody writes.
    pub fn say(&self, body: &str) {
        let mut comments = self.comments.lock().unwrap();
        let id = 100 + comments.len();
        comments.push(json!({ "id": id, "body": body }));
    }

    /// Somebody labels.
    pub fn label(&self, name: &str) {
        self.labels.lock().unwrap().insert(name.to_owned());
    }

    /// Somebody takes a label away.
    pub fn unlabel(&self, name: &str) {
        self.labels.lock().unwrap().remove(name);
    }

    /// Labels are nothing for whoever asks now.
    pub fn refuse_labels(&self) {
        self.refuses_labels.store(true, Ordering::SeqCst);
    }

    /// The labels, sorted.
    pub fn labels(&self) -> Vec<String> {
        self.labels.lock().unwrap().iter().cloned().collect()
    }

    fn admit_label(&self, headers: &HeaderMap) -> Result<(), StatusCode> {
        self.admit(headers)?;
        match self.refuses_labels.load(Ordering::SeqCst) {
            true => Err(StatusCode::FORBIDDEN),
            false => Ok(()),
        }
    }

    /// The next requests are answered so.
    pub fn be_busy(&self, statuses: &[u16]) {
        self.trouble.lock().unwrap().extend(statuses);
    }

    /// What stands there.
    pub fn bodies(&self) -> Vec<String> {
        let comments = self.comments.lock().unwrap();
        let body = |c: &Value| c["body"].as_str().unwrap().to_owned();
        comments.iter().map(body).collect()
    }

    fn admit(&self, headers: &HeaderMap) -> Result<(), StatusCode> {
        let trouble = self.trouble.lock().unwrap().pop();
        if let Some(status) = trouble {
            return Err(StatusCode::from_u16(status).unwrap());
        }
        let has = |name: &str, value: &str| headers.get(name).is_some_and(|v| v == value);
        // GitHub refuses whoever does not say who asks.
        let named = headers.contains_key("user-agent");
        let github = has("authorization", &format!("Bearer {TOKEN}"))
            && has("accept", "application/vnd.github+json");
        match named && (github || has("private-token", TOKEN)) {
            true => Ok(()),
            false => Err(StatusCode::UNAUTHORIZED),
        }
    }
}

#[derive(serde::Deserialize)]
struct Page {
    per_page: usize,
    page: usize,
}

async fn list(State(forge): State<Forge>, page: Query<Page>, headers: HeaderMap) -> Answer {
    forge.admit(&headers)?;
    let comments = forge.comments.lock().unwrap();
    let from = (page.page - 1) * page.per_page;
    let some = comments.iter().skip(from).take(page.per_page).cloned();
    Ok(axum::Json(some.collect()))
}

async fn create(State(forge): State<Forge>, headers: HeaderMap, body: String) -> Answer {
    forge.admit(&headers)?;
    let body: Value = serde_json::from_str(&body).unwrap();
    forge.say(body["body"].as_str().unwrap());
    Ok(axum::Json(json!({ "id": 1 })))
}

async fn update(
    State(forge): State<Forge>,
    Path(id): Path<u64>,
    headers: HeaderMap,
    body: String,
) -> Answer {
    forge.admit(&headers)?;
    let body: Value = serde_json::from_str(&body).unwrap();
    let mut comments = forge.comments.lock().unwrap();
    let found = comments.iter_mut().find(|c| c["id"] == id);
    let comment = found.ok_or(StatusCode::NOT_FOUND)?;
    comment["body"] = body["body"].clone();
    Ok(axum::Json(comment.clone()))
}

impl Forge {
    fn names(&self) -> axum::Json<Value> {
        let names = self.labels().into_iter();
        axum::Json(names.map(|name| json!({ "name": name })).collect())
    }
}

async fn labels(State(forge): State<Forge>, headers: HeaderMap) -> Answer {
    forge.admit_label(&headers)?;
    Ok(forge.names())
}

async fn add_labels(State(forge): State<Forge>, headers: HeaderMap, body: String) -> Answer {
    forge.admit_label(&headers)?;
    let body: Value = serde_json::from_str(&body).unwrap();
    for name in body["labels"].as_array().unwrap() {
        forge.label(name.as_str().unwrap());
    }
    Ok(forge.names())
}

async fn remove_label(
    State(forge): State<Forge>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Answer {
    forge.admit_label(&headers)?;
    let was_there = forge.labels.lock().unwrap().remove(&name);
    was_there
        .then(|| forge.names())
        .ok_or(StatusCode::NOT_FOUND)
}

async fn change_labels(State(forge): State<Forge>, headers: HeaderMap, body: String) -> Answer {
    forge.admit_label(&headers)?;
    let body: Value = serde_json::from_str(&body).unwrap();
    let names = |key: &str| body[key].as_str().unwrap().split(',').map(str::to_owned);
    for name in names("remove_labels") {
        forge.labels.lock().unwrap().remove(&name);
    }
    for name in names("add_labels") {
        forge.label(&name);
    }
    Ok(axum::Json(json!({ "iid": 7 })))
}
