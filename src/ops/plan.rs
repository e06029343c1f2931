//! `plan`: reads both sides and compares them. Writes nothing, takes no lock, needs no server key.

use std::path::Path;

use super::{Error, clock};
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::declared::Desired;
use crate::model::observed::Observed;
use crate::plan::{self, Circumstances, Plan};
use crate::store::{self, Access, Db};

/// What apply would do. `now` is the database's clock unless given; `ci` says that nobody watches this run.
///
/// # Errors
/// The database cannot be read; a missing one reads as empty.
pub async fn plan(
    desired: &Desired,
    root: &Path,
    now: Option<Timestamp>,
    ci: bool,
) -> Result<Plan, Error> {
    let (observed, clock) = match Db::open(&desired.settings.database, root, Access::Read).await {
        Ok(db) => {
            let mut tx = db.read().await?;
            let found = (tx.observe().await?, tx.now().await?);
            drop(tx);
            db.close().await;
            found
        }
        Err(store::Error::Missing(_)) => (Observed::default(), clock::now()),
        Err(error) => return Err(error.into()),
    };
    let now = now.unwrap_or(clock);
    diff(desired, &observed, Circumstances { now, ci })
}

/// The diff, its failure named as one of ours.
pub(super) fn diff(
    desired: &Desired,
    observed: &Observed,
    circumstances: Circumstances,
) -> Result<Plan, Error> {
    plan::diff(desired, observed, circumstances)
        .map_err(|error| Error::new(Kind::Operational, error.to_string()))
}
