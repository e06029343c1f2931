//! Digests of the files that declare invitations, so that a later plan need not read those that stayed the same.
//!
//! A file means the same as before when its text, the lists it names, and everything else that is declared are
//! the same, and so is the program. To let a file depend on one more kind of file: count it in [`base`].

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, SourceFile, kind_of};
use crate::base::diag::Diagnostic;
use crate::base::digest::sha256_hex;
use crate::model::declared::Desired;
use crate::model::source::{Ending, Known, Source, Sources};

/// The files that were read, with what they declared. Those with a finding stay without a digest, so that it is
/// said again every time, and so do those that name a group.
pub fn of(files: &[SourceFile], desired: &Desired, diagnostics: &[Diagnostic]) -> Sources {
    let faulty = diagnostics.iter().filter_map(|d| d.span.as_ref());
    let faulty: BTreeSet<&str> = faulty.map(|span| span.file.as_str()).collect();
    let texts = lists(files);
    let mut found: BTreeMap<String, Source> = invitation_files(files)
        .map(|file| (file.path.clone(), source(file, &texts, &faulty)))
        .collect();
    for invitation in desired.invitations.values() {
        if let Some(source) = found.get_mut(&invitation.place.file) {
            source.invitations.push(invitation.id.clone());
            // Its members change without an edit.
            if !invitation.groups.unread.is_empty() {
                source.digest = None;
            }
        }
    }
    Sources {
        base: base(files),
        files: found,
        unread: None,
    }
}

/// Paths of the files that mean what they meant when they were applied last, as far as they and their lists go.
pub fn unchanged<'f>(
    files: &'f [SourceFile],
    known: &BTreeMap<String, Known>,
) -> BTreeSet<&'f str> {
    let texts = lists(files);
    let same = |file: &&SourceFile| {
        let known = known.get(&file.path);
        known.is_some_and(|k| k.digest.as_ref() == Some(&digest(file, &k.lists, &texts)))
    };
    let same = invitation_files(files).filter(same);
    same.map(|file| file.path.as_str()).collect()
}

/// SHA-256 of all that gives the files of invitations their meaning: every other file but the lists, and the
/// program's version.
pub fn base(files: &[SourceFile]) -> String {
    let mut rows: Vec<String> = files
        .iter()
        .filter(|f| !matches!(kind_of(&f.path), Some(Kind::Invitations | Kind::List)))
        .map(|file| row(&file.path, &file.text))
        .collect();
    rows.sort();
    rows.push(row("enroll", env!("CARGO_PKG_VERSION")));
    sha256_hex(rows.concat().as_bytes())
}

/// The files that declare invitations.
pub fn invitation_files(files: &[SourceFile]) -> impl Iterator<Item = &SourceFile> {
    files
        .iter()
        .filter(|f| kind_of(&f.path) == Some(Kind::Invitations))
}

fn source(file: &SourceFile, texts: &BTreeMap<&str, &str>, faulty: &BTreeSet<&str>) -> Source {
    let lists = named(&file.text, texts);
    let is_sound = |path: &str| !faulty.contains(path);
    let trusted = lists
        .as_ref()
        .filter(|lists| is_sound(&file.path) && lists.iter().all(|path| is_sound(path)));
    Source {
        digest: trusted.map(|lists| digest(file, lists, texts)),
        lists: lists.unwrap_or_default(),
        invitations: Vec::new(),
        ending: Ending::of(&file.text),
    }
}

/// The lists that a text names; none if one of them stands there in a way that only a reader of YAML sees.
fn named(text: &str, texts: &BTreeMap<&str, &str>) -> Option<Vec<String>> {
    const BEFORE: &[char] = &['"', '\'', '{', '[', ',', ':'];
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices(".csv") {
        let start = text[..at].rfind(|c: char| c.is_whitespace() || BEFORE.contains(&c));
        let start = start.map_or(0, |i| i + 1);
        let (path, _) = texts.get_key_value(&text[start..at + ".csv".len()])?;
        found.insert((*path).to_owned());
    }
    let silent = found.is_empty() && text.contains("csv");
    (!silent).then(|| found.into_iter().collect())
}

