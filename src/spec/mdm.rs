//! Device management as each process reads it at start.

use url::Url;

use super::field::{Field, Map};
use super::settings::{secret as secret_of, tls};
use super::{authority, codes, keys, values};
use crate::model::enrollment::EnrollmentMode;
use crate::model::settings::{
    ALL_RIGHTS, AccountDriven, Manager, Mdm, Ota, OtherPage, OtherServer, PERSONAL_RIGHTS, PageOf,
    Product, Proven, Push, SignInMethod,
};

/// Where Apple takes calls of devices.
const PUSH_SERVICE: &str = "https://api.push.apple.com";
const TOPICS: &str = "com.apple.mgmt.";

/// The settings of device management, defaults filled in. None: neither it nor the portal has a URL.
pub fn mdm(root: &Map<'_>, portal: Option<&Url>) -> Option<Mdm> {
    let map = root.get("mdm").and_then(|f| f.map(&keys::MDM));
    let get = |key: &str| map.and_then(|m| m.get(key));
    let manager = match &map {
        Some(map) => manager(map),
        None => Some(Manager::BuiltIn),
    };
    let rights = get("access_rights").and_then(|f| f.map(&keys::RIGHTS));
    let right = |key: &str, usual: u32| {
        let given = rights.and_then(|m| m.get(key));
        given
            .and_then(|f| f.number(1..=ALL_RIGHTS))
            .unwrap_or(usual)
    };
    let url = get("url").and_then(|f| url(&f));
    let listen = get("listen").and_then(|f| values::listen(&f));
    let tls = get("tls")
        .and_then(|f| f.map(&keys::TLS))
        .and_then(|m| tls(&m));
    let topic = get("topic").and_then(|f| topic(&f));
    let scep_map = get("scep").and_then(|f| f.map(&keys::SCEP));
    let scep_legacy = scep_map.and_then(|m| m.get("legacy"));
    let scep_legacy = scep_legacy.and_then(|f| f.flag()).unwrap_or(false);
    let push = get("push").and_then(|f| push(&f));
    let ota = get("ota").and_then(|f| ota(&f));
    let account_driven = get("account_driven").and_then(|f| account_driven(&f));
    let min_os = get("min_os").and_then(|f| f.number(1..=99));
    Some(Mdm {
        manager: manager?,
        listen,
        tls,
        ca: map.and_then(|m| m.text("ca")),
        topic,
        scep: scep_map.and_then(|m| authority::given(&m)),
        outside_scep: scep_map.and_then(|m| authority::scep(&m)),
        acme: get("acme").and_then(|f| authority::acme(&f)),
        scep_legacy,
        push,
        rights_institution: right("institution", ALL_RIGHTS),
        rights_personal: right("personal", PERSONAL_RIGHTS),
        min_os,
        ota: ota.unwrap_or_default(),
        account_driven,
        url: url.or_else(|| portal.cloned())?,
    })
}

/// Who manages devices, as `mode` says.
#[derive(Clone, Copy)]
enum Mode {
    BuiltIn,
    Server(Product),
    Page(PageOf),
}

/// Keys that need a profile, an identity or a check-in of ours.
const OURS: [&str; 12] = [
    "url",
    "listen",
    "tls",
    "ca",
    "topic",
    "scep",
    "acme",
    "min_os",
    "push",
    "ota",
    "webhook_secret",
    "account_driven",
];

/// Who manages devices; each mode has keys of its own.
fn manager(map: &Map<'_>) -> Option<Manager> {
    let mode = match map.get("mode") {
        Some(field) => mode(&field)?,
        None => Mode::BuiltIn,
    };
    match mode {
        Mode::BuiltIn => {
            for key in ["server", "webhook_secret", "enroll_secret"] {
                let hint = "it belongs to another system: say which one by `mode`";
                map.refuse(key, hint);
            }
            Some(Manager::BuiltIn)
        }
        Mode::Server(product) => server(map, product),
        Mode::Page(of) => page(map, of),
    }
}

