//! One identifier type per entity, so that a session cannot be taken for a device.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    )+};
}

ids! {
    /// The declared id of an invitation: its key in `invitations.d/`.
    InvitationId,
    /// The declared id of a site.
    SiteId,
    /// The declared id of a policy.
    PolicyId,
    /// The declared id, and login name, of a local account.
    AccountId,
    /// One recipient's uid, minted in apply's transaction (UUID, version 7).
    RecipientUid,
    /// One outbox row (UUID, version 7).
    MessageId,
    /// One visit to the portal (UUID, version 7); never the cookie's value.
    SessionId,
    /// One device on its way in (UUID, version 7).
    EnrollmentId,
    /// One enrolled device (UUID, version 7).
    DeviceId,
    /// One run of `apply` (UUID, version 7).
    RunId,
}
