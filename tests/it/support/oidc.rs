//! OpenID providers: a certified one with login pages of its own (`oidc-provider` of npm, run by node), and one of
//! ours that tells lies when asked to.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde_json::{Value, json};

use super::process::{Process, tied};
use super::{source, web};

/// Secret of the client `enroll`.
pub const SECRET: &str = "client secret + canary/%";

/// Where `tests/packages` puts it.
const MODULE: &str = "target/npm/node_modules/oidc-provider/lib/index.js";

/// The certified provider. It ends when dropped.
pub struct Certified {
    pub issuer: String,
    _process: Process,
}

impl Certified {
    /// Starts it for one client that comes back to `redirect`.
    pub fn start(redirect: &str) -> Self {
        let module = source::root().join(MODULE);
        assert!(module.exists(), "oidc-provider: run tests/packages");
        let mut command = tied("KILL", "node");
        command
            .arg(source::root().join("tests/it/support/oidc_provider.mjs"))
            .args([module.as_os_str(), redirect.as_ref(), SECRET.as_ref()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = Process::start(command);
        let lines = BufReader::new(process.child().stdout.take().unwrap()).lines();
        let issuer = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("issuer ").map(str::to_owned));
        Self {
            issuer: issuer.expect("node (package nodejs) with oidc-provider"),
            _process: process,
        }
    }
}

/// What our own provider does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Everything as it should be.
    Honest,
    /// The ID token has the nonce of another login.
    Nonce,
    /// The ID token is for another client.
    Audience,
    /// The ID token is by another issuer.
    Issuer,
    /// The ID token ended an hour ago.
    Expired,
    /// The ID token is signed by nobody (`alg: none`).
    Unsigned,
    /// The ID token is signed with the public key as a shared secret.
    Shared,
    /// The ID token is signed by a key that is not published.
    Stranger,
    /// The ID token has the name of a published key and the signature of another.
    Forged,
    /// The answer names another issuer.
    MixUp,
    /// The person says no.
    Declined,
    /// It fails.
    Down,
}

struct Inner {
    mood: Mood,
    user: String,
    key: Key,
    issuer: String,
    begun: HashMap<String, HashMap<String, String>>,
    told: Vec<String>,
}

struct Key {
    name: String,
    pair: EcdsaKeyPair,
}

impl Key {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            pair: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(),
        }
    }

    fn public(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.name,
            "x": text(&point[1..33]), "y": text(&point[33..]) })
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = aws_lc_rs::rand::SystemRandom::new();
        self.pair.sign(&random, message).unwrap().as_ref().to_vec()
    }
}

/// Our own provider. It ends with the process.
#[derive(Clone)]
pub struct Fake {
    pub issuer: String,
    inner: Arc<Mutex<Inner>>,
}

impl Fake {
    /// Starts it on a thread of its own; `maya.chen` is logged in.
    pub fn start() -> Self {
        Self::speaking(false)
    }

    /// By TLS, with a certificate of the throw-away authority.
    pub fn start_tls() -> Self {
        Self::speaking(true)
    }

    fn speaking(tls: bool) -> Self {
        let inner = Arc::new(Mutex::new(Inner {
            mood: Mood::Honest,
            user: "maya.chen".to_owned(),
            key: Key::new("first"),
            issuer: String::new(),
            begun: HashMap::new(),
            told: Vec::new(),
        }));
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(document))
            .route("/jwks", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(Arc::clone(&inner));
        let issuer = web::serve(router, tls);
        inner.lock().unwrap().issuer.clone_from(&issuer);
        Self { issuer, inner }
    }

    pub fn set_mood(&self, mood: Mood) {
        self.inner.lock().unwrap().mood = mood;
    }

    /// Who is logged in there.
    pub fn set_user(&self, user: &str) {
        self.inner.lock().unwrap().user = user.to_owned();
    }

    /// Signs with another key from now on, and publishes it alone.
    pub fn rotate(&self) {
        self.inner.lock().unwrap().key = Key::new("second");
    }

    /// Every code and token it ever told.
    pub fn told(&self) -> Vec<String> {
        self.inner.lock().unwrap().told.clone()
    }
}

type Shared = State<Arc<Mutex<Inner>>>;

