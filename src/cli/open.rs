//! What most verbs begin with: the repository read and valid, the database open, an async runtime.

use std::future::Future;
use std::path::PathBuf;

use super::global::{Failure, Global};
use super::render_diagnostics::{self, Shown};
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::declared::Desired;
use crate::model::settings::Settings;
use crate::ops::load::Repository;
use crate::ops::{App, changed, groups, load};
use crate::spec::SourceFile;
use crate::store::{Access, Db};

/// What the repository declares, and its texts for excerpts.
pub struct Declared {
    /// Everything declared. Members of groups are among the recipients once [`Declared::read_groups`] was called.
    pub desired: Desired,
    files: Vec<SourceFile>,
}

impl Declared {
    /// Asks directories who is in the groups that invitations name.
    ///
    /// # Errors
    /// A group cannot be read in full; the findings are printed (exit 1).
    pub async fn read_groups(&mut self, global: &Global) -> Result<(), Failure> {
        let findings = groups::resolve(&mut self.desired, &root(global)?).await;
        let shown = Shown::new(&self.files, &findings, global.pii());
        let told = || render_diagnostics::findings(&shown);
        global.stream.findings(told);
        anstream::eprint!("{}", render_diagnostics::human(&shown));
        match self.desired.unread_group() {
            Some((_, group)) => {
                let message = format!(
                    "{}: the group `{}` is not known in full; nothing was done",
                    group.place, group.name
                );
                Err(Failure::new(groups::KIND, message))
            }
            None => Ok(()),
        }
    }
}

/// The repository, when nothing is wrong with it; `--database` wins over enroll.yaml.
///
/// # Errors
/// The findings are printed and the failure says how many they are (exit 7).
pub fn desired(global: &Global) -> Result<Desired, Failure> {
    Ok(declared(global)?.desired)
}

/// The same with its texts.
///
/// # Errors
/// As [`desired`].
pub fn declared(global: &Global) -> Result<Declared, Failure> {
    declared_at(global.now, global)
}

/// The same with long links measured from `now`.
///
/// # Errors
/// As [`desired`].
pub fn declared_at(now: Option<Timestamp>, global: &Global) -> Result<Declared, Failure> {
    let now = now.unwrap_or_else(crate::ops::clock::now);
    valid(load::repository(&global.directory, Some(now))?, global)
}

/// The same, but files that did not change since the last apply are passed over.
///
/// # Errors
/// As [`desired`]; the database cannot be read.
pub async fn changed(global: &Global) -> Result<Declared, Failure> {
    let now = global.now.unwrap_or_else(crate::ops::clock::now);
    let (root, database) = (&global.directory, global.database.as_deref());
    valid(
        changed::repository(root, Some(now), database).await?,
        global,
    )
}

/// A repository as read, when nothing is wrong with it.
///
/// # Errors
/// As [`desired`].
pub fn valid(repository: Repository, global: &Global) -> Result<Declared, Failure> {
    let shown = Shown::new(&repository.files, &repository.diagnostics, global.pii());
    let told = || render_diagnostics::findings(&shown);
    global.stream.findings(told);
    anstream::eprint!("{}", render_diagnostics::human(&shown));
    let errors = repository.errors();
    let mut desired = repository.desired.ok_or_else(|| {
        Failure::new(
            Kind::Config,
            format!("the repository has {errors} errors; nothing was done"),
        )
        .hint("`enroll explain CODE` tells more about a code")
    })?;
    if let Some(url) = &global.database {
        desired.settings.database.clone_from(url);
    }
    let files = repository.files;
    Ok(Declared { desired, files })
}

/// The settings of the repository.
///
/// # Errors
/// As [`desired`].
pub fn settings(global: &Global) -> Result<Settings, Failure> {
    Ok(desired(global)?.settings)
}

/// The repository's folder as an absolute path.
///
/// # Errors
/// It cannot be found.
pub fn root(global: &Global) -> Result<PathBuf, Failure> {
    global
        .directory
        .canonicalize()
        .map_err(|e| Failure::new(Kind::Usage, format!("{}: {e}", global.directory.display())))
}

/// The database for looking only.
///
/// # Errors
/// There is none yet, or it cannot be opened.
pub async fn reader(global: &Global) -> Result<Db, Failure> {
    let settings = settings(global)?;
    read(&settings.database, global).await
}

/// The same for whoever asks how things stand: where there is a database, what is wrong with files beside enroll.yaml
/// is printed and does not matter.
///
/// # Errors
/// As [`reader`].
pub async fn onlooker(global: &Global) -> Result<Db, Failure> {
    let repository = load::repository(&global.directory, None)?;
    if repository.desired.is_none()
        && let Some(url) = named_alone(&repository, global)
        && let Ok(db) = read(&url, global).await
    {
        let shown = Shown::new(&repository.files, &repository.diagnostics, global.pii());
        anstream::eprint!("{}", render_diagnostics::human(&shown));
        return Ok(db);
    }
    let settings = valid(repository, global)?.desired.settings;
    read(&settings.database, global).await
}

/// The database that enroll.yaml names, if that file is valid by itself.
fn named_alone(repository: &Repository, global: &Global) -> Option<String> {
    let mut files = repository.files.clone();
    files.retain(|file| file.path == crate::spec::ROOT);
    let refused = Vec::new();
    let alone = load::read(load::Files { files, refused }, None).desired?;
    Some(match &global.database {
        Some(url) => url.clone(),
        None => alone.settings.database,
    })
}

async fn read(url: &str, global: &Global) -> Result<Db, Failure> {
    Db::open(url, &root(global)?, Access::Read)
        .await
        .map_err(|e| crate::ops::Error::from(e).into())
}

/// Everything a verb needs that writes to a database which exists already.
///
/// # Errors
/// There is no database yet, the server key is another one, the repository is not valid.
pub async fn app(global: &Global) -> Result<App, Failure> {
    let settings = settings(global)?;
    let root = root(global)?;
    drop(
        Db::open(&settings.database, &root, Access::Write)
            .await
            .map_err(crate::ops::Error::from)?,
    );
    Ok(App::open(settings, &root).await?)
}

/// Runs `work` to its end on a runtime of its own.
///
/// # Errors
/// What `work` answers, or the system refuses threads.
pub fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::new(Kind::Operational, format!("no threads: {e}")))?;
    runtime.block_on(work)
}
