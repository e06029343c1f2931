//! What every answer carries, and which hosts are ours.

use std::collections::BTreeSet;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::Url;

use crate::mdm::account;
use crate::model::settings::{OtherPage, Settings};

/// Headers of every answer, made once.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    hosts: BTreeSet<String>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// Paths that machines ask by whatever name: health of this process, nothing of people.
const ANY_HOST: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// The path of SCEP, whose clients of HTTP/1.0 name no host. Browsers always do.
const NO_HOST: &str = "/scep";

impl Policy {
    /// The policy of these settings.
    pub(super) fn of(settings: &Settings) -> Self {
        let probe = settings.mdm.url.origin().ascii_serialization();
        // A form may lead to the page of another system, or to the page that hands the person back to their device.
        let device = match settings.mdm.account_driven {
            Some(_) => format!(" {}:", account::SCHEME),
            None => String::new(),
        };
        let origin = |page: &OtherPage| format!(" {}", page.url.origin().ascii_serialization());
        let other = settings.mdm.manager.page().map(origin).unwrap_or_default();
        let content = format!(
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
             img-src 'self' data: {probe}; form-action 'self'{device}{other}; base-uri 'none'; frame-ancestors 'none'"
        );
        let mut headers = vec![
            (
                header::X_CONTENT_TYPE_OPTIONS,
                HeaderValue::from_static("nosniff"),
            ),
            (
                header::REFERRER_POLICY,
                HeaderValue::from_static("same-origin"),
            ),
            (
                HeaderName::from_static("x-robots-tag"),
                HeaderValue::from_static("noindex, nofollow"),
            ),
            (
                HeaderName::from_static("cross-origin-opener-policy"),
                HeaderValue::from_static("same-origin"),
            ),
        ];
        if let Ok(value) = HeaderValue::from_str(&content) {
            headers.push((header::CONTENT_SECURITY_POLICY, value));
        }
        if settings.portal.url.scheme() == "https" {
            let value = HeaderValue::from_static("max-age=31536000");
            headers.push((header::STRICT_TRANSPORT_SECURITY, value));
        }
        let hosts = [&settings.portal.url, &settings.mdm.url];
        Self {
            hosts: hosts.into_iter().flat_map(names).collect(),
            headers,
        }
    }

    /// Whether the request names one of our hosts, once.
    fn knows(&self, request: &Request) -> bool {
        let mut named = request
            .headers()
            .get_all(header::HOST)
            .iter()
            .map(|value| value.to_str().unwrap_or_default().to_ascii_lowercase());
        let (first, second) = (named.next(), named.next());
        let authority = request
            .uri()
            .authority()
            .map(|authority| authority.as_str().to_ascii_lowercase());
        let ours =
            |name: &Option<String>| name.as_ref().is_none_or(|name| self.hosts.contains(name));
        let old = request.version() == Version::HTTP_10 && request.uri().path() == NO_HOST;
        second.is_none()
            && (first.is_some() || authority.is_some() || old)
            && ours(&first)
            && ours(&authority)
    }

    fn dress(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.headers {
            // A page that needs another policy has set it.
            headers.entry(name).or_insert_with(|| value.clone());
        }
        if !headers.contains_key(header::CACHE_CONTROL) {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
    }
}

/// A host as browsers write it: with its port, and without where that is the scheme's own.
fn names(url: &Url) -> Vec<String> {
    let Some(host) = url.host_str() else {
        return Vec::new();
    };
    let host = host.to_ascii_lowercase();
    let with = url
        .port_or_known_default()
        .map(|port| format!("{host}:{port}"));
    let without = url.port().is_none().then_some(host);
    with.into_iter().chain(without).collect()
}

/// Refuses foreign hosts and dresses every answer.
pub(super) async fn apply(policy: Policy, request: Request, next: Next) -> Response {
    let known = ANY_HOST.contains(&request.uri().path()) || policy.knows(&request);
    let mut response = if known {
        next.run(request).await
    } else {
        (
            StatusCode::MISDIRECTED_REQUEST,
            "This server does not answer for that host.\n",
        )
            .into_response()
    };
    policy.dress(response.headers_mut());
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn knows(hosts: &[&str], uri: &str) -> bool {
        let policy = Policy {
            hosts: names(&"https://Enroll.example".parse().unwrap())
                .into_iter()
                .collect(),
            headers: Vec::new(),
        };
        let mut request = Request::builder().uri(uri).body(Body::empty()).unwrap();
        for host in hosts {
            request
                .headers_mut()
                .append(header::HOST, host.parse().unwrap());
        }
        policy.knows(&request)
    }

    #[test]
    fn a_client_of_http_1_0_may_name_no_host() {
        assert!(!knows(&[], "/scep"));
        let policy = Policy {
            hosts: BTreeSet::new(),
            headers: Vec::new(),
        };
        for (version, path, known) in [
            (Version::HTTP_10, "/scep?operation=GetCACaps", true),
            (Version::HTTP_10, "/enroll", false),
            (Version::HTTP_11, "/scep", false),
        ] {
            let request = Request::builder().version(version).uri(path);
            assert_eq!(policy.knows(&request.body(Body::empty()).unwrap()), known);
        }
    }

    #[test]
    fn only_our_own_name_once() {
        assert!(knows(&["enroll.example"], "/"));
        assert!(knows(&["ENROLL.example:443"], "/"));
        assert!(knows(&["enroll.example"], "https://enroll.example/"));
        for hosts in [
            &["evil.example"][..],
            &["enroll.example:80"],
            &["enroll.example", "evil.example"],
            &[],
        ] {
            assert!(!knows(hosts, "/"), "{hosts:?}");
        }
        assert!(!knows(&["enroll.example"], "https://evil.example/"));
        assert!(!knows(&["enroll.example@evil.example"], "/"));
    }
}