/// A server that devices with our profile talk to.
fn server(map: &Map<'_>, product: Product) -> Option<Manager> {
    map.refuse(
        "push",
        "the other server wakes devices: give the push certificate to it",
    );
    map.refuse("enroll_secret", "it belongs to `mode: fleet` or `jamf`");
    // Its push certificate decides, and we do not have that.
    let topic = map.require("topic", "com.apple.mgmt.External.…");
    let server = map.require("server", "https://mdm.example.com");
    let secret = map.require("webhook_secret", "{ env: MDM_WEBHOOK_SECRET }");
    let (server, secret) = (
        server.and_then(|f| url(&f)),
        secret.and_then(|f| secret_of(&f)),
    );
    topic?;
    Some(Manager::Server(OtherServer {
        product,
        url: server?,
        webhook_secret: secret?,
    }))
}

/// A system with an enrollment page of its own. Fleet lets in who has a secret; Jamf Pro lets people log in, or has
/// invitations of its own.
fn page(map: &Map<'_>, of: PageOf) -> Option<Manager> {
    for key in OURS {
        let hint = format!("{} enrolls the devices: set it there", of.name());
        map.refuse(key, &hint);
    }
    let server = map.require("server", "https://mdm.example.com");
    let secret = match of {
        PageOf::Fleet => Some(map.require("enroll_secret", "{ env: FLEET_ENROLL_SECRET }")?),
        PageOf::Jamf => map.get("enroll_secret"),
    };
    let secret = match secret {
        Some(field) => Some(secret_of(&field)?),
        None => None,
    };
    Some(Manager::Page(OtherPage {
        of,
        url: server.and_then(|f| url(&f))?,
        secret,
    }))
}

fn mode(field: &Field<'_>) -> Option<Mode> {
    field.word(&[
        ("built_in", Mode::BuiltIn),
        ("nanomdm", Mode::Server(Product::NanoMdm)),
        ("micromdm", Mode::Server(Product::MicroMdm)),
        ("fleet", Mode::Page(PageOf::Fleet)),
        ("jamf", Mode::Page(PageOf::Jamf)),
    ])
}

fn url(field: &Field<'_>) -> Option<Url> {
    let url = values::origin(field)?;
    values::https(field, url, "devices check in by https alone")
}

fn topic(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if text.strip_prefix(TOPICS).is_none_or(str::is_empty) {
        field
            .error(codes::BAD_TOPIC, "this is not a topic of device management")
            .hint(format!(
                "it begins with {TOPICS} and is the UID of the push certificate"
            ));
        return None;
    }
    Some(text.to_owned())
}

/// The push certificate, and Apple's push service unless another address is given.
fn push(field: &Field<'_>) -> Option<Push> {
    let map = field.map(&keys::PUSH)?;
    let url = match map.get("url") {
        Some(given) => url(&given),
        None => Url::parse(PUSH_SERVICE).ok(),
    };
    Some(Push {
        files: tls(&map)?,
        url: url?,
    })
}

/// Which devices prove what they are, and by whose word.
fn ota(field: &Field<'_>) -> Option<Ota> {
    let map = field.map(&keys::OTA)?;
    let words = [
        ("none", Proven::None),
        ("bound", Proven::Bound),
        ("all", Proven::All),
    ];
    let of = map.get("devices").and_then(|f| f.word(&words));
    Some(Ota {
        of: of.unwrap_or_default(),
        ca: map.text("ca"),
    })
}

/// People who sign in on the device.
fn account_driven(field: &Field<'_>) -> Option<AccountDriven> {
    let map = field.map(&keys::ACCOUNT_DRIVEN)?;
    let words = [
        ("byod", EnrollmentMode::Byod),
        ("adde", EnrollmentMode::Adde),
    ];
    let mode = match map.get("mode") {
        Some(mode) => mode.word(&words)?,
        None => {
            field
                .error(codes::MISSING_KEY, "`mode` is missing")
                .hint("one of: byod, adde");
            return None;
        }
    };
    let methods = [("web", SignInMethod::Web), ("oauth2", SignInMethod::OAuth2)];
    let method = map.get("method").and_then(|f| f.word(&methods));
    let account = map.text("account");
    Some(AccountDriven {
        mode,
        method: method.unwrap_or_default(),
        account: account.unwrap_or_else(|| "{email}".to_owned()),
    })
}
