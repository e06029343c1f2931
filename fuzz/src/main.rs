//! Everything that strangers send, mutated without end by libFuzzer: nothing may panic, hang or take much memory.
//!
//! One program for all targets; the environment variable `FUZZ_TARGET` names one, `FUZZ_CORPUS` the folder that gets the
//! seeds. To add one more: a word in [`Target`], its arm in `try_once`, its seeds in [`seeds`].

#![no_main]

mod seeds;

use std::sync::OnceLock;

use enroll::base::time::Timestamp;
use enroll::ca::authority::Authority;
use enroll::ca::csr::Csr;
use enroll::ca::scep::{Request, message_from_query};
use enroll::cms::ber::{Limits, to_der};
use enroll::cms::certificate::Certificate;
use enroll::cms::certs_only;
use enroll::cms::cipher::Accept;
use enroll::cms::enveloped::open_accepting;
use enroll::cms::verify::{verify, verify_detached};
use enroll::mdm::checkin::CheckIn;
use enroll::mdm::command::Report;
use enroll::mdm::event::Event;
use enroll::mdm::signature;
use enroll::spec::{self, SourceFile};
use libfuzzer_sys::fuzz_target;

#[derive(Clone, Copy)]
enum Target {
    Scep,
    Cms,
    Csr,
    Plist,
    Yaml,
}

struct Session {
    target: Target,
    authority: Authority,
}

static SESSION: OnceLock<Session> = OnceLock::new();

fn session() -> &'static Session {
    SESSION.get_or_init(|| {
        let target = match std::env::var("FUZZ_TARGET").as_deref() {
            Ok("scep") => Target::Scep,
            Ok("cms") => Target::Cms,
            Ok("csr") => Target::Csr,
            Ok("plist") => Target::Plist,
            Ok("yaml") => Target::Yaml,
            other => panic!("FUZZ_TARGET is {other:?}: one of scep, cms, csr, plist, yaml"),
        };
        let authority = seeds::authority();
        if let Some(corpus) = std::env::var_os("FUZZ_CORPUS") {
            for (name, bytes) in seeds::of(target, &authority) {
                let path = std::path::Path::new(&corpus).join(format!("seed-{name}"));
                std::fs::write(path, bytes).expect("the corpus can be written");
            }
        }
        Session { target, authority }
    })
}

fuzz_target!(
    init: {
        session();
    },
    |data: &[u8]| try_once(session(), data)
);

fn try_once(session: &Session, data: &[u8]) {
    match session.target {
        Target::Scep => scep(&session.authority, data),
        Target::Cms => cms(&session.authority, data),
        Target::Csr => {
            let _ = Csr::parse(data);
        }
        Target::Plist => {
            let _ = CheckIn::parse(data);
            let _ = Report::parse(data);
            let _ = Event::parse(data);
        }
        Target::Yaml => yaml(data),
    }
}

fn scep(authority: &Authority, data: &[u8]) {
    if let Ok(request) = Request::decode(data) {
        let _ = request.transaction_id();
        let _ = request.open(authority, &[0; 32], Accept::Legacy);
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = message_from_query(text);
    }
}

fn cms(authority: &Authority, data: &[u8]) {
    if let Ok(der) = to_der(data, Limits::SCEP) {
        assert!(to_der(&der, Limits::SCEP).is_ok(), "DER is BER");
    }
    let _ = verify(data, Limits::SCEP);
    let _ = verify_detached(data, b"body", Limits::HEADER);
    let _ = certs_only::read(data, Limits::SCEP);
    let _ = Certificate::parse(data);
    let ours = (authority.certificate(), authority.key());
    let _ = open_accepting(data, ours, &[0; 32], Limits::SCEP, Accept::Legacy);
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = signature::verify(Some(text), b"body", Timestamp(0));
        let _ = signature::presented(text, Timestamp(0));
    }
}

/// As the organization's own file, and as one of invitations beside a good one.
fn yaml(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let file = |path: &str, text: &str| SourceFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    spec::load(&[file("enroll.yaml", text)]);
    spec::load(&[
        file("enroll.yaml", seeds::ROOT),
        file("invitations.d/a.yaml", text),
    ]);
}
