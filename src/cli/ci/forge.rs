//! Comments on a code host by its HTTP API: find the one with our mark, write it anew, or write the first.

use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::base::error::Kind;
use crate::base::secret::Secret;
use crate::cli::global::Failure;
use crate::http;

/// Tries of one request, for a host that is busy.
const TRIES: u32 = 4;
/// Comments asked for at a time.
const PAGE: usize = 100;
/// Pages looked through for our comment.
const PAGES: usize = 50;

/// Which code host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Host {
    /// GitHub, with GITHUB_TOKEN
    Github,
    /// GitLab, with ENROLL_GITLAB_TOKEN
    Gitlab,
}

/// The comments of one pull request.
#[derive(Debug)]
pub struct Thread {
    host: Host,
    client: Client,
    /// Where its comments are listed and written.
    comments: String,
    /// Where one comment is written anew, its id to follow.
    one: String,
    /// Where its labels are listed and set.
    labels: String,
    token: Secret<String>,
}

/// A comment that is there.
#[derive(Clone, Debug)]
pub struct Comment {
    id: u64,
    /// Its text.
    pub body: String,
}

impl Thread {
    /// The thread that the environment of a CI run names; `number` wins.
    ///
    /// # Errors
    /// Usage, naming the variable that is missing.
    pub fn of_environment(host: Host, number: Option<u64>) -> Result<Self, Failure> {
        let (thread, one, token) = match host {
            Host::Github => {
                let api = read("GITHUB_API_URL").unwrap_or("https://api.github.com".to_owned());
                let base = format!("{api}/repos/{}/issues", need("GITHUB_REPOSITORY")?);
                let number = number.or_else(pull_request).ok_or_else(|| {
                    missing("the number of the pull request", "give it with --number")
                })?;
                let thread = format!("{base}/{number}");
                (thread, format!("{base}/comments"), need("GITHUB_TOKEN")?)
            }
            Host::Gitlab => {
                let number = match number {
                    Some(number) => number.to_string(),
                    None => need("CI_MERGE_REQUEST_IID")?,
                };
                let (api, project) = (need("CI_API_V4_URL")?, need("CI_PROJECT_ID")?);
                let thread = format!("{api}/projects/{project}/merge_requests/{number}");
                let notes = format!("{thread}/notes");
                (thread, notes, need("ENROLL_GITLAB_TOKEN")?)
            }
        };
        let (comments, labels) = match host {
            Host::Github => (format!("{thread}/comments"), format!("{thread}/labels")),
            Host::Gitlab => (one.clone(), thread),
        };
        Ok(Self {
            host,
            client: http::client(http::PATIENT).map_err(|e| unreached(&e.to_string()))?,
            comments,
            one,
            labels,
            token: Secret::new(token),
        })
    }

    pub(super) fn host(&self) -> Host {
        self.host
    }

    pub(super) fn labels(&self) -> &str {
        &self.labels
    }

