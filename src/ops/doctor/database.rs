//! The database opens, belongs to this server key, and its clock agrees with this machine's.

use std::path::Path;

use super::{Finding, key};
use crate::base::time::{MINUTE, SECOND};
use crate::model::settings::Settings;
use crate::ops::{Error, clock};
use crate::store::{self, Access, Db};

/// Opens it for writing, as `apply` and `serve` do; creates nothing.
pub async fn check(settings: &Settings, root: &Path) -> Vec<Finding> {
    let db = match Db::open(&settings.database, root, Access::Write).await {
        Ok(db) => db,
        Err(store::Error::Missing(_)) => {
            return vec![Finding::doubtful(
                "database",
                "there is no database yet",
                "the first `enroll apply` or `enroll serve` makes it",
            )];
        }
        Err(error) => {
            let remedy = error.hint();
            return vec![Finding::bad("database", error.to_string(), remedy)];
        }
    };
    match look(&db, settings, root).await {
        Ok(findings) => findings,
        Err(error) => vec![Finding::bad("database", error.to_string(), error.hint())],
    }
}

async fn look(db: &Db, settings: &Settings, root: &Path) -> Result<Vec<Finding>, Error> {
    // A transaction that writes, rolled back: read-only replicas and file permissions show here.
    let mut tx = db.write().await?;
    let skew = tx.now().await?.since(clock::now());
    let print = tx.installation().await?.and_then(|i| i.key_print);
    drop(tx);
    db.close().await;
    let kind = match db {
        Db::Sqlite { .. } => "SQLite",
        Db::Postgres(_) => "PostgreSQL",
    };
    let mut findings = vec![Finding::good(
        "database",
        format!("{kind} opens and can be written"),
    )];
    findings.extend(key::check(settings, root, print.as_deref()));
    findings.push(clocks(skew));
    Ok(findings)
}

/// Links and leases go by the database's clock; logs and certificates by this machine's.
fn clocks(skew: i64) -> Finding {
    const SUBJECT: &str = "clock";
    let seconds = skew / SECOND;
    let text = format!(
        "this machine and the database are {} s apart",
        seconds.abs()
    );
    let remedy = "set both by NTP";
    match skew.abs() {
        0..=2_000_000 => Finding::good(SUBJECT, "this machine and the database agree"),
        ..MINUTE => Finding::doubtful(SUBJECT, text, remedy),
        _ => Finding::bad(SUBJECT, text, Some(remedy.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::doctor::Verdict;

    #[test]
    fn clocks_that_drift_apart_are_told() {
        assert_eq!(clocks(SECOND).verdict, Verdict::Good);
        assert_eq!(clocks(-10 * SECOND).verdict, Verdict::Doubtful);
        assert_eq!(clocks(2 * MINUTE).verdict, Verdict::Bad);
        assert!(clocks(-10 * SECOND).text.contains("10 s apart"));
    }
}
