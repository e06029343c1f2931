//! Reads the administrator's repository from disk: finds the files that declare something, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;

use super::Error;
use crate::base::diag::{Diagnostic, Severity, Span};
use crate::base::error::Kind;
use crate::base::time::Timestamp;
use crate::model::declared::Desired;
use crate::spec::{self, SourceFile, codes};

/// The repository as read.
#[derive(Debug)]
pub struct Repository {
    /// The files, for excerpts.
    pub files: Vec<SourceFile>,
    /// Everything declared; none if there is an error.
    pub desired: Option<Desired>,
    /// Findings by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Repository {
    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        let errors = self.diagnostics.iter();
        errors.filter(|d| d.severity == Severity::Error).count()
    }
}

/// Reads the repository at `root`. `now`, if given, is the instant from which long links are measured.
///
/// # Errors
/// The folder itself cannot be read. Whatever is wrong with a file is a diagnostic.
pub fn repository(root: &Path, now: Option<Timestamp>) -> Result<Repository, Error> {
    Ok(read(files(root)?, now))
}

/// The files of a repository, not looked into yet.
#[derive(Debug, Default)]
pub struct Files {
    /// Those that can be read.
    pub files: Vec<SourceFile>,
    /// What is said of the others.
    pub refused: Vec<Diagnostic>,
}

impl Files {
    /// Takes in the file `name` with this content; what is no UTF-8 text is refused, but pictures are not text.
    pub fn take(&mut self, name: &str, content: Vec<u8>) {
        let text = match String::from_utf8(content) {
            Ok(text) if spec::kind_of(name) != Some(spec::Kind::Image) => text
                .strip_prefix('\u{feff}')
                .map_or(text.clone(), str::to_owned),
            Ok(text) => BASE64.encode(text.as_bytes()),
            Err(error) if spec::kind_of(name) == Some(spec::Kind::Image) => {
                BASE64.encode(error.as_bytes())
            }
            Err(_) => return self.refuse(name, "this file is not UTF-8"),
        };
        self.files.push(SourceFile {
            path: name.to_owned(),
            text,
        });
    }

    /// Says why the file `name` is not read.
    pub fn refuse(&mut self, name: &str, message: &str) {
        let span = Span {
            file: name.to_owned(),
            start: 0,
            end: 0,
        };
        self.refused.push(
            Diagnostic::error(codes::UNREADABLE, Some(span), message)
                .hint("everything declared stands in the repository, as UTF-8 text"),
        );
    }
}

/// Folders beside those of each kind that are read.
const FOLDERS: [&str; 4] = ["terms", "brand", "messages", "people"];

/// Whether the file at `path` (from the repository's folder, `/` between names) declares something.
pub fn is_read(path: &str) -> bool {
    let Some((top, below)) = path.split_once('/') else {
        let stem = path.strip_suffix(".yaml").or(path.strip_suffix(".yml"));
        let of_kind = |stem| spec::KINDS.iter().any(|(name, _)| *name == stem);
        return stem.is_some_and(|stem| stem == "enroll" || of_kind(stem));
    };
    let of_kind = |folder: &str| spec::KINDS.iter().any(|(name, _)| *name == folder);
    let inside = FOLDERS.contains(&top) || top.strip_suffix(".d").is_some_and(of_kind);
    let hidden = below.split('/').any(|name| name.starts_with('.'));
    inside && !hidden && (spec::kind_of(path).is_some() || path.ends_with(".yml"))
}

/// Finds and reads the files of the repository at `root`.
///
/// # Errors
/// The folder itself cannot be read.
pub fn files(root: &Path) -> Result<Files, Error> {
    let real = root.canonicalize().map_err(|source| {
        let what = format!("the repository {}", root.display());
        Error::file(what)(source)
    })?;
    if !real.is_dir() {
        let message = format!("{} is no folder", root.display());
        return Err(
            Error::new(Kind::Usage, message).with_hint("name the folder of enroll.yaml with -C")
        );
    }
    let mut walk = Walk {
        root: real,
        seen: BTreeSet::new(),
        found: Files::default(),
    };
    walk.top()?;
    Ok(walk.found)
}

/// What the files declare, long links measured from `now`.
pub fn read(files: Files, now: Option<Timestamp>) -> Repository {
    let loaded = spec::load_at(&files.files, now);
    let mut diagnostics = files.refused;
    diagnostics.extend(loaded.diagnostics);
    let desired = loaded
        .desired
        .filter(|_| diagnostics.iter().all(|d| d.severity != Severity::Error));
    Repository {
        files: files.files,
        desired,
        diagnostics,
    }
}

/// Files and folders of the root that may declare something.
pub fn names() -> impl Iterator<Item = String> {
    let kinds = spec::KINDS
        .into_iter()
        .flat_map(|(name, _)| ["yaml", "yml", "d"].map(|end| format!("{name}.{end}")));
    let others = [spec::ROOT, "enroll.yml", "terms", "brand", "people"];
    kinds.chain(others.map(str::to_owned))
}

struct Walk {
    root: PathBuf,
    seen: BTreeSet<PathBuf>,
    found: Files,
}

impl Walk {
    fn top(&mut self) -> Result<(), Error> {
        let root = self.root.clone();
        self.file(&root.join(spec::ROOT), spec::ROOT);
        self.file(&root.join("enroll.yml"), "enroll.yml");
        for (name, _) in spec::KINDS {
            for end in ["yaml", "yml"] {
                let path = format!("{name}.{end}");
                self.file(&root.join(&path), &path);
            }
            self.folder(&root.join(format!("{name}.d")), &format!("{name}.d"))?;
        }
        for name in FOLDERS {
            self.folder(&root.join(name), name)?;
        }
        Ok(())
    }

