//! From claims to a person.

use serde_json::Value;

use crate::model::person::Person;
use crate::model::settings::Claims;

/// Whether these claims lack one that is wanted, so that the provider's userinfo should be asked.
pub(super) fn lack(claims: &Value, wanted: &Claims) -> bool {
    [
        &wanted.username,
        &wanted.name,
        &wanted.email,
        &wanted.groups,
    ]
    .iter()
    .any(|name| claims.get(name.as_str()).is_none())
}

/// The person; none without a username. An email that the provider calls unverified is nobody's.
pub(super) fn person(claims: &Value, wanted: &Claims) -> Option<Person> {
    let unverified = match &claims["email_verified"] {
        Value::Bool(verified) => !verified,
        // Some providers write it as a text.
        Value::String(text) => text == "false",
        _ => false,
    };
    let emails = match wanted.email == "email" && unverified {
        true => Vec::new(),
        false => texts(&claims[&wanted.email]),
    };
    Some(Person {
        username: texts(&claims[&wanted.username]).into_iter().next()?,
        name: texts(&claims[&wanted.name]).into_iter().next(),
        emails,
        groups: texts(&claims[&wanted.groups]),
        ..Person::default()
    })
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
