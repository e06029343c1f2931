//! The phone's browser: cookies, redirects, and a list of trusted roots that starts empty.

use std::collections::BTreeMap;

use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Method};
use url::Url;

use super::Error;
use super::page::{self, Page};

/// What a phone says of itself; the version of iOS is frozen in it since iOS 26.
const USER_AGENT: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 \
                          (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";
const MOST_REDIRECTS: usize = 10;
const TIME_LIMIT: std::time::Duration = std::time::Duration::from_secs(30);

/// One browser with its cookies.
#[derive(Debug)]
pub struct Safari {
    client: Client,
    cookies: BTreeMap<String, String>,
    public: bool,
}

/// What a server answered in the end.
#[derive(Debug)]
pub struct Answer {
    /// Where it came from, after redirects.
    pub url: Url,
    /// HTTP status.
    pub status: u16,
    /// Media type without parameters.
    pub media_type: String,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The page in it.
    pub fn page(&self) -> Page {
        page::read(&String::from_utf8_lossy(&self.body))
    }
}

impl Safari {
    /// A browser that trusts `roots` (DER) over TLS, and public authorities if `public`.
    ///
    /// # Errors
    /// A root that is no certificate.
    pub fn new(roots: &[Vec<u8>], public: bool) -> Result<Self, Error> {
        Ok(Self {
            client: client(roots, public)?,
            cookies: BTreeMap::new(),
            public,
        })
    }

    /// Trusts `roots` from now on, and none of those before; cookies stay.
    ///
    /// # Errors
    /// A root that is no certificate.
    pub fn trust(&mut self, roots: &[Vec<u8>]) -> Result<(), Error> {
        self.client = client(roots, self.public)?;
        Ok(())
    }

    /// Opens an address and follows redirects.
    ///
    /// # Errors
    /// The server cannot be reached or is not trusted.
    pub async fn open(&mut self, url: &Url) -> Result<Answer, Error> {
        self.go(Method::GET, url.clone(), None).await
    }

    /// Sends a form and follows redirects.
    ///
    /// # Errors
    /// As [`Safari::open`].
    pub async fn submit(
        &mut self,
        url: &Url,
        fields: &[(String, String)],
    ) -> Result<Answer, Error> {
        self.go(Method::POST, url.clone(), Some(fields)).await
    }

    async fn go(
        &mut self,
        mut method: Method,
        mut url: Url,
        mut fields: Option<&[(String, String)]>,
    ) -> Result<Answer, Error> {
        for _ in 0..MOST_REDIRECTS {
            let mut request = self.client.request(method.clone(), url.clone());
            if !self.cookies.is_empty() {
                request = request.header(COOKIE, self.cookie_line());
            }
            if let Some(fields) = fields {
                request = request
                    .header("Origin", url.origin().ascii_serialization())
                    .form(fields);
            }
            let response = request.send().await.map_err(failed(&url))?;
            self.keep_cookies(&response);
            let target = response
                .headers()
                .get(LOCATION)
                .and_then(|v| v.to_str().ok());
            match target.and_then(|t| url.join(t).ok()) {
                Some(next) if response.status().is_redirection() => {
                    (method, url, fields) = (Method::GET, next, None);
                }
                _ => return answer(url, response).await,
            }
        }
        Err(Error::Stuck {
            heading: "too many redirects".to_owned(),
        })
    }

    fn cookie_line(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        pairs.join("; ")
    }

    fn keep_cookies(&mut self, response: &reqwest::Response) {
        for line in response
            .headers()
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok())
        {
            let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('='))
            else {
                continue;
            };
            if value.is_empty() {
                self.cookies.remove(name.trim());
            } else {
                self.cookies
                    .insert(name.trim().to_owned(), value.trim().to_owned());
            }
        }
    }
}

/// A client that trusts exactly `roots`, follows nothing by itself and uses no proxy.
///
/// # Errors
/// A root that is no certificate.
pub fn client(roots: &[Vec<u8>], public: bool) -> Result<Client, Error> {
    let wrong = |e: reqwest::Error| Error::Profile(format!("the root cannot be used: {e}"));
    let certificates = roots
        .iter()
        .map(|der| Certificate::from_der(der))
        .collect::<Result<Vec<_>, _>>()
        .map_err(wrong)?;
    let builder = Client::builder();
    let builder = match public {
        true => builder.tls_certs_merge(certificates),
        false => builder.tls_certs_only(certificates),
    };
    builder
        .user_agent(USER_AGENT)
        .redirect(Policy::none())
        .no_proxy()
        .tcp_nodelay(true)
        .timeout(TIME_LIMIT)
        .build()
        .map_err(wrong)
}

/// An error that names the address without its query and without the code of a link.
pub fn failed(url: &Url) -> impl FnOnce(reqwest::Error) -> Error {
    let shown = format!("{}{}", url.origin().ascii_serialization(), path_shown(url));
    move |source| Error::Network {
        url: shown,
        source: source.without_url(),
    }
}

/// The path of an address as it may be printed: the code of a link is a secret.
pub fn path_shown(url: &Url) -> String {
    let path = url.path();
    match path.to_ascii_lowercase().strip_prefix("/e/") {
        Some(_) => "/e/…".to_owned(),
        None => path.to_owned(),
    }
}

async fn answer(url: Url, response: reqwest::Response) -> Result<Answer, Error> {
    let status = response.status().as_u16();
    let media_type = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_owned();
    let body = response.bytes().await.map_err(failed(&url))?.to_vec();
    Ok(Answer {
        url,
        status,
        media_type,
        body,
    })
}
