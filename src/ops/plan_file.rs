//! A plan in a file: what somebody looked at, to be applied as it was or not at all. It holds no address, no
//! token and no secret, so it may be kept where a pipeline keeps its results.

use std::collections::BTreeSet;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Error, random};
use crate::base::error::Kind;
use crate::base::mask::Pii;
use crate::base::time::{DAY, Timestamp};
use crate::model::id::RunId;
use crate::model::settings::Settings;
use crate::plan::Plan;
use crate::plan::scope::Scope;
use crate::report::plan_json;
use crate::store::{self, Access, Db};

/// How long a plan file may be applied, in microseconds.
pub const LIFE: i64 = DAY;

const FORMAT: &str = "enroll.planfile";
const VERSION: &str = "1.0";
/// Differences that are told before the rest is counted.
const TOLD: usize = 10;

/// The file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlanFile {
    format: String,
    format_version: String,
    /// Its own id: it counts once.
    pub plan_id: String,
    /// What was agreed to.
    pub fingerprint: String,
    /// The installation it was made for; none before the first apply.
    pub instance: Option<String>,
    /// When it was made, by the database's clock.
    pub created_at: Timestamp,
    /// Until when it may be applied.
    pub valid_until: Timestamp,
    /// The one entry it covers; none: everything.
    pub only: Option<String>,
    /// The plan as it was shown, addresses masked.
    plan: Value,
}

impl PlanFile {
    /// The file of a plan.
    ///
    /// # Errors
    /// A value that JSON cannot express.
    pub fn of(plan: &Plan) -> Result<Self, Error> {
        Ok(Self {
            format: FORMAT.to_owned(),
            format_version: VERSION.to_owned(),
            plan_id: random::uid(),
            fingerprint: plan.fingerprint.clone(),
            instance: plan.instance.clone(),
            created_at: plan.now,
            valid_until: plan.now.plus(LIFE),
            only: plan.scope.only().map(str::to_owned),
            plan: shown(plan)?,
        })
    }

    /// Writes it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let mut text = serde_json::to_string_pretty(self).map_err(unreadable)?;
        text.push('\n');
        std::fs::write(path, text).map_err(Error::file(path.display().to_string()))
    }

    /// Reads one.
    ///
    /// # Errors
    /// The file cannot be read, is no plan file, or is of a version that is not known.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(Error::file(name.clone()))?;
        let file: Self = serde_json::from_str(&text)
            .map_err(|e| Error::new(Kind::Usage, format!("{name} is no plan file: {e}")))?;
        let major = file.format_version.split('.').next();
        if file.format == FORMAT && major == Some("1") {
            return Ok(file);
        }
        let found = format!("{} {}", file.format, file.format_version);
        let text = format!("{name} is {found}, not {FORMAT} {VERSION}");
        Err(Error::new(Kind::Usage, text))
    }

    /// What it covers.
    pub fn scope(&self) -> Scope {
        self.only.clone().map_or(Scope::Complete, Scope::Only)
    }

    /// Whether `plan`, made anew, is what was looked at, by the same installation and in time.
    ///
    /// # Errors
    /// [`Kind::Stale`] with what differs.
    pub fn require(&self, plan: &Plan) -> Result<(), Error> {
        let text = if self.instance.is_some() && self.instance != plan.instance {
            "the plan file was made for another installation".to_owned()
        } else if plan.now > self.valid_until {
            format!("the plan file was valid until {}", self.valid_until)
        } else if self.fingerprint != plan.fingerprint {
            let differences = self.differences(plan)?;
            format!("the plan is another one by now: {differences}")
        } else {
            return Ok(());
        };
        Err(Error::new(Kind::Stale, text).with_hint("run `enroll plan --out` again and look at it"))
    }

    /// What one plan does and the other does not.
    fn differences(&self, plan: &Plan) -> Result<String, Error> {
        let (then, now) = (steps(&self.plan), steps(&shown(plan)?));
        let gone = then
            .difference(&now)
            .map(|step| format!("no longer {step}"));
        let new = now.difference(&then).map(|step| format!("now {step}"));
        let all: Vec<String> = gone.chain(new).collect();
        let more = all.len().saturating_sub(TOLD);
        let told = all
            .iter()
            .take(TOLD)
            .cloned()
            .collect::<Vec<_>>()
            .join("; ");
        Ok(match (all.is_empty(), more) {
            (true, _) if self.instance != plan.instance => {
                "another run has made this installation since".to_owned()
            }
            (true, _) => "its guards say something else".to_owned(),
            (_, 0) => told,
            _ => format!("{told}; and {more} more"),
        })
    }
}

/// The run that this plan file led to, if it was applied.
///
/// # Errors
/// What the database says; one that is missing or out of date has seen no plan file.
pub async fn run_of(
    settings: &Settings,
    root: &Path,
    plan_id: &str,
) -> Result<Option<RunId>, Error> {
    let db = match Db::open(&settings.database, root, Access::Read).await {
        Ok(db) => db,
        Err(store::Error::Missing(_) | store::Error::Older { .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let run = db.read().await?.run_of_file(plan_id).await?;
    db.close().await;
    Ok(run)
}

fn shown(plan: &Plan) -> Result<Value, Error> {
    serde_json::to_value(plan_json::document(plan, Pii::Mask)).map_err(unreadable)
}

/// What a shown plan does, one line for each change. Digests tell apart what masks make the same.
fn steps(shown: &Value) -> BTreeSet<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let changes = shown["changes"].as_array().cloned().unwrap_or_default();
    let step = |change: &Value| {
        let mut words = vec![
            text(&change["action"]),
            format!("{}/{}", text(&change["kind"]), text(&change["id"])),
            text(&change["recipient"]["display"]),
        ];
        if let Some(after) = change["after"].as_str() {
            words.push(format!("as {}", &after[..after.len().min(8)]));
        }
        words.retain(|word| !word.is_empty());
        words.join(" ")
    };
    changes.iter().map(step).collect()
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::new(Kind::Operational, error.to_string())
}
