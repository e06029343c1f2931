//! Directory groups that invitations name: each is read once, whole, before anything is compared.

use std::collections::BTreeMap;
use std::path::Path;

use super::login::directory;
use crate::base::diag::Diagnostic;
use crate::base::error::Kind;
use crate::model::declared::Desired;
use crate::model::group::Group;
use crate::spec::codes;
use crate::spec::group::{Members, join};

/// Reads every group that is named and puts its members among the recipients. Returns warnings, and an error for
/// each place that names a group that cannot be read in full; those groups stay unread, and no plan is made.
pub async fn resolve(desired: &mut Desired, root: &Path) -> Vec<Diagnostic> {
    let mut named: BTreeMap<(String, String), Vec<Group>> = BTreeMap::new();
    for invitation in desired.invitations.values() {
        for group in &invitation.groups.unread {
            let key = (group.directory.clone(), group.name.clone());
            named.entry(key).or_default().push(group.clone());
        }
    }
    let mut members = Members::new();
    let mut findings = Vec::new();
    for (key, places) in named {
        match read(desired, root, &key).await {
            Ok(people) => {
                members.insert(key, people);
            }
            Err((why, hint)) => findings.extend(places.into_iter().map(|group| {
                let message = format!("the group `{}` cannot be read in full", group.name);
                let finding = Diagnostic::error(codes::UNREAD_GROUP, Some(group.span), message)
                    .label(why.clone());
                match &hint {
                    Some(hint) => finding.hint(hint),
                    None => finding,
                }
            })),
        }
    }
    findings.extend(join(desired, &members));
    findings
}

/// The kind of failure that an unread group is.
pub const KIND: Kind = Kind::Unavailable;

/// The members of one group; else why not, and what helps.
async fn read(
    desired: &Desired,
    root: &Path,
    (directory, group): &(String, String),
) -> Result<Vec<crate::model::person::Person>, (String, Option<String>)> {
    let Some(settings) = desired.settings.directories.get(directory) else {
        return Err((format!("there is no directory `{directory}`"), None));
    };
    let open = directory::of(settings, root).map_err(|e| (e.to_string(), e.hint()))?;
    let found = open.members(group).await;
    found.map_err(|e| (e.to_string(), e.hint()))
}
