//! Entries of people, and the filters that find them.

use std::collections::HashMap;

use ldap3::{SearchEntry, ldap_escape};

use crate::model::person::Person;
use crate::model::settings::Attributes;

/// The groups of an entry, as servers that keep account of them write it; it has to be asked for by name.
pub(super) const MEMBER_OF: &str = "memberOf";

/// The attributes to ask for.
pub(super) fn names(attributes: &Attributes) -> Vec<&str> {
    let mut names = vec![
        attributes.username.as_str(),
        &attributes.name,
        &attributes.email,
        &attributes.phone,
        &attributes.title,
        &attributes.department,
        &attributes.language,
    ];
    names.extend(attributes.building.as_deref());
    names.extend(attributes.room.as_deref());
    names.push(MEMBER_OF);
    names.sort_unstable();
    names.dedup();
    names
}

/// Finds one person by login name, whatever characters it holds.
pub(super) fn by_username(attributes: &Attributes, username: &str) -> String {
    format!("({}={})", attributes.username, ldap_escape(username))
}

/// Finds people whose name, login name or email contains `text`.
pub(super) fn containing(attributes: &Attributes, text: &str) -> String {
    let text = ldap_escape(text);
    format!(
        "(|({}=*{text}*)({}=*{text}*)({}=*{text}*))",
        attributes.name, attributes.username, attributes.email
    )
}

/// Finds the groups that hold this person directly, in any of the three ways groups do.
pub(super) fn groups_of(dn: &str, username: &str) -> String {
    let (dn, username) = (ldap_escape(dn), ldap_escape(username));
    format!("(|(member={dn})(uniqueMember={dn})(memberUid={username}))")
}

/// The values of an attribute; servers answer in their own capitals.
pub(super) fn attribute<'e>(entry: &'e SearchEntry, name: &str) -> &'e [String] {
    let mut found = entry.attrs.iter();
    let found = found.find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map_or(&[], |(_, values)| values)
}

/// The DNs of groups that an entry names.
pub(super) fn member_of(entry: &SearchEntry) -> Vec<String> {
    attribute(entry, MEMBER_OF).to_vec()
}

/// The person an entry describes; none without a login name. `typed` chooses among several spellings.
pub(super) fn read(
    entry: SearchEntry,
    attributes: &Attributes,
    typed: Option<&str>,
) -> Option<Person> {
    // Servers answer in their own capitals.
    let values: HashMap<String, Vec<String>> = entry
        .attrs
        .into_iter()
        .map(|(name, values)| (name.to_lowercase(), values))
        .collect();
    let all = |name: &str| {
        let values = values.get(&name.to_lowercase()).into_iter().flatten();
        values
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let first = |name: &str| all(name).into_iter().next();
    let usernames = all(&attributes.username);
    let spelled = typed.and_then(|typed| {
        let same = |name: &&String| name.to_lowercase() == typed.to_lowercase();
        usernames.iter().find(same).cloned()
    });
    Some(Person {
        username: spelled.or_else(|| usernames.into_iter().next())?,
        name: first(&attributes.name),
        emails: all(&attributes.email),
        phones: all(&attributes.phone),
        title: first(&attributes.title),
        department: first(&attributes.department),
        building: attributes.building.as_deref().and_then(first),
        room: attributes.room.as_deref().and_then(first),
        language: first(&attributes.language),
        groups: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes() -> Attributes {
        Attributes {
            username: "uid".into(),
            name: "cn".into(),
            email: "mail".into(),
            phone: "mobile".into(),
            title: "title".into(),
            department: "ou".into(),
            building: None,
            room: Some("roomNumber".into()),
            language: "preferredLanguage".into(),
        }
    }

    #[test]
    fn no_name_changes_the_filter() {
        let a = attributes();
        assert_eq!(by_username(&a, "*"), "(uid=\\2a)");
        assert_eq!(by_username(&a, ")(uid=*"), "(uid=\\29\\28uid=\\2a)");
        assert_eq!(by_username(&a, "\\2a\0"), "(uid=\\5c2a\\00)");
        assert_eq!(
            containing(&a, "a)(b"),
            "(|(cn=*a\\29\\28b*)(uid=*a\\29\\28b*)(mail=*a\\29\\28b*))"
        );
        assert_eq!(
            groups_of("cn=a\\,(b)", "*"),
            "(|(member=cn=a\\5c,\\28b\\29)(uniqueMember=cn=a\\5c,\\28b\\29)(memberUid=\\2a))"
        );
    }

    #[test]
    fn an_entry_is_read_whatever_its_capitals() {
        let attrs = HashMap::from([
            ("UID".to_owned(), vec!["mchen".into(), "maya.chen".into()]),
            (
                "Mail".to_owned(),
                vec!["a@x".into(), " ".into(), "b@x".into()],
            ),
            ("roomnumber".to_owned(), vec!["204".into()]),
        ]);
        let entry = SearchEntry {
            dn: "uid=mchen".into(),
            attrs,
            bin_attrs: HashMap::new(),
        };
        let person = read(entry.clone(), &attributes(), Some("MAYA.chen")).unwrap();
        assert_eq!(person.username, "maya.chen");
        assert_eq!(person.emails, ["a@x", "b@x"]);
        assert_eq!(person.room.as_deref(), Some("204"));
        assert_eq!(person.name, None);
        assert_eq!(read(entry, &attributes(), None).unwrap().username, "mchen");
        let nobody = SearchEntry {
            dn: "ou=people".into(),
            attrs: HashMap::new(),
            bin_attrs: HashMap::new(),
        };
        assert_eq!(read(nobody, &attributes(), None), None);
    }
}