    /// Everything below `path`, in the order of names; what begins with a dot is passed over.
    fn folder(&mut self, path: &Path, name: &str) -> Result<(), Error> {
        let Some(real) = self.inside(path, name) else {
            return Ok(());
        };
        // A folder seen twice is a link to one of its own parents, or to a sibling.
        if !real.is_dir() || !self.seen.insert(real) {
            return Ok(());
        }
        let listing = fs::read_dir(path).map_err(Error::file(format!("the folder {name}")))?;
        let mut names = Vec::new();
        for entry in listing {
            let entry = entry.map_err(Error::file(format!("the folder {name}")))?;
            names.push(entry.file_name());
        }
        names.sort();
        for child in names {
            let child = child.to_string_lossy();
            if child.starts_with('.') {
                continue;
            }
            let (path, name) = (path.join(&*child), format!("{name}/{child}"));
            if path.is_dir() {
                self.folder(&path, &name)?;
            } else if spec::kind_of(&name).is_some() || name.ends_with(".yml") {
                self.file(&path, &name);
            }
        }
        Ok(())
    }

    /// The real path, if there is one and it lies in the repository; a link that leads out is reported.
    fn inside(&mut self, path: &Path, name: &str) -> Option<PathBuf> {
        let real = match path.canonicalize() {
            Ok(real) => real,
            // Absent, unless a link leads nowhere.
            Err(_) if path.is_symlink() => {
                self.refuse(name, "this link leads nowhere");
                return None;
            }
            Err(_) => return None,
        };
        if !real.starts_with(&self.root) {
            self.refuse(name, "this link leads out of the repository");
            return None;
        }
        Some(real)
    }

    fn file(&mut self, path: &Path, name: &str) {
        let Some(real) = self.inside(path, name) else {
            return;
        };
        if spec::kind_of(name) == Some(spec::Kind::Image) {
            return self.picture(&real, name);
        }
        match fs::read(&real) {
            Ok(content) => self.found.take(name, content),
            Err(error) => self.refuse(name, &format!("this file cannot be read: {error}")),
        }
    }

    /// No more of it than shows that it is too large.
    fn picture(&mut self, real: &Path, name: &str) {
        let mut content = Vec::new();
        let most = spec::LARGEST as u64 + 1;
        let read = fs::File::open(real).and_then(|file| file.take(most).read_to_end(&mut content));
        match read {
            Ok(_) => self.found.take(name, content),
            Err(error) => self.refuse(name, &format!("this file cannot be read: {error}")),
        }
    }

    fn refuse(&mut self, name: &str, message: &str) {
        self.found.refuse(name, message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        dir
    }

    const ROOT: &[u8] =
        b"version: 1\norganization: { name: O }\nportal: { url: http://localhost }\n";

    fn codes_of(repository: &Repository) -> Vec<(String, &'static str)> {
        let file = |d: &Diagnostic| d.span.as_ref().map_or(String::new(), |s| s.file.clone());
        repository
            .diagnostics
            .iter()
            .map(|d| (file(d), d.code))
            .collect()
    }

    #[test]
    fn a_kind_stands_in_a_file_or_a_folder_or_both() {
        let dir = repository_with(&[
            ("enroll.yaml", ROOT),
            ("sites.yaml", b"a: { name: A }\n"),
            ("sites.d/deep/er/b.yaml", b"b: { name: B }\n"),
            ("sites.d/.hidden.yaml", b"c: { name: C }\n"),
            ("sites.d/README.md", b"no YAML"),
            ("elsewhere/d.yaml", b"d: { name: D }\n"),
        ]);
        let found = repository(dir.path(), None).unwrap();
        assert_eq!(codes_of(&found), []);
        let sites: Vec<_> = found
            .desired
            .unwrap()
            .sites
            .into_keys()
            .map(|id| id.0)
            .collect();
        assert_eq!(sites, ["a", "b"]);
    }

    #[test]
    fn a_link_out_of_the_repository_is_refused() {
        let outside = repository_with(&[("s.yaml", b"x: { name: X }\n")]);
        let dir = repository_with(&[
            ("enroll.yaml", ROOT),
            ("sites.d/a.yaml", b"a: { name: A }\n"),
        ]);
        let link = dir.path().join("sites.d/out.yaml");
        std::os::unix::fs::symlink(outside.path().join("s.yaml"), link).unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join("sites.d/out")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("sites.d"), dir.path().join("sites.d/round"))
            .unwrap();
        let found = repository(dir.path(), None).unwrap();
        assert!(found.desired.is_none());
        assert_eq!(
            codes_of(&found),
            [
                ("sites.d/out".to_owned(), "E030"),
                ("sites.d/out.yaml".to_owned(), "E030")
            ]
        );
    }

    #[test]
    fn other_encodings_and_endings_are_refused() {
        let dir = repository_with(&[
            ("enroll.yaml", ROOT),
            ("sites.yaml", b"a: { name: \xff }\n"),
            ("invitations.d/x.yml", b"x: {}\n"),
        ]);
        let found = repository(dir.path(), None).unwrap();
        assert_eq!(
            codes_of(&found),
            [
                ("sites.yaml".to_owned(), "E030"),
                ("invitations.d/x.yml".to_owned(), "E030")
            ]
        );
    }
}
