//! The project's own source as text: enough of Rust's lexis to tell code from comments and strings.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder of `Cargo.toml`.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every `.rs` file below a folder of the project, sorted.
pub fn all(folder: &str) -> Vec<Source> {
    let mut files = Vec::new();
    collect(&root().join(folder), &mut files);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

fn collect(folder: &Path, files: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            files.push(Source::new(
                path.strip_prefix(root()).unwrap().to_owned(),
                text,
            ));
        }
    }
}

/// One file.
pub struct Source {
    /// From the folder of `Cargo.toml`.
    pub path: PathBuf,
    /// As it stands.
    pub text: String,
    /// The same number of lines, comments and the insides of strings blanked.
    code: String,
}

impl Source {
    fn new(path: PathBuf, text: String) -> Self {
        let code = blank(&text);
        Self { path, text, code }
    }

    /// The module of the library it belongs to; none for `lib.rs` and `main.rs`.
    pub fn module(&self) -> Option<String> {
        let first = self
            .path
            .strip_prefix("src")
            .ok()?
            .iter()
            .next()?
            .to_str()?;
        let name = first.trim_end_matches(".rs");
        (!matches!(name, "lib" | "main")).then(|| name.to_owned())
    }

    /// Whether it says `mod NAME` outside comments and strings.
    pub fn declares(&self, name: &str) -> bool {
        find(&self.code, &format!("mod {name}")).next().is_some()
    }

    /// The top-level modules it names by `crate::…`, with the line, tests included. A chain of `super::`
    /// that leaves the module counts as the module `super`, which has no floor.
    pub fn imports(&self) -> Vec<(usize, String)> {
        let mut imports = Vec::new();
        for start in find(&self.code, "crate::") {
            let line = self.line(start);
            let names = heads(&self.code[start + "crate::".len()..]);
            imports.extend(names.into_iter().map(|name| (line, name)));
        }
        let depth = self.path.iter().count() - 1 - usize::from(self.path.ends_with("mod.rs"));
        let tests = self.tests_start();
        for (from, to, depth) in [(0, tests, depth), (tests, self.code.len(), depth + 1)] {
            let escape = "super::".repeat(depth.max(2));
            let found = find(&self.code[from..to], &escape).map(|at| self.line(from + at));
            imports.extend(found.map(|line| (line, "super".to_owned())));
        }
        imports
    }

    /// Where the module of unit tests starts; clippy holds it to be the last item.
    fn tests_start(&self) -> usize {
        find(&self.code, "#[cfg(test)]\nmod tests")
            .next()
            .unwrap_or(self.code.len())
    }

    /// The lines of code that name `name` (whole words), tests left out.
    pub fn lines_naming(&self, name: &str) -> Vec<usize> {
        let code = &self.code[..self.tests_start()];
        find(code, name).map(|start| self.line(start)).collect()
    }

    fn line(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count() + 1
    }
}

/// Where `name` begins and ends at the border of a word.
fn find<'a>(code: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let opens = name.starts_with(part);
    let closes = name.ends_with(part);
    code.match_indices(name)
        .map(|(at, _)| at)
        .filter(move |at| {
            let within = opens && code[..*at].ends_with(part)
                || closes && code[at + name.len()..].starts_with(part);
            !within
        })
}

/// The first names of a path or of a braced group of paths: `{a::b, c}` gives `a` and `c`.
fn heads(code: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = code.strip_prefix('{') else {
        return vec![word(code)];
    };
    let mut depth = 0_i32;
    let mut names = vec![word(group)];
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(word(&group[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Blanks comments and the insides of string and character literals, keeping every line where it is.
fn blank(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = literal_or_comment(rest, code.chars().next_back()).unwrap_or(0);
        if length == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            let newlines = rest[..length].matches('\n').count();
            code.push_str(if newlines == 0 { " " } else { "" });
            code.push_str(&"\n".repeat(newlines));
            rest = &rest[length..];
        }
    }
    code
}

/// The length of the comment or literal at the start of `text`, if one starts there.
fn literal_or_comment(text: &str, before: Option<char>) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Some(text.find("*/").map_or(text.len(), |end| end + 2));
    }
    if let Some(inside) = text.strip_prefix('"') {
        return Some(1 + closing(inside, '"')?);
    }
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if text.starts_with('r') && !in_word {
        let hashes = text[1..].len() - text[1..].trim_start_matches('#').len();
        let inside = text[1 + hashes..].strip_prefix('"')?;
        let end = inside.find(&format!("\"{}", "#".repeat(hashes)))?;
        return Some(1 + hashes + 1 + end + 1 + hashes);
    }
    let inside = text.strip_prefix('\'')?;
    let mut characters = inside.chars();
    let is_character = characters.next() == Some('\\') || characters.next() == Some('\'');
    is_character
        .then(|| closing(inside, '\''))
        .flatten()
        .map(|end| 1 + end)
}

/// The length up to and with the closing quote, escapes skipped.
fn closing(inside: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in inside.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return Some(at + quote.len_utf8()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source::new(path.into(), text.into())
    }

    #[test]
    fn comments_and_strings_are_not_code() {
        let text =
            "a // sqlx\n/* sqlx\n */ \"sqlx \\\" sqlx\" '\"' r#\"sqlx \" sqlx\"# 'x: loop {} b";
        assert_eq!(
            blank(text).split_whitespace().collect::<Vec<_>>(),
            ["a", "'x:", "loop", "{}", "b"]
        );
        assert_eq!(blank(text).lines().count(), text.lines().count());
    }

    #[test]
    fn imports_are_found_in_groups_paths_and_by_super() {
        let text = "use crate::{base::{id, time}, model,\n  spec::Desired};\nfn f() { crate::plan::diff() }\n";
        let imports = source("src/ops/apply.rs", text).imports();
        let named: Vec<_> = imports
            .iter()
            .map(|(line, name)| (*line, name.as_str()))
            .collect();
        assert_eq!(named, [(1, "base"), (1, "model"), (1, "spec"), (3, "plan")]);
        let escapes = |path, text| {
            source(path, text)
                .imports()
                .iter()
                .any(|(_, name)| name == "super")
        };
        assert!(escapes("src/ops/apply.rs", "use super::super::portal;"));
        assert!(!escapes(
            "src/portal/pages/login.rs",
            "use super::super::session;"
        ));
        let tests = "#[cfg(test)]\nmod tests {\n    use super::super::app;\n}";
        assert!(!escapes("src/ops/apply.rs", tests));
        assert!(escapes(
            "src/ops/apply.rs",
            &tests.replace("app", "super::portal")
        ));
        assert_eq!(
            source("src/portal/mod.rs", "").module().as_deref(),
            Some("portal")
        );
        assert_eq!(source("src/lib.rs", "").module(), None);
    }

    #[test]
    fn names_are_whole_words_outside_tests() {
        let file = source(
            "src/ca/mod.rs",
            "use a::sqlx;\nlet sqlx_x = 1;\n#[cfg(test)]\nmod tests { sqlx }",
        );
        assert_eq!(file.lines_naming("sqlx"), [1]);
        assert!(file.declares("tests") && !file.declares("test"));
    }
}
