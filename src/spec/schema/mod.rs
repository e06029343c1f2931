//! The JSON Schemas of the repository's files, for editors, and the descriptions that `explain` shows.
//!
//! The structs here are never filled: their names, types and comments are the schema. Readers go by the tables
//! in [`super::keys`]; a test holds both to the same keys. Keys that are not built yet are left out, so that
//! editors mark them as `validate` does.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::keys;

pub mod console;
mod directory;
pub mod entries;
pub mod limits;
pub mod mdm;
pub mod oidc;
pub mod root;
pub mod scalar;
pub mod sms;

/// The files to write: name and content, each ending in a line break.
pub fn files() -> Vec<(&'static str, String)> {
    vec![
        ("enroll.json", file(root_schema::<root::Enroll>())),
        ("sites.json", file(root_schema::<entries::Sites>())),
        ("policies.json", file(root_schema::<entries::Policies>())),
        ("accounts.json", file(root_schema::<entries::Accounts>())),
        (
            "invitations.json",
            file(root_schema::<entries::Invitations>()),
        ),
    ]
}

/// What a key means, with the map it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// `invitation.expires`.
    pub path: String,
    /// The description in Markdown.
    pub text: String,
}

/// Every key of every map, built or not, in the order of the contract.
pub fn meanings() -> Vec<Meaning> {
    let mut all = Vec::new();
    for table in keys::ALL {
        let schema = schema_of(table);
        for key in table.built {
            let text = &schema["properties"][key]["description"];
            all.push(Meaning {
                path: format!("{}.{key}", table.name),
                text: text.as_str().unwrap_or_default().to_owned(),
            });
        }
        for refused in table.refused {
            all.push(Meaning {
                path: format!("{}.{}", table.name, refused.key),
                text: format!(
                    "Refused here ({}): {}. {}.",
                    refused.code, refused.message, refused.hint
                ),
            });
        }
    }
    all
}

/// The schema of one kind of map.
fn schema_of(table: &keys::Keys) -> Value {
    match table.name {
        "enroll" => root_schema::<root::Enroll>(),
        "organization" => root_schema::<root::Organization>(),
        "help" => root_schema::<root::Help>(),
        "digest" => root_schema::<root::Digest>(),
        "brand" => root_schema::<root::Brand>(),
        "portal" => root_schema::<root::Portal>(),
        "tls" => root_schema::<root::Tls>(),
        "secret" => root_schema::<root::SecretKeys>(),
        "mail" => root_schema::<root::Mail>(),
        "sms" => root_schema::<sms::Sms>(),
        "directory" => root_schema::<directory::Directory>(),
        "attributes" => root_schema::<directory::Attributes>(),
        "oidc" => root_schema::<oidc::Oidc>(),
        "claims" => root_schema::<oidc::Claims>(),
        "mdm" => root_schema::<mdm::Mdm>(),
        "account_driven" => root_schema::<mdm::AccountDriven>(),
        "ota" => root_schema::<mdm::Ota>(),
        "push" => root_schema::<mdm::Push>(),
        "webhook" => root_schema::<root::Webhook>(),
        "console" => root_schema::<console::Console>(),
        "scep" => root_schema::<mdm::Scep>(),
        "acme" => root_schema::<mdm::Acme>(),
        "access_rights" => root_schema::<mdm::AccessRights>(),
        "defaults" => root_schema::<root::Defaults>(),
        "limits" => root_schema::<limits::Limits>(),
        "path_rule" => root_schema::<limits::PathRule>(),
        "open_enrollment" => root_schema::<root::OpenEnrollment>(),
        "open_enrollment_row" => root_schema::<root::OpenRow>(),
        "site" => root_schema::<entries::Site>(),
        "policy" => root_schema::<entries::Policy>(),
        "account" => root_schema::<entries::Account>(),
        "invitation" => root_schema::<entries::Invitation>(),
        "message" => root_schema::<entries::Message>(),
        "recipient" => root_schema::<entries::Person>(),
        "list" => root_schema::<entries::List>(),
        "group" => root_schema::<entries::Group>(),
        _ => Value::Null,
    }
}

/// Draft 7, the newest that yaml-language-server reads.
fn root_schema<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    generator.into_root_schema_for::<T>().to_value()
}

fn file(schema: Value) -> String {
    // A schema is made of texts, numbers and maps: it always has a JSON form.
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn schemas_and_readers_know_the_same_keys() {
        for table in keys::ALL {
            let schema = schema_of(table);
            let described: BTreeSet<&str> = schema["properties"]
                .as_object()
                .unwrap_or_else(|| panic!("no schema for {}", table.name))
                .keys()
                .map(String::as_str)
                .collect();
            let read: BTreeSet<&str> = table.built.iter().copied().collect();
            assert_eq!(described, read, "{}", table.name);
            if table.name != "secret" {
                assert_eq!(schema["additionalProperties"], false, "{}", table.name);
            }
        }
    }

    #[test]
    fn every_key_is_described() {
        for meaning in meanings() {
            assert!(
                !meaning.text.is_empty(),
                "{} needs a description",
                meaning.path
            );
        }
    }
}
