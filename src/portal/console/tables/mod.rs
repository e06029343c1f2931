//! The tables: what each reads, and how a row looks.

mod deliveries;
mod devices;
mod events;
mod invitations;
mod recipients;
mod runs;

pub(super) use deliveries::Deliveries;
pub(super) use devices::Devices;
pub(super) use events::Events;
pub(super) use invitations::Invitations;
pub(super) use recipients::Recipients;
pub(super) use runs::Runs;

use super::look::{Error, Looked};
use crate::ops::console::lists;

/// Ids and names of sites, to choose from.
async fn sites(look: &Looked) -> Result<Vec<(String, String)>, Error> {
    let sites = lists::sites(look.app()).await?;
    Ok(sites
        .into_iter()
        .map(|site| (site.id.0, site.name))
        .collect())
}

/// The value of a filter, if it is given.
fn given(look: &Looked, name: &str) -> Option<String> {
    look.fields.given(name).map(str::to_owned)
}
