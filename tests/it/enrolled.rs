//! Devices that came in by the real protocol, for tests about what is known of them afterwards.

use enroll::base::mask;
use enroll::phone::{self, Error, Journey, Nature, Persona};

use crate::portal::school::School;

/// The clock and the randomness of this machine.
pub const NATURE: Nature = Nature {
    now: enroll::ops::clock::now,
    random: |buffer| aws_lc_rs::rand::fill(buffer).is_ok(),
    public: false,
};

/// Somebody who logs in with these, and their device number `n`.
pub fn persona(username: &str, password: &str, n: u32) -> Persona {
    Persona {
        username: username.to_owned(),
        password: password.to_owned(),
        assign: None,
        ownership: "institution".to_owned(),
        site: None,
        udid: format!("00008120-{n:016X}"),
        serial: format!("F2L{n:05}K9P7"),
        device_name: format!("iPhone number {n}"),
        product: "iPhone15,4".to_owned(),
        os_version: "18.6".to_owned(),
        leaves: false,
        made: None,
    }
}

/// A person of the directory.
pub fn person(username: &str, n: u32) -> Persona {
    persona(username, &format!("{username}-pass"), n)
}

/// A serial number as outputs show it.
pub fn masked(persona: &Persona) -> String {
    mask::serial(&persona.serial)
}

/// Opens `path` of the portal and goes on to the end.
pub async fn enroll(school: &School, path: &str, persona: &Persona) -> Result<Journey, Error> {
    let url = format!("{}{path}", school.url).parse().unwrap();
    phone::enroll(&url, persona, NATURE, None, |_| {}).await
}