    /// Our comment: the first that begins with `marker`.
    ///
    /// # Errors
    /// The host does not answer, or refuses.
    pub async fn find(&self, marker: &str) -> Result<Option<Comment>, Failure> {
        for page in 1..=PAGES {
            let url = format!("{}?per_page={PAGE}&page={page}", self.comments);
            let listed: Vec<Value> = self.ask(Method::GET, &url, None).await?;
            let found = listed.iter().find_map(|row| {
                let body = row["body"].as_str()?;
                let body = body.starts_with(marker).then(|| body.to_owned())?;
                let id = row["id"].as_u64()?;
                Some(Comment { id, body })
            });
            if found.is_some() || listed.len() < PAGE {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Writes the first comment.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub async fn create(&self, body: &str) -> Result<(), Failure> {
        let body = json!({ "body": body });
        self.ask::<Value>(Method::POST, &self.comments, Some(&body))
            .await?;
        Ok(())
    }

    /// Writes a comment anew.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub async fn update(&self, old: &Comment, body: &str) -> Result<(), Failure> {
        let method = match self.host {
            Host::Github => Method::PATCH,
            Host::Gitlab => Method::PUT,
        };
        let url = format!("{}/{}", self.one, old.id);
        let body = json!({ "body": body });
        self.ask::<Value>(method, &url, Some(&body)).await?;
        Ok(())
    }

    /// One request. What was not begun is tried again; so is what does the same when done twice.
    pub(super) async fn ask<T: serde::de::DeserializeOwned>(
        &self,
        method: Method,
        url: &str,
        body: Option<&Value>,
    ) -> Result<T, Failure> {
        let mut tries = 1;
        loop {
            let answer = self.once(method.clone(), url, body).await;
            let again = match &answer {
                Ok(answer) => {
                    let status = answer.status();
                    status == StatusCode::TOO_MANY_REQUESTS
                        || status.is_server_error() && method != Method::POST
                }
                Err(error) => error.is_connect(),
            };
            if !again || tries == TRIES {
                return read_answer(answer.map_err(|e| failed(&e))?).await;
            }
            tokio::time::sleep(Duration::from_millis(250) * 2_u32.pow(tries)).await;
            tries += 1;
        }
    }

    async fn once(
        &self,
        method: Method,
        url: &str,
        body: Option<&Value>,
    ) -> Result<Response, reqwest::Error> {
        let mut request = self.client.request(method, url);
        let (name, value) = match self.host {
            Host::Github => ("authorization", format!("Bearer {}", self.token.expose())),
            Host::Gitlab => ("private-token", self.token.expose().clone()),
        };
        if let Ok(mut value) = HeaderValue::from_str(&value) {
            value.set_sensitive(true);
            request = request.header(HeaderName::from_static(name), value);
        }
        if self.host == Host::Github {
            request = request
                .header("accept", "application/vnd.github+json")
                .header("x-github-api-version", "2022-11-28");
        }
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        request.send().await
    }
}

async fn read_answer<T: serde::de::DeserializeOwned>(answer: Response) -> Result<T, Failure> {
    let status = answer.status();
    if !status.is_success() {
        let failure = Failure::new(
            Kind::Operational,
            format!("the code host answered {status} to {}", answer.url().path()),
        );
        return Err(match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => {
                failure.hint("the token must be allowed to write to this pull request")
            }
            _ => failure,
        });
    }
    let text = answer.text().await.map_err(|e| failed(&e))?;
    serde_json::from_str(&text)
        .map_err(|e| Failure::new(Kind::Operational, format!("the code host's answer: {e}")))
}

fn failed(error: &reqwest::Error) -> Failure {
    unreached(&http::why(error))
}

fn unreached(why: &str) -> Failure {
    Failure::new(Kind::Unavailable, format!("the code host: {why}"))
}

/// The number of the pull request that a run of GitHub Actions is for.
fn pull_request() -> Option<u64> {
    let of_event = event().and_then(|event| event["pull_request"]["number"].as_u64());
    of_event.or_else(|| {
        let name = read("GITHUB_REF")?;
        let number = name.strip_prefix("refs/pull/")?.split('/').next()?;
        number.parse().ok()
    })
}

/// The commit that a pull request ends with; of a run of GitHub Actions, not the merge that it tries.
pub fn commit() -> Option<String> {
    let head = event().and_then(|e| e["pull_request"]["head"]["sha"].as_str().map(str::to_owned));
    head.or_else(|| read("CI_COMMIT_SHA"))
        .or_else(|| read("GITHUB_SHA"))
}

/// Where the run can be looked at.
pub fn run_url() -> Option<String> {
    let github = || {
        let (server, repository) = (read("GITHUB_SERVER_URL")?, read("GITHUB_REPOSITORY")?);
        let run = read("GITHUB_RUN_ID")?;
        Some(format!("{server}/{repository}/actions/runs/{run}"))
    };
    read("CI_JOB_URL").or_else(github)
}

/// What started a run of GitHub Actions.
fn event() -> Option<Value> {
    let text = std::fs::read_to_string(read("GITHUB_EVENT_PATH")?).ok()?;
    serde_json::from_str(&text).ok()
}

fn read(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn need(name: &str) -> Result<String, Failure> {
    read(name).ok_or_else(|| missing(name, "set it, as the CI system does"))
}

fn missing(what: &str, hint: &str) -> Failure {
    Failure::new(Kind::Usage, format!("{what} is not known")).hint(hint)
}