async fn document(State(inner): Shared) -> Response {
    let inner = inner.lock().unwrap();
    if inner.mood == Mood::Down {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let at = |path: &str| format!("{}{path}", inner.issuer);
    Json(json!({
        "issuer": inner.issuer,
        "authorization_endpoint": at("/authorize?theme=plain"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/jwks"),
        "claims_supported": ["sub", "preferred_username", "name", "email"],
        "authorization_response_iss_parameter_supported": true,
    }))
    .into_response()
}

async fn keys(State(inner): Shared) -> Json<Value> {
    let odd = json!({ "kty": "AKP", "kid": "odd", "pub": "AQAB" });
    Json(json!({ "keys": [odd, inner.lock().unwrap().key.public()] }))
}

fn fields(text: &str) -> HashMap<String, String> {
    url::form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}

async fn authorize(State(inner): Shared, RawQuery(query): RawQuery) -> Response {
    let asked = fields(&query.unwrap_or_default());
    let mut inner = inner.lock().unwrap();
    let good = asked["response_type"] == "code"
        && asked["client_id"] == "enroll"
        && asked["code_challenge_method"] == "S256"
        && asked["theme"] == "plain"
        && asked["scope"].split(' ').any(|scope| scope == "openid");
    assert!(good, "{asked:?}");
    let mut back = url::Url::parse(&asked["redirect_uri"]).unwrap();
    let issuer = match inner.mood {
        Mood::MixUp => "https://other.example".to_owned(),
        _ => inner.issuer.clone(),
    };
    back.query_pairs_mut()
        .append_pair("state", &asked["state"])
        .append_pair("iss", &issuer);
    if inner.mood == Mood::Declined {
        back.query_pairs_mut().append_pair("error", "access_denied");
    } else {
        let code = format!("code-canary-{}", inner.told.len());
        back.query_pairs_mut().append_pair("code", &code);
        inner.told.push(code.clone());
        inner.begun.insert(code, asked);
    }
    (StatusCode::FOUND, [(header::LOCATION, back.to_string())]).into_response()
}

/// Takes each code once, from the right client, with the verifier of its challenge.
async fn token(State(inner): Shared, headers: HeaderMap, body: String) -> Response {
    let form = fields(&body);
    let mut inner = inner.lock().unwrap();
    let encoded: String = url::form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let basic = BASE64.encode(format!("enroll:{encoded}").as_bytes());
    if headers[header::AUTHORIZATION] != format!("Basic {basic}") {
        let error = json!({ "error": "invalid_client" });
        return (StatusCode::UNAUTHORIZED, Json(error)).into_response();
    }
    let asked = inner.begun.remove(&form["code"]);
    let challenge = enroll::base::digest::sha256(form["code_verifier"].as_bytes());
    let challenge = BASE64URL_NOPAD.encode(&challenge);
    let Some(asked) = asked.filter(|asked| {
        asked["code_challenge"] == challenge && asked["redirect_uri"] == form["redirect_uri"]
    }) else {
        let error = json!({ "error": "invalid_grant" });
        return (StatusCode::BAD_REQUEST, Json(error)).into_response();
    };
    let token = inner.id_token(&asked["nonce"]);
    let access = format!("access-canary-{}", inner.told.len());
    inner.told.extend([token.clone(), access.clone()]);
    Json(json!({ "access_token": access, "token_type": "Bearer", "id_token": token }))
        .into_response()
}

impl Inner {
    fn id_token(&self, nonce: &str) -> String {
        let is = |mood: Mood| self.mood == mood;
        let now = enroll::ops::clock::now().0 / enroll::base::time::SECOND;
        let groups = match self.user.as_str() {
            "sam.park" => vec!["pupils"],
            _ => vec!["staff"],
        };
        let claims = json!({
            "iss": if is(Mood::Issuer) { "https://other.example" } else { &self.issuer },
            "aud": if is(Mood::Audience) { "another-client" } else { "enroll" },
            "exp": if is(Mood::Expired) { now - 3600 } else { now + 300 },
            "iat": if is(Mood::Expired) { now - 7200 } else { now },
            "nonce": if is(Mood::Nonce) { "another" } else { nonce },
            "sub": format!("id-of-{}", self.user),
            "preferred_username": self.user,
            "name": "Maya Chen",
            "email": format!("{}@riverside.example", self.user),
            "groups": groups,
        });
        let algorithm = match self.mood {
            Mood::Unsigned => "none",
            Mood::Shared => "HS256",
            _ => "ES256",
        };
        let name = if is(Mood::Stranger) {
            "stranger"
        } else {
            &self.key.name
        };
        let part = |json: Value| BASE64URL_NOPAD.encode(json.to_string().as_bytes());
        let header = part(json!({ "alg": algorithm, "typ": "JWT", "kid": name }));
        let message = format!("{header}.{}", part(claims));
        let signature = match self.mood {
            Mood::Unsigned => Vec::new(),
            Mood::Shared => {
                let key = self.key.pair.public_key().as_ref();
                enroll::base::digest::hmac_sha256(key, &[message.as_bytes()]).to_vec()
            }
            Mood::Stranger | Mood::Forged => Key::new("stranger").sign(message.as_bytes()),
            _ => self.key.sign(message.as_bytes()),
        };
        format!("{message}.{}", BASE64URL_NOPAD.encode(&signature))
    }
}
