//! One record of Jamf's as one invitation.

use super::Wish;
use super::moment::{self, End};
use super::read::Record;
use crate::spec::values;
use crate::spec::write::value::{Yaml, entry, scalar};

/// Fields that end with Jamf or say nothing by themselves.
const WITHOUT_MEANING: [&str; 4] = ["id", "enroll_into_site.id", "site.id", "size"];

/// An invitation while it is translated.
#[derive(Debug, Default)]
pub struct Entry {
    /// Its id here.
    pub id: String,
    /// Keys and values, in the order of their finding.
    pub keys: Vec<(String, Yaml)>,
    /// Name of its site.
    pub site: Option<String>,
    /// Jamf asked for no login.
    pub no_login: bool,
    /// What has no counterpart here.
    pub notes: Vec<String>,
    /// The same with its values, for the file.
    comments: Vec<String>,
}

impl Entry {
    /// The invitation of a record.
    pub fn of(record: &Record, wish: &Wish) -> Self {
        let mut fields = Fields::of(record);
        let mut new = Self::default();
        let id = fields
            .take("id")
            .unwrap_or_else(|| record.place.rsplit(' ').next().unwrap_or("0").to_owned());
        new.id = format!(
            "jamf-{}",
            id.chars()
                .filter(char::is_ascii_alphanumeric)
                .take(40)
                .collect::<String>()
        );
        new.address(&mut fields, wish);
        new.end(&mut fields, wish);
        new.uses(&mut fields);
        let site = fields
            .take("enroll_into_site.name")
            .or_else(|| fields.take("site.name"));
        new.site = site.filter(|name| !name.eq_ignore_ascii_case("none"));
        let login = fields
            .take("login_required")
            .or_else(|| fields.take("require_login"));
        match login.as_deref().map(is_true) {
            Some(login) => new.no_login = !login,
            None => new
                .notes
                .push("login_required is missing: a login is asked for here".to_owned()),
        }
        if fields.take("invitation").is_some() {
            new.notes.push(
                "invitation: the code is Jamf's and left out; the link here is a new one"
                    .to_owned(),
            );
        }
        for (name, value) in fields.0 {
            let usual = name == "keep_existing_site_membership" && !is_true(&value);
            if !usual && !WITHOUT_MEANING.contains(&name.as_str()) {
                new.keep(&name, &value, "has no counterpart; it stands as a comment");
            }
        }
        new
    }

    /// Says what could not be used, and keeps it where only readers of the file see it.
    fn keep(&mut self, name: &str, value: &str, why: &str) {
        let one_line: Vec<&str> = value.split_whitespace().collect();
        self.comments
            .push(format!("Jamf {name}: {}", one_line.join(" ")));
        self.notes.push(format!("{name} {why}"));
    }

    fn address(&mut self, fields: &mut Fields, wish: &Wish) {
        let kind = fields.take("invitation_type").unwrap_or_default();
        let send = match kind.to_uppercase().as_str() {
            "USER_INITIATED_EMAIL" | "EMAIL" => "email",
            "USER_INITIATED_SMS" | "SMS" => "sms",
            "USER_INITIATED_URL" | "URL" => "none",
            _ => {
                self.keep(
                    "invitation_type",
                    &kind,
                    "is none that this program knows; nobody is invited",
                );
                self.keys.push((
                    "revoked".to_owned(),
                    Yaml::Text("not brought over from Jamf".to_owned()),
                ));
                "none"
            }
        };
        let mut to = Vec::new();
        while let Some(all) = fields.take("sent_to") {
            for part in all
                .split([',', ';', '\n'])
                .map(str::trim)
                .filter(|part| !part.is_empty())
            {
                let number: String = part.chars().filter(|c| !" -()./".contains(*c)).collect();
                if values::check_email(part).is_ok() {
                    to.push(part.to_owned());
                } else if values::check_phone(&number).is_ok() {
                    to.push(number);
                } else {
                    self.keep(
                        "sent_to",
                        part,
                        "is no email address and no international phone number",
                    );
                }
            }
        }
        let reached = |address: &String| (send == "email") == address.contains('@');
        let sends = wish.send && send != "none" && !to.is_empty() && to.iter().all(reached);
        if !to.is_empty() {
            let mut seen = std::collections::BTreeSet::new();
            to.retain(|address| seen.insert(values::identity(address)));
            self.keys.push(("to".to_owned(), Yaml::texts(&to)));
        } else if send != "none" {
            self.notes
                .push("sent_to is missing: one link for whoever holds it".to_owned());
        }
        let word = if sends { send } else { "none" };
        self.keys
            .push(("send".to_owned(), Yaml::Word(word.to_owned())));
    }

    fn end(&mut self, fields: &mut Fields, wish: &Wish) {
        let epoch = fields.take("expiration_date_epoch");
        let utc = fields.take("expiration_date_utc");
        let text = fields.take("expiration_date");
        let end = moment::end(
            epoch.as_deref(),
            utc.as_deref(),
            text.as_deref(),
            &wish.zone,
        );
        let expires = match (end, text) {
            (Some(End::Never), _) => "never".to_owned(),
            (Some(End::At(end)), _) => end,
            (None, Some(text)) => {
                self.keep(
                    "expiration_date",
                    &text,
                    "cannot be read; the default of the repository holds",
                );
                return;
            }
            (None, None) => {
                self.notes.push(
                    "expiration_date is missing; the default of the repository holds".to_owned(),
                );
                return;
            }
        };
        self.keys.push(("expires".to_owned(), Yaml::Text(expires)));
    }

    fn uses(&mut self, fields: &mut Fields) {
        let several = fields
            .take("multiple_uses_allowed")
            .or_else(|| fields.take("allow_multiple_uses"));
        let used = fields.take("times_used");
        let count: u64 = used
            .as_deref()
            .and_then(|used| used.parse().ok())
            .unwrap_or(0);
        if several.as_deref().is_some_and(is_true) {
            self.keys
                .push(("uses".to_owned(), Yaml::Word("unlimited".to_owned())));
            if count > 0 {
                self.comments.push(format!("Jamf times_used: {count}"));
            }
        } else if count > 0 && !self.keys.iter().any(|(key, _)| key == "revoked") {
            self.keys.push((
                "revoked".to_owned(),
                Yaml::Text("used in Jamf already".to_owned()),
            ));
        }
    }

    /// The entry as lines, in the order of the contract, comments below its id.
    pub fn print(&self, out: &mut String) {
        const ORDER: [&str; 7] = ["to", "send", "site", "policy", "expires", "uses", "revoked"];
        out.push_str(&format!("{}:\n", scalar(&self.id)));
        for comment in &self.comments {
            let visible: String = comment.chars().filter(|c| !c.is_control()).collect();
            out.push_str(&format!("  # {visible}\n"));
        }
        for key in ORDER {
            if let Some((_, value)) = self.keys.iter().find(|(name, _)| name == key) {
                entry(key, value, 2, out);
            }
        }
    }
}

/// Fields that nobody took yet.
struct Fields(Vec<(String, String)>);

impl Fields {
    fn of(record: &Record) -> Self {
        Self(record.fields.clone())
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.remove(at).1)
    }
}

fn is_true(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "true" | "yes" | "1")
}
