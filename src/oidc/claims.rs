//! From claims to a person.

use serde_json::Value;

use crate::model::person::Person;
use crate::model::settings::Claims;

/// Whether these claims lack one that is wanted, so that the provider's userinfo should be asked.
pub(super) fn lack(claims: &Value, wanted: &Claims) -> bool {
    let mut names = wanted.names();
    names.any(|name| claims.get(name.as_str()).is_none())
}

/// The person; none without a username. An email or a phone that the provider calls unverified is nobody's.
pub(super) fn person(claims: &Value, wanted: &Claims) -> Option<Person> {
    let of = |name: &Option<String>| match name {
        Some(name) if !(name == "phone_number" && is_unverified(claims, name)) => {
            texts(&claims[name])
        }
        _ => Vec::new(),
    };
    let emails = match wanted.email == "email" && is_unverified(claims, "email") {
        true => Vec::new(),
        false => texts(&claims[&wanted.email]),
    };
    Some(Person {
        username: texts(&claims[&wanted.username]).into_iter().next()?,
        name: texts(&claims[&wanted.name]).into_iter().next(),
        emails,
        phones: of(&wanted.phone),
        title: of(&wanted.title).into_iter().next(),
        department: of(&wanted.department).into_iter().next(),
        groups: texts(&claims[&wanted.groups]),
        ..Person::default()
    })
}

/// The provider says that nobody has checked this claim (OpenID Connect Core 1.0, section 5.1).
fn is_unverified(claims: &Value, name: &str) -> bool {
    match &claims[format!("{name}_verified")] {
        Value::Bool(verified) => !verified,
        // Some providers write it as a text.
        Value::String(text) => text == "false",
        _ => false,
    }
}

/// A text, or the texts of a list; blank ones are none.
fn texts(value: &Value) -> Vec<String> {
    let all = match value {
        Value::Array(all) => all.as_slice(),
        one => std::slice::from_ref(one),
    };
    all.iter()
        .filter_map(|one| one.as_str())
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn claims_become_a_person() {
        let claims = json!({ "sub": "1", "preferred_username": " maya.chen ", "name": "Maya Chen",
            "email": "maya@x.example", "groups": ["staff", "", 3, "science"] });
        let usual = Claims::default();
        let maya = person(&claims, &usual).unwrap();
        assert_eq!(maya.username, "maya.chen");
        assert_eq!(maya.emails, ["maya@x.example"]);
        assert_eq!(maya.groups, ["staff", "science"]);
        assert!(!lack(&claims, &usual));
        let by_email = Claims {
            username: "email".to_owned(),
            groups: "roles".to_owned(),
            ..Claims::default()
        };
        assert_eq!(
            person(&claims, &by_email).unwrap().username,
            "maya@x.example"
        );
        assert!(lack(&claims, &by_email));
        assert_eq!(person(&json!({ "sub": "1" }), &usual), None);
    }

    #[test]
    fn phone_and_title_are_read_where_they_are_named() {
        let said = json!({ "preferred_username": "m", "phone_number": "+12015550101", "job": "Teacher",
            "org": ["Science"], "name": "M", "email": "m@x.example", "groups": [] });
        let usual = person(&said, &Claims::default()).unwrap();
        assert!(usual.phones.is_empty() && usual.title.is_none());
        let wanted = Claims {
            phone: Some("phone_number".to_owned()),
            title: Some("job".to_owned()),
            department: Some("org".to_owned()),
            ..Claims::default()
        };
        let maya = person(&said, &wanted).unwrap();
        assert_eq!(maya.phones, ["+12015550101"]);
        assert_eq!(maya.title.as_deref(), Some("Teacher"));
        assert_eq!(maya.department.as_deref(), Some("Science"));
        assert!(!lack(&said, &wanted));
        let mut unverified = said.clone();
        unverified["phone_number_verified"] = json!(false);
        assert!(person(&unverified, &wanted).unwrap().phones.is_empty());
        unverified["job"].take();
        unverified.as_object_mut().unwrap().remove("org");
        assert!(lack(&unverified, &wanted));
    }

    #[test]
    fn an_unverified_email_is_nobodys() {
        for unverified in [json!(false), json!("false")] {
            let claims = json!({ "preferred_username": "m", "email": "maya@x.example",
                "email_verified": unverified });
            assert!(
                person(&claims, &Claims::default())
                    .unwrap()
                    .emails
                    .is_empty()
            );
        }
    }
}
