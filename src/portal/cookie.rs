//! The one cookie: which session, or before that, which browser a form was given to.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::ops::visit::Cookie;

/// How long a browser keeps it, in seconds: longer than a session waits, so that a place is found again.
const MAX_AGE: u32 = 24 * 60 * 60;

/// Whose session a cookie names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// Somebody who enrolls.
    Person,
    /// Somebody who looks at the console.
    Viewer,
}

impl Whose {
    /// `__Host-` keeps other hosts and plain http from setting it; on loopback http browsers refuse such names.
    fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Person, true) => "__Host-enroll",
            (Self::Person, false) => "enroll",
            (Self::Viewer, true) => "__Host-enroll-console",
            (Self::Viewer, false) => "enroll-console",
        }
    }
}

/// The cookie a request carries. Two of them are none: somebody else may have planted one.
pub(super) fn read(headers: &HeaderMap, https: bool) -> Option<Cookie> {
    read_of(Whose::Person, headers, https)
}

/// The same of somebody else.
pub(super) fn read_of(whose: Whose, headers: &HeaderMap, https: bool) -> Option<Cookie> {
    let name = whose.name(https);
    let mut values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(value), None) => Cookie::parse(value),
        _ => None,
    }
}

/// Sets the cookie.
pub(super) fn set(headers: &mut HeaderMap, cookie: &Cookie, https: bool) {
    set_of(Whose::Person, headers, cookie, https);
}

/// The same for somebody else.
pub(super) fn set_of(whose: Whose, headers: &mut HeaderMap, cookie: &Cookie, https: bool) {
    write(whose, headers, (cookie.expose(), MAX_AGE), https);
}

/// Makes the browser forget it.
pub(super) fn forget(headers: &mut HeaderMap, https: bool) {
    forget_of(Whose::Person, headers, https);
}

/// The same for somebody else.
pub(super) fn forget_of(whose: Whose, headers: &mut HeaderMap, https: bool) {
    write(whose, headers, ("", 0), https);
}

fn write(whose: Whose, headers: &mut HeaderMap, (value, age): (&str, u32), https: bool) {
    let secure = if https { "; Secure" } else { "" };
    let name = whose.name(https);
    let text = format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(mut value) = HeaderValue::from_str(&text) {
        value.set_sensitive(true);
        headers.insert(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cookie_of_our_own_and_no_other() {
        let ours = "a".repeat(64);
        let read_from = |text: String| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, text.parse().unwrap());
            read(&headers, true).map(|cookie| cookie.expose().to_owned())
        };
        assert_eq!(
            read_from(format!("x=1; __Host-enroll={ours}")),
            Some(ours.clone())
        );
        assert_eq!(read_from(format!("enroll={ours}")), None);
        assert_eq!(read_from("__Host-enroll=short".to_owned()), None);
        let twice = format!("__Host-enroll={ours}; __Host-enroll={}", "b".repeat(64));
        assert_eq!(read_from(twice), None);
    }

    #[test]
    fn it_is_out_of_reach_of_scripts_and_of_plain_http() {
        let mut headers = HeaderMap::new();
        set(&mut headers, &Cookie::parse(&"a".repeat(64)).unwrap(), true);
        let text = headers[header::SET_COOKIE].to_str().unwrap();
        assert!(text.starts_with("__Host-enroll=aaa") && text.contains("; Path=/;"));
        for part in ["Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(text.contains(part), "{part}");
        }
        assert!(!text.contains("Domain"));
    }
}
