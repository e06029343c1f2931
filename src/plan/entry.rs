//! Declared entries in one shape, whatever their kind: what is compared, and what apply writes.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::Unreadable;
use super::change::{FieldChange, Privacy};
use crate::base::diag::Place;
use crate::base::digest::{canonical_json, sha256_hex};
use crate::model::declared::{Desired, Kind};
use crate::model::invitation::{Invitation, Recipient};

/// One declared entry, ready to compare and to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Canonical JSON of its model struct; an invitation's without recipients.
    pub body: String,
    /// SHA-256 of `body`, hexadecimal.
    pub digest: String,
    /// Its source text.
    pub source: String,
    /// `file:line`; empty for what is built in.
    pub place: String,
}

impl Entry {
    fn new<T: Serialize>(
        kind: Kind,
        id: &str,
        value: &T,
        source: &str,
        place: &Place,
    ) -> Result<Self, Unreadable> {
        let body = canonical_json(value)?;
        Ok(Self {
            kind,
            id: id.to_owned(),
            digest: sha256_hex(body.as_bytes()),
            body,
            source: source.to_owned(),
            place: place_text(place),
        })
    }

    /// An invitation's own fields; its recipients are rows of their own.
    ///
    /// # Errors
    /// A value that JSON cannot express.
    pub fn of_invitation(invitation: &Invitation) -> Result<Self, Unreadable> {
        let own = Invitation {
            recipients: Vec::new(),
            ..invitation.clone()
        };
        Self::new(
            Kind::Invitation,
            &own.id.0,
            &own,
            &own.source,
            &invitation.place,
        )
    }
}

/// A recipient's declared fields, ready to compare and to write: canonical JSON and its digest.
///
/// # Errors
/// A value that JSON cannot express.
pub fn recipient_body(recipient: &Recipient) -> Result<(String, String), Unreadable> {
    let body = canonical_json(recipient)?;
    let digest = sha256_hex(body.as_bytes());
    Ok((body, digest))
}

/// `file:line`, or nothing for what is built in.
pub fn place_text(place: &Place) -> String {
    if place.file.is_empty() {
        String::new()
    } else {
        place.to_string()
    }
}

/// Every declared entry but invitations, by kind and id.
///
/// # Errors
/// A value that JSON cannot express.
pub fn entries(desired: &Desired) -> Result<BTreeMap<(Kind, String), Entry>, Unreadable> {
    let mut all = vec![Entry::new(
        Kind::Organization,
        Kind::Organization.word(),
        &desired.organization,
        "",
        &Place {
            file: "enroll.yaml".to_owned(),
            line: 1,
            column: 1,
        },
    )?];
    for (id, site) in &desired.sites {
        all.push(Entry::new(
            Kind::Site,
            &id.0,
            site,
            &site.source,
            &site.place,
        )?);
    }
    for (id, policy) in &desired.policies {
        all.push(Entry::new(
            Kind::Policy,
            &id.0,
            policy,
            &policy.source,
            &policy.place,
        )?);
    }
    for (id, account) in &desired.accounts {
        all.push(Entry::new(
            Kind::Account,
            &id.0,
            account,
            &account.source,
            &account.place,
        )?);
    }
    if let Some(first) = desired.open_enrollment.first() {
        let kind = Kind::OpenEnrollment;
        let rows = &desired.open_enrollment;
        all.push(Entry::new(kind, kind.word(), rows, "", &first.place)?);
    }
    let named = |e: Entry| ((e.kind, e.id.clone()), e);
    Ok(all.into_iter().map(named).collect())
}

/// The fields in which two JSON texts differ. A field that one side lacks is null there, so that a newer
/// `enroll`, which knows more fields, finds nothing changed.
///
/// # Errors
/// The stored text is not JSON.
pub fn changed_fields(
    kind: Kind,
    before: &str,
    after: &str,
) -> Result<Vec<FieldChange>, Unreadable> {
    let (before, after) = (serde_json::from_str(before)?, serde_json::from_str(after)?);
    let mut found = Vec::new();
    compare("", &before, &after, &mut found);
    for field in &mut found {
        field.privacy = match (kind, field.path.as_str()) {
            (_, path) if path.starts_with("/password_hash") => Privacy::Secret,
            (Kind::Account, "/name" | "/email") => Privacy::Personal,
            _ => Privacy::Plain,
        };
    }
    Ok(found)
}

/// The same for a recipient: all but its language is personal.
///
/// # Errors
/// The stored text is not JSON.
pub fn changed_recipient_fields(before: &str, after: &str) -> Result<Vec<FieldChange>, Unreadable> {
    let mut fields = changed_fields(Kind::Invitation, before, after)?;
    for field in &mut fields {
        if !matches!(field.path.as_str(), "/language" | "/revoked") {
            field.privacy = Privacy::Personal;
        }
    }
    Ok(fields)
}

fn compare(path: &str, before: &Value, after: &Value, found: &mut Vec<FieldChange>) {
    const NULL: &Value = &Value::Null;
    match (before, after) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<_> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let step = key.replace('~', "~0").replace('/', "~1");
                let (a, b) = (a.get(key).unwrap_or(NULL), b.get(key).unwrap_or(NULL));
                compare(&format!("{path}/{step}"), a, b, found);
            }
        }
        (a, b) if a == b => {}
        (a, b) => found.push(FieldChange {
            path: path.to_owned(),
            before: a.clone(),
            after: b.clone(),
            privacy: Privacy::Plain,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_an_older_program_did_not_know_is_no_change() {
        let found = changed_fields(Kind::Site, r#"{"id":"a"}"#, r#"{"id":"a","color":null}"#);
        assert_eq!(found.unwrap(), vec![]);
    }

    #[test]
    fn changed_fields_are_named_by_pointer_and_privacy() {
        let found = changed_fields(
            Kind::Account,
            r#"{"name":"Ada","password_hash":{"inline":"x"},"help":{"email":"a"}}"#,
            r#"{"name":"Bea","password_hash":{"inline":"y"},"help":{"email":"b"}}"#,
        )
        .unwrap();
        let seen: Vec<_> = found.iter().map(|f| (f.path.as_str(), f.privacy)).collect();
        assert_eq!(
            seen,
            [
                ("/help/email", Privacy::Plain),
                ("/name", Privacy::Personal),
                ("/password_hash/inline", Privacy::Secret)
            ]
        );
    }
}
