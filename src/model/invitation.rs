//! An invitation and its recipients, as declared.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::group::Groups;
use super::id::{InvitationId, PolicyId, SiteId};
use super::text::OwnMessage;
use crate::base::diag::Place;
use crate::base::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};

/// How an invitation reaches its recipients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// One email each.
    Email,
    /// One text message each.
    Sms,
    /// An email and a text message each.
    Both,
    /// No message: a poster, or a link handed over by hand.
    None,
}

/// Which site the enrolled devices belong to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteRule {
    /// No site.
    None,
    /// This one.
    Fixed(SiteId),
    /// The person chooses among the policy's sites.
    Choose,
}

/// When a link stops working.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expiry {
    /// So many microseconds after the message was first rendered (without message: after the apply).
    After(i64),
    /// At this instant, whatever is sent when.
    At(Timestamp),
    /// Never.
    Never,
}

impl Expiry {
    /// The instant a link anchored at `anchor` stops working; none: never.
    pub fn end(&self, anchor: Timestamp) -> Option<Timestamp> {
        match self {
            Self::After(micros) => Some(anchor.plus(*micros)),
            Self::At(end) => Some(*end),
            Self::Never => None,
        }
    }
}

/// How long before the end of a link its holder is reminded, in microseconds. Its form in files is `2d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ahead(pub i64);

impl Ahead {
    /// Not before, but once the link has ended. Its form in files is `expired`.
    pub const EXPIRED: Self = Self(0);

    /// When the reminder of a link that ends then is due; none: it never ends.
    pub fn before(self, end: Option<Timestamp>) -> Option<Timestamp> {
        end.map(|end| end.plus(-self.0))
    }
}

const EXPIRED: &str = "expired";

const UNITS: [(i64, char); 4] = [(DAY, 'd'), (HOUR, 'h'), (MINUTE, 'm'), (SECOND, 's')];

impl std::fmt::Display for Ahead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if *self == Self::EXPIRED {
            return f.write_str(EXPIRED);
        }
        let fits = UNITS.iter().find(|(unit, _)| self.0 % unit == 0);
        let (unit, letter) = fits.unwrap_or(&(SECOND, 's'));
        write!(f, "{}{letter}", self.0 / unit)
    }
}

impl Serialize for Ahead {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ahead {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == EXPIRED {
            return Ok(Self::EXPIRED);
        }
        let unit = UNITS.iter().find(|(_, letter)| text.ends_with(*letter));
        let amount = unit.and_then(|(unit, letter)| {
            let number: i64 = text.strip_suffix(*letter)?.parse().ok()?;
            number.checked_mul(*unit)
        });
        amount
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom(format!("{text} is no time before an end")))
    }
}

/// How many devices one link may enroll; `None` is `unlimited`.
pub type Uses = Option<u32>;

/// One address of an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Recipient {
    /// Identity within the invitation: the email, else the phone, lower-cased and NFC; `"*"` for the one
    /// link of an invitation without recipients.
    pub key: String,
    /// Email as written.
    pub email: Option<String>,
    /// Phone in E.164 as written.
    pub phone: Option<String>,
    /// Name to greet.
    pub name: Option<String>,
    /// Language of messages and pages (BCP 47).
    pub language: Option<String>,
    /// Login name of the invited person.
    pub user: Option<String>,
    /// Serial number of the one device that may use the link; none: any device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Why this one link is revoked (`except`).
    pub revoked: Option<String>,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

/// The key of the single recipient of an invitation that names none.
pub const ANYONE: &str = "*";

/// One entry of `invitations.d/`, defaults filled in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Invitation {
    /// Its key.
    pub id: InvitationId,
    /// Recipients, ordered by `key`.
    pub recipients: Vec<Recipient>,
    /// Directory groups whose members are recipients too.
    #[serde(skip)]
    pub groups: Groups,
    /// How it is delivered.
    pub send: Delivery,
    /// Site of the enrolled devices.
    pub site: SiteRule,
    /// Policy that rules the portal's steps.
    pub policy: PolicyId,
    /// When links stop working.
    pub expires: Expiry,
    /// `expires` as the administrator wrote it, for diffs.
    pub expires_text: String,
    /// Not usable before.
    pub opens: Option<Timestamp>,
    /// Devices per link.
    pub uses: Uses,
    /// Reminders before the end, the earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remind: Vec<Ahead>,
    /// Also tell people about another end or site, and that their link was cancelled.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub notify: bool,
    /// What the invitation says instead of the built-in text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<OwnMessage>,
    /// Language of this invitation, unless a recipient has its own.
    pub language: Option<String>,
    /// Why the whole invitation is revoked.
    pub revoked: Option<String>,
    /// Raising it sends the message again to whoever holds a working link.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub resend: u32,
    /// Raising it gives everybody a new link; the old ones are refused.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rotate: u32,
    /// The id it had before: its links and history go on under the new one.
    #[serde(skip)]
    pub was: Option<InvitationId>,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
    /// The entry's own source text, for unified diffs.
    #[serde(skip)]
    pub source: String,
}

/// What was never counted is left out, so that older programs' entries read as unchanged.
fn is_zero(counter: &u32) -> bool {
    *counter == 0
}

/// The same for what nobody asked for.
fn is_unset(wish: &bool) -> bool {
    !*wish
}

/// Invitations by id.
pub type Invitations = BTreeMap<InvitationId, Invitation>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_before_an_end_read_as_they_are_written() {
        for (micros, text) in [
            (2 * DAY, "\"2d\""),
            (36 * HOUR, "\"36h\""),
            (90 * MINUTE, "\"90m\""),
            (45 * SECOND, "\"45s\""),
            (0, "\"expired\""),
        ] {
            assert_eq!(serde_json::to_string(&Ahead(micros)).unwrap(), text);
            assert_eq!(serde_json::from_str::<Ahead>(text).unwrap(), Ahead(micros));
        }
        assert!(serde_json::from_str::<Ahead>("\"soon\"").is_err());
    }
}
