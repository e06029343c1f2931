//! enroll.yaml: limits.

use std::collections::BTreeMap;

use schemars::JsonSchema;

/// Whether new domains need a word.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum NewDomains {
    /// Anybody may be invited, whatever the domain.
    Allow,
    /// Domains that nobody was invited at before need `--ack new_domains=N`.
    Ack,
}

/// Guards of `enroll apply`. The stricter of the limits last applied and those declared holds: a raise counts from
/// the next apply on.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Limits {
    /// Messages that one apply may send; 300 unless given. More needs `--ack messages=N`.
    pub messages: Option<u32>,
    /// Links that one apply may revoke; 50 unless given. More needs `--ack revocations=N`.
    pub revocations: Option<u32>,
    /// Messages that `apply --auto-approve` may send without asking; 0 unless given.
    pub auto_approve: Option<u32>,
    /// Messages that one apply may send, in percent of the links that work before it. More needs
    /// `--ack messages_percent=N`. Says nothing while no link works.
    #[schemars(range(max = 1_000_000))]
    pub messages_percent: Option<u32>,
    /// Links that one apply may revoke, in percent of those that work before it. More needs
    /// `--ack revocations_percent=N`.
    #[schemars(range(max = 1_000_000))]
    pub revocations_percent: Option<u32>,
    /// Whether somebody may be invited at a domain for the first time: `allow` unless given, or `ack`.
    pub new_domains: Option<NewDomains>,
    /// Domains that new recipients may have, in full; any unless given. Others need `--ack allowed_domains=N`.
    pub allowed_domains: Option<Vec<String>>,
    /// Enrolled devices whose policy one apply may change; 100 unless given. More needs `--ack policy_devices=N`.
    pub policy_devices: Option<u32>,
    /// Entries as `kind/id` that neither change nor leave without `--ack protect=N`.
    pub protect: Option<Vec<String>>,
    /// Entries as `kind/id` that must be declared; their absence needs `--ack required=N`.
    pub required: Option<Vec<String>>,
    /// Rules for invitations by the file they stand in: `"invitations.d/berlin/**": { sites: [berlin] }`.
    pub paths: Option<BTreeMap<String, PathRule>>,
}

/// What the invitations of some files may do.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PathRule {
    /// Ids of sites, one of which they must name.
    pub sites: Option<Vec<String>>,
    /// Messages that one apply may send for them.
    pub messages: Option<u32>,
}
