//! Values with a form of their own.

use schemars::JsonSchema;

/// Where a secret is read from, at the moment it is used. A secret itself never stands in the repository.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Secret {
    /// Name of an environment variable.
    Env(String),
    /// Path of a file, relative to the repository unless absolute; a final line break is cut.
    File(String),
}

/// The path of a file that is no secret, alone or as `{ file: PATH }`.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum PathOrSecret {
    /// A path, relative to the repository unless absolute.
    Path(String),
    /// Read from elsewhere.
    Secret(Secret),
}

/// A number of devices.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Uses {
    /// So many devices.
    Number(std::num::NonZeroU32),
    /// Any number of devices.
    Unlimited(Unlimited),
}

/// No limit.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Unlimited {
    /// Any number of devices.
    Unlimited,
}

/// How an invitation is delivered.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Send {
    /// One email each.
    Email,
    /// One text message each.
    Sms,
    /// An email and a text message to whoever has both addresses, else the one that can be sent.
    Both,
    /// No message: a poster, or a link handed over by hand (`enroll link`).
    None,
}

/// Never.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Never {
    /// Never.
    Never,
}

/// When holders of a link are reminded of it.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Remind {
    /// Not at all.
    Never(Never),
    /// So long before its end: `2d`, `12h`; or `expired`: once it has ended.
    Once(String),
    /// Twice before its end, and once it has ended.
    Several(#[schemars(length(min = 1, max = 3))] Vec<String>),
}

/// The format's version.
#[derive(Debug, JsonSchema)]
#[schemars(transparent)]
pub struct Version(#[schemars(range(min = 1, max = 1))] pub u32);

/// An argon2id hash (PHC string, made by `enroll password`), or where to read it.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum PasswordHash {
    /// The hash itself.
    Inline(#[schemars(regex(pattern = r"^\$argon2id\$"))] String),
    /// Read from elsewhere.
    Secret(Secret),
}

/// Who owns a device.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Ownership {
    /// The organization.
    Institution,
    /// The person.
    Personal,
}
