//! Workflows: files that post the plan, gate, apply on merge and keep the report.

use std::io::Write;
use std::path::Path;

use crate::base::error::Kind;
use crate::cli::global::{Failure, Global};

/// Arguments of `enroll ci github`.
#[derive(Debug, clap::Args)]
pub struct Github {
    /// Label of a runner on the portal's machine, where enroll is installed; else GitHub's own with PostgreSQL
    #[arg(long, value_name = "LABEL", value_parser = word)]
    runner: Option<String>,
    /// The branch that is applied
    #[arg(long, value_name = "NAME", default_value = "main", value_parser = word)]
    branch: String,
}

/// Arguments of `enroll ci gitlab`.
#[derive(Debug, clap::Args)]
pub struct Gitlab {
    /// Tag of a runner on the portal's machine, where enroll is installed; else any runner with PostgreSQL
    #[arg(long, value_name = "TAG", value_parser = word)]
    runner: Option<String>,
}

/// The files of `enroll ci github`.
const GITHUB: &[(&str, &str)] = &[
    (
        ".github/workflows/enroll-plan.yml",
        include_str!("workflows/github-plan.yml"),
    ),
    (
        ".github/workflows/enroll-apply.yml",
        include_str!("workflows/github-apply.yml"),
    ),
];

/// The file of `enroll ci gitlab`.
const GITLAB: (&str, &str) = (".gitlab/enroll.yml", include_str!("workflows/gitlab.yml"));

/// Where GitLab looks first.
const GITLAB_ROOT: &str = ".gitlab-ci.yml";
const INCLUDE: &str = "include:\n  - local: .gitlab/enroll.yml\n";

/// Fetches the program and requires it to be the one that is meant; never builds what a pull request holds.
const FETCH: &str = "curl -fsSL \"$ENROLL_URL\" -o /tmp/enroll
echo \"$ENROLL_SHA256  /tmp/enroll\" | sha256sum -c -
chmod +x /tmp/enroll";

/// The CI system that a new repository is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Starter {
    /// GitHub Actions
    Github,
    /// GitLab CI
    Gitlab,
    /// None
    None,
}

/// Writes what a new repository at `root` begins with.
///
/// # Errors
/// A file exists already, or cannot be written.
pub fn start(which: Starter, root: &Path) -> Result<(), Failure> {
    match which {
        Starter::Github => write_github(root, None, "main")?,
        Starter::Gitlab => write_gitlab(root, None)?,
        Starter::None => {}
    }
    Ok(())
}

/// Writes both workflows.
pub fn github(args: &Github, global: &Global) -> Result<u8, Failure> {
    write_github(&global.directory, args.runner.as_deref(), &args.branch)?;
    Ok(0)
}

/// Writes the jobs, and the file that includes them where there is none.
pub fn gitlab(args: &Gitlab, global: &Global) -> Result<u8, Failure> {
    write_gitlab(&global.directory, args.runner.as_deref())?;
    Ok(0)
}

fn write_github(root: &Path, runner: Option<&str>, branch: &str) -> Result<(), Failure> {
    let files = GITHUB.iter().map(|(path, text)| {
        let text = text.replace("@branch@", branch);
        (*path, for_github(&text, runner))
    });
    write_all(root, &files.collect::<Vec<_>>())
}

fn write_gitlab(root: &Path, runner: Option<&str>) -> Result<(), Failure> {
    let (path, text) = GITLAB;
    let mut files = vec![(path, for_gitlab(text, runner))];
    let has_root = root.join(GITLAB_ROOT).exists();
    if !has_root {
        files.push((GITLAB_ROOT, INCLUDE.to_owned()));
    }
    write_all(root, &files)?;
    if has_root {
        anstream::println!(
            "{GITLAB_ROOT} exists already and was left alone; add to it:\n\n{INCLUDE}"
        );
    }
    Ok(())
}

/// The workflow with its runner filled in.
fn for_github(text: &str, runner: Option<&str>) -> String {
    match runner {
        Some(label) => without_install(text)
            .replace("@runner@", &format!("[self-hosted, {label}]"))
            .replace(
                "          ENROLL_DATABASE_URL: ${{ secrets.ENROLL_PLAN_DATABASE_URL }}\n",
                "          ENROLL_DATABASE_URL: ${{ vars.ENROLL_DATABASE_URL }}\n",
            ),
        None => {
            let fetch = indented(FETCH, "          ");
            let install = format!(
                "      - name: Install enroll\n        env:\n\
                 \x20         ENROLL_URL: ${{{{ vars.ENROLL_URL }}}}\n\
                 \x20         ENROLL_SHA256: ${{{{ vars.ENROLL_SHA256 }}}}\n\
                 \x20       run: |\n{fetch}\n          sudo install /tmp/enroll /usr/local/bin/enroll"
            );
            text.replace("@runner@", "ubuntu-24.04")
                .replace("@install@", &install)
        }
    }
}

/// The jobs with their runner filled in.
fn for_gitlab(text: &str, runner: Option<&str>) -> String {
    match runner {
        Some(tag) => text.replace("@install@", &format!("  tags: [{tag}]")),
        None => {
            let lines = FETCH.lines().map(|line| format!("    - {line}"));
            let lines: Vec<String> = lines.collect();
            let install = format!(
                "  image: buildpack-deps:bookworm\n  before_script:\n{}\n    - install /tmp/enroll /usr/local/bin/enroll",
                lines.join("\n")
            );
            text.replace("@install@", &install)
        }
    }
}

fn without_install(text: &str) -> String {
    text.replace("@install@\n", "")
}

fn indented(text: &str, by: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("{by}{line}")).collect();
    lines.join("\n")
}

/// Writes all of them, or none when one exists.
fn write_all(root: &Path, files: &[(&str, String)]) -> Result<(), Failure> {
    if let Some((path, _)) = files.iter().find(|(path, _)| root.join(path).exists()) {
        let failure = Failure::new(Kind::Refused, format!("{path} exists already"));
        return Err(failure.hint("move it away to get a new one; nothing was written"));
    }
    for (path, text) in files {
        let target = root.join(path);
        let folder = target.parent().unwrap_or(root);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::File::create_new(&target))
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(crate::ops::Error::file(target.display().to_string()))?;
        anstream::println!("wrote {}", target.display());
    }
    Ok(())
}

/// A name that is one scalar in YAML and one word in a shell.
fn word(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if text.is_empty() || !text.chars().all(plain) {
        return Err("letters, digits, `-`, `_`, `.` and `/` only".to_owned());
    }
    Ok(text.to_owned())
}
