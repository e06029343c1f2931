//! The schemas of sites, policies, accounts and invitations.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::root::Help;
use super::scalar::{Ownership, PasswordHash, Remind, Send, Uses};

/// Sites by id, in sites.yaml and sites.d/.
#[derive(Debug, JsonSchema)]
#[schemars(transparent)]
pub struct Sites(pub BTreeMap<String, Site>);

/// A site: where devices belong.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Site {
    /// Name shown to people.
    pub name: String,
    /// Help at this site, over that of the organization.
    pub help: Option<Help>,
    /// IANA time zone of dates in invitations into this site; else that of the organization.
    pub time_zone: Option<String>,
}

/// Policies by id, in policies.yaml and policies.d/. The policy `default` exists without being declared.
#[derive(Debug, JsonSchema)]
#[schemars(transparent)]
pub struct Policies(pub BTreeMap<String, Policy>);

/// Who must log in.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Login {
    /// The link is enough.
    None,
    /// Anybody the sources know, and the groups allow.
    Required,
    /// The invited person alone.
    Recipient,
}

/// Local accounts.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum AccountSource {
    /// The accounts of accounts.yaml.
    Local,
}

/// Whether somebody with a local account names the person a device is for.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum AssignUser {
    /// Nobody is asked.
    Never,
    /// "No one" is an answer: a shared device.
    Optional,
    /// A person must be chosen.
    Required,
}

/// What happens to devices that are enrolled already.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum ReEnroll {
    /// They may enroll again (unless given).
    Allow,
    /// They may enroll again for the user they belong to.
    SameUser,
    /// They may not, before CheckOut or `enroll revoke --device ID`.
    Deny,
}

/// A policy: the rules of the portal's steps.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Policy {
    /// Who must log in: `none`, `required` (unless given) or `recipient` (the invited person alone).
    pub login: Option<Login>,
    /// Name of the directory to log in with. Neither `directory` nor `accounts`: all sources that are configured.
    pub directory: Option<String>,
    /// Groups of the directory, any of which lets in; everybody unless given.
    pub groups: Option<Vec<String>>,
    /// `local`: the accounts of accounts.yaml may log in.
    pub accounts: Option<AccountSource>,
    /// Whether somebody with a local account names the person a device is for; `never` unless given.
    pub assign_user: Option<AssignUser>,
    /// Ids of the sites that `site: choose` offers; all unless given.
    pub sites: Option<Vec<String>>,
    /// Whose devices may use open enrollment under this policy; both unless given. Invitations are always for
    /// devices of the organization.
    pub ownership: Option<Vec<Ownership>>,
    /// Terms to accept: a Markdown file under terms/.
    pub terms: Option<String>,
    /// How many enrolled devices each user may have; any number unless given. Needs a login.
    #[schemars(range(min = 1))]
    pub devices_per_user: Option<u32>,
    /// What happens to devices that are enrolled already: `allow` (unless given), `same_user` or `deny`.
    pub re_enroll: Option<ReEnroll>,
    /// Oldest major version of iOS and iPadOS; the newer of this and `mdm.min_os` holds.
    #[schemars(range(min = 1, max = 99))]
    pub min_os: Option<u32>,
}

/// Local accounts by login name, in accounts.yaml and accounts.d/.
#[derive(Debug, JsonSchema)]
#[schemars(transparent)]
pub struct Accounts(pub BTreeMap<String, Account>);

/// What an account may do.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Role {
    /// Enroll devices.
    Enroller,
    /// Look at the console, personal data masked.
    Viewer,
    /// Look at the console, personal data in full.
    Auditor,
}

/// A local account.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Account {
    /// Name of the person.
    pub name: Option<String>,
    /// Email of the person.
    pub email: Option<String>,
    /// An argon2id hash (`enroll password` makes one), or where to read it: `{ env: NAME }`, `{ file: PATH }`.
    pub password_hash: PasswordHash,
    /// What the account may do: `enroller` (the default) enrolls devices; `viewer` looks at the console, personal data
    /// masked; `auditor` sees them in full. The last two enroll nothing.
    pub role: Option<Role>,
}

/// Invitations by id, in invitations.yaml and invitations.d/.
#[derive(Debug, JsonSchema)]
#[schemars(transparent)]
pub struct Invitations(pub BTreeMap<String, Invitation>);

