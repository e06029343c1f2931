//! Reads only the files of the repository that changed since the last apply.
//!
//! An unchanged file of invitations declares what the database holds already, so nothing of it is compared. That
//! is taken only where it is certain to answer the same as reading everything; `apply` always reads everything,
//! and refuses a plan that differs. To let one more circumstance ask for everything: a line in [`since`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Error;
use super::load::{self, Files, Repository};
use crate::base::time::Timestamp;
use crate::model::declared::Desired;
use crate::model::id::InvitationId;
use crate::model::source::{Known, Unread, Want};
use crate::plan::limit;
use crate::spec::{self, Kind, SourceFile, sources};
use crate::store::{self, Access, Db, Tx};

/// Above this part of the files, or this many invitations, reading everything is as quick.
const PART: usize = 4;
const INVITATIONS: usize = 1_000;

/// The repository at `root`, as far as it changed since the last apply. `database` wins over that of enroll.yaml.
///
/// # Errors
/// The folder or the database cannot be read.
pub async fn repository(
    root: &Path,
    now: Option<Timestamp>,
    database: Option<&str>,
) -> Result<Repository, Error> {
    let files = load::files(root)?;
    let loaded = since(&files, root, now, database).await?;
    Ok(repository_of(files, loaded, now))
}

/// The same against a database that is open.
///
/// # Errors
/// The folder or the database cannot be read.
pub async fn against(db: &Db, root: &Path, now: Timestamp) -> Result<Repository, Error> {
    let files = load::files(root)?;
    let loaded = match ground(&files) {
        Some(ground) => compared(&files, &ground, Some(now), &mut db.read().await?).await?,
        None => None,
    };
    Ok(repository_of(files, loaded, Some(now)))
}

fn repository_of(files: Files, loaded: Option<spec::Loaded>, now: Option<Timestamp>) -> Repository {
    match loaded {
        Some(loaded) => Repository {
            files: files.files,
            desired: loaded.desired,
            diagnostics: loaded.diagnostics,
        },
        None => load::read(files, now),
    }
}

/// Everything but invitations; none when something of it is wrong.
fn ground(files: &Files) -> Option<Desired> {
    let ground = some_of(files, |file| {
        !matches!(
            spec::kind_of(&file.path),
            Some(Kind::Invitations | Kind::List)
        )
    });
    let desired = spec::load(&ground).desired;
    desired.filter(|_| files.refused.is_empty())
}

async fn since(
    files: &Files,
    root: &Path,
    now: Option<Timestamp>,
    database: Option<&str>,
) -> Result<Option<spec::Loaded>, Error> {
    let Some(ground) = ground(files) else {
        return Ok(None);
    };
    let url = database.unwrap_or(&ground.settings.database);
    let db = match Db::open(url, root, Access::Read).await {
        Ok(db) => db,
        Err(store::Error::Missing(_) | store::Error::Older { .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut tx = db.read().await?;
    let loaded = compared(files, &ground, now, &mut tx).await;
    drop(tx);
    db.close().await;
    loaded
}

/// The changed files as they declare now, with what may be passed over; none: everything is to be read.
async fn compared(
    files: &Files,
    ground: &Desired,
    now: Option<Timestamp>,
    tx: &mut Tx,
) -> Result<Option<spec::Loaded>, Error> {
    let (base, known) = tx.known_sources().await?;
    let installed = tx.installation().await?;
    let limits = limit::in_force(&ground.limits, installed.as_ref().map(|i| &i.limits));
    if base != Some(sources::base(&files.files)) || limit::needs_every_invitation(&limits) {
        return Ok(None);
    }
    let Some(changed) = Changed::of(files, &known) else {
        return Ok(None);
    };
    let mut ids = tx.invitations_of_sources(&changed.paths).await?;
    let mut loaded = spec::load_at(&changed.files, now);
    let Some(desired) = loaded.desired.as_mut() else {
        return Ok(None);
    };
    if !joins(desired, &mut ids, tx).await? || ids.len() > INVITATIONS {
        return Ok(None);
    }
    desired.sources.unread = Some(Unread {
        compared: ids,
        known,
        want: match limit::needs_live_links(&limits) {
            true => Want::LiveLinks,
            false => Want::Facts,
        },
    });
    Ok(Some(loaded))
}

/// Adds the ids that changed files declare to those they declared; not where one stands in a file that is
/// passed over too, or goes on from another id.
async fn joins(
    desired: &Desired,
    ids: &mut BTreeSet<InvitationId>,
    tx: &mut Tx,
) -> Result<bool, Error> {
    for invitation in desired.invitations.values() {
        let new = !ids.contains(&invitation.id);
        if invitation.was.is_some() || (new && tx.is_invitation(&invitation.id).await?) {
            return Ok(false);
        }
    }
    ids.extend(desired.invitations.keys().cloned());
    Ok(true)
}

/// What there is to read.
struct Changed<'a> {
    /// Paths of files of invitations that changed, came or left.
    paths: Vec<&'a str>,
    /// Their texts, and all that gives them meaning.
    files: Vec<SourceFile>,
}

impl<'a> Changed<'a> {
    /// None when too much changed for passing anything over to be of use.
    fn of(files: &'a Files, known: &'a BTreeMap<String, Known>) -> Option<Self> {
        let same = sources::unchanged(&files.files, known);
        let present: BTreeSet<&str> = sources::invitation_files(&files.files)
            .map(|f| f.path.as_str())
            .collect();
        let gone = known
            .keys()
            .map(String::as_str)
            .filter(|path| !present.contains(path));
        let paths: Vec<&str> = present
            .iter()
            .copied()
            .filter(|p| !same.contains(p))
            .chain(gone)
            .collect();
        (paths.len() <= 1 || paths.len() * PART <= known.len()).then(|| Self {
            files: some_of(files, |file| !same.contains(file.path.as_str())),
            paths,
        })
    }
}

fn some_of(files: &Files, wanted: impl Fn(&SourceFile) -> bool) -> Vec<SourceFile> {
    files
        .files
        .iter()
        .filter(|file| wanted(file))
        .cloned()
        .collect()
}
