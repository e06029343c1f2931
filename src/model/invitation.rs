//! An invitation and its recipients, as declared.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::group::Groups;
use super::id::{InvitationId, PolicyId, SiteId};
use crate::base::diag::Place;
use crate::base::time::Timestamp;

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

/// Invitations by id.
pub type Invitations = BTreeMap<InvitationId, Invitation>;