/// An invitation. `to` is required unless `send: none`; `defaults` in enroll.yaml fills the rest.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Invitation {
    /// Recipients: `ada@example.com`, `{ email, phone, name, language, user, serial }`, everybody in a file:
    /// `{ csv: people/grade-6.csv }`, or everybody in a group of the directory: `{ group: staff }`. Another address is another recipient, with a link of its own. With `send: none`, leave it out for one link for whoever holds it.
    #[schemars(length(min = 1))]
    pub to: Option<Vec<Recipient>>,
    /// How it is delivered: `email`, or `none` for a poster or a link handed over by hand.
    pub send: Option<Send>,
    /// Id of the site that enrolled devices belong to, or `choose`; none unless given.
    pub site: Option<String>,
    /// Id of the policy that rules the portal's steps.
    pub policy: Option<String>,
    /// When links stop working: `14d` (also `12h`, `2w`) after the message was first made, or after the apply with
    /// `send: none`; a date, meaning its end, as `2027-03-14`; `2027-03-14 17:00` in the zone of the site, else of the
    /// organization; with offset, `2027-03-14T17:00+01:00`; or `never`.
    pub expires: Option<String>,
    /// Not usable before this date or time, written as in `expires`; a date means its beginning.
    pub opens: Option<String>,
    /// How many devices each link may enroll: a number or `unlimited`.
    pub uses: Option<Uses>,
    /// Name of a message of your own: `classroom` is messages/en/classroom.md, and as many other languages as
    /// you write it in. It stands in for the invitation; other messages stay as they are.
    pub message: Option<String>,
    /// Language of the message and the pages, such as `es`, unless a recipient has its own.
    pub language: Option<String>,
    /// Reminders to whoever has not enrolled, so long before the end: `2d`, or up to two: `[3d, 1d]`; `never`.
    pub remind: Option<Remind>,
    /// `true`: also tell people who got their link about another end or site, and that it was cancelled.
    pub notify: Option<bool>,
    /// Revokes single links: recipient's address to reason. Taking a line out revives the same link.
    pub except: Option<BTreeMap<String, String>>,
    /// Revokes all links, with the reason; the invitation stays in the history.
    pub revoked: Option<String>,
    /// A counter: raising it sends the message again, with the same link, to whoever holds a working one.
    pub resend: Option<u32>,
    /// A counter: raising it gives everybody a new link and a message with it; the old links are refused.
    pub rotate: Option<u32>,
    /// The id it had before: a rename. Links, uses and history go on; nobody gets a message.
    pub was: Option<String>,
}

/// One recipient.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Recipient {
    /// An email address, or a phone number with `+` and country code.
    Address(String),
    /// An address with particulars.
    Person(Person),
    /// Everybody in a file.
    List(List),
    /// Everybody in a group.
    Group(Group),
}

/// Many recipients at once.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct List {
    /// A CSV file under people/, with a header row: `email`, `name`, `language`, `phone`, `user` and `serial` in any order.
    pub csv: String,
}

/// The members of a directory group, those of groups in it included.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Group {
    /// Its name (`cn`) below `directory.groups`, in the policy's directory, else in the only one.
    pub group: String,
}

/// One recipient with particulars.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Person {
    /// Email address.
    pub email: Option<String>,
    /// Phone number in quotes, with `+` and country code: `"+4930123456"`.
    #[schemars(regex(pattern = r"^\+[1-9][0-9]{6,14}$"))]
    pub phone: Option<String>,
    /// Name to greet.
    pub name: Option<String>,
    /// Language of message and pages, such as `es`.
    pub language: Option<String>,
    /// Login name of the invited person, for policies with `login: recipient`.
    pub user: Option<String>,
    /// Serial number of the one device that may use the link.
    #[schemars(regex(pattern = r"^[A-Za-z0-9]{8,20}$"))]
    pub serial: Option<String>,
}

/// The head of a message of your own. What follows it is Markdown; its first heading is the title.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Message {
    /// The subject of the mail. Blanks such as `{{ org.name }}` and `{{ expires | date }}` may stand in it and in all
    /// that follows; `enroll explain E058` lists them.
    pub subject: String,
    /// The first words that lists of mails show; those of the built-in text unless given.
    pub preheader: Option<String>,
    /// Words on the button that leads to the link; those of the built-in text unless given.
    pub button: Option<String>,
    /// What a text message says instead of the built-in one. It must name `{{ link }}`.
    pub sms: Option<String>,
}