fn digest(file: &SourceFile, named: &[String], texts: &BTreeMap<&str, &str>) -> String {
    let mut rows = vec![row("", &file.text)];
    rows.extend(named.iter().map(|path| match texts.get(path.as_str()) {
        Some(text) => row(path, text),
        None => format!("{path} is gone\n"),
    }));
    sha256_hex(rows.concat().as_bytes())
}

fn row(path: &str, text: &str) -> String {
    format!("{path} {}\n", sha256_hex(text.as_bytes()))
}

fn lists(files: &[SourceFile]) -> BTreeMap<&str, &str> {
    let lists = files
        .iter()
        .filter(|f| kind_of(&f.path) == Some(Kind::List));
    lists.map(|f| (f.path.as_str(), f.text.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    fn repository(invitation: &str, list: &str) -> Vec<SourceFile> {
        vec![
            file(
                "enroll.yaml",
                "version: 1\norganization: { name: O }\nportal: { url: \"http://localhost\" }\n",
            ),
            file("policies.yaml", "open: { login: none }\n"),
            file("invitations.d/a.yaml", invitation),
            file("invitations.d/b.yaml", "b: { policy: open, send: none }\n"),
            file("people/a.csv", list),
        ]
    }

    const LISTED: &str = "a: { policy: open, to: [{ csv: people/a.csv }] }\n";

    fn sources(files: &[SourceFile]) -> Sources {
        let loaded = super::super::load(files);
        of(files, &loaded.desired.unwrap(), &loaded.diagnostics)
    }

    fn known(sources: &Sources) -> BTreeMap<String, Known> {
        let known = |source: &Source| Known {
            digest: source.digest.clone(),
            lists: source.lists.clone(),
            ending: source.ending,
        };
        let files = sources.files.iter();
        files
            .map(|(path, source)| (path.clone(), known(source)))
            .collect()
    }

    #[test]
    fn a_file_changes_with_its_text_and_with_the_lists_it_names() {
        let before = repository(LISTED, "email\nada@example.com\n");
        let known = known(&sources(&before));
        let both = ["invitations.d/a.yaml", "invitations.d/b.yaml"].into();
        assert_eq!(unchanged(&before, &known), both);
        let other = ["invitations.d/b.yaml"].into();
        let text = format!("# A remark.\n{LISTED}");
        let edited = repository(&text, "email\nada@example.com\n");
        assert_eq!(unchanged(&edited, &known), other);
        let longer = repository(LISTED, "email\nada@example.com\nbob@example.com\n");
        assert_eq!(unchanged(&longer, &known), other);
        let without: Vec<_> = before
            .iter()
            .filter(|f| !f.path.ends_with("csv"))
            .cloned()
            .collect();
        assert_eq!(unchanged(&without, &known), other);
    }

    #[test]
    fn everything_but_invitations_and_lists_is_the_base() {
        let before = repository(LISTED, "email\nada@example.com\n");
        let mut after = repository("a: { policy: open, send: none }\n", "email\n");
        assert_eq!(base(&before), base(&after));
        after[1].text.push_str("# A remark.\n");
        assert_ne!(base(&before), base(&after));
    }

    #[test]
    fn a_list_named_in_a_roundabout_way_makes_its_file_be_read_always() {
        for path in [
            "\"people/a.\\x63sv\"",
            "'people/a list.csv'",
            "people/b.csv",
        ] {
            let text = format!("a: {{ policy: open, to: [{{ csv: {path} }}] }}\n");
            let lists = [("people/a.csv", ""), ("people/a list.csv", "")].into();
            assert_eq!(named(&text, &lists), None, "{path}");
        }
        let lists = [("people/a.csv", "")].into();
        assert_eq!(named("a: { send: none }\n", &lists), Some(vec![]));
        assert_eq!(named(LISTED, &lists), Some(vec!["people/a.csv".to_owned()]));
    }
}
