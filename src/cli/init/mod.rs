//! `enroll init`: a commented starter repository. Never overwrites.

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::ci::{self, Starter};
use super::global::{Failure, Global};
use crate::base::error::Kind;
use crate::base::secret::Secret;
use crate::ops::login::hash_password;
use crate::ops::random;

/// Arguments of `enroll init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to start in; made when missing
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Ask nothing: take the flags given and defaults for the rest
    #[arg(long)]
    yes: bool,
    /// Name of the organization
    #[arg(long)]
    name: Option<String>,
    /// Address of the portal, as people will open it
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Time zone of dates, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Mail server, such as smtps://enroll@smtp.example.com; `none` captures mail as files
    #[arg(long, value_name = "URL")]
    smtp: Option<String>,
    /// Directory, such as ldaps://ldap.example.com; `none` starts with local accounts
    #[arg(long, value_name = "URL")]
    ldap: Option<String>,
    /// Workflows to begin with, as `enroll ci` writes them
    #[arg(long, value_enum, value_name = "SYSTEM")]
    ci: Option<Starter>,
}

/// The files, and what they hold.
const FILES: &[(&str, &str)] = &[
    ("enroll.yaml", include_str!("starter/enroll.yaml")),
    ("sites.yaml", include_str!("starter/sites.yaml")),
    ("policies.yaml", include_str!("starter/policies.yaml")),
    ("accounts.yaml", include_str!("starter/accounts.yaml")),
    (
        "invitations.d/first.yaml",
        include_str!("starter/invitations.yaml"),
    ),
    (
        ".gitignore",
        "# State, server key and captured mail never belong in git.\n/.enroll/\n",
    ),
];

struct Answers {
    name: String,
    url: String,
    time_zone: String,
    smtp: String,
    ldap: String,
    ci: Starter,
}

/// Writes the starter repository.
pub fn run(args: &Args, _: &Global) -> Result<u8, Failure> {
    let answers = answers(args)?;
    if let Some((path, _)) = FILES
        .iter()
        .find(|(path, _)| args.folder.join(path).exists())
    {
        let taken = args.folder.join(path);
        return Err(
            Failure::new(Kind::Refused, format!("{} exists already", taken.display()))
                .hint("name an empty folder; init never overwrites"),
        );
    }
    let password = first_password()?;
    let hash = hash_password(&password)?;
    for (path, text) in FILES {
        let text = fill(text, &answers).replace("@hash@", &hash);
        write(&args.folder.join(path), &text)?;
        anstream::println!("wrote {}", args.folder.join(path).display());
    }
    ci::start(answers.ci, &args.folder)?;
    let place = args.folder.display();
    anstream::println!(
        "\nLocal account `admin`, password `{}`: shown this once.",
        password.expose()
    );
    anstream::println!("Next: enroll -C {place} validate, then plan and apply --auto-approve.");
    anstream::println!("Before people depend on it: enroll -C {place} doctor");
    Ok(0)
}

/// Twenty letters and digits nobody knows yet.
fn first_password() -> Result<Secret<String>, Failure> {
    let bytes = random::bytes::<12>()?;
    Ok(Secret::new(
        data_encoding::BASE32_NOPAD.encode(&bytes).to_lowercase(),
    ))
}

fn answers(args: &Args) -> Result<Answers, Failure> {
    let asks = !args.yes && std::io::stdin().is_terminal();
    let ask = |given: &Option<String>, question: &str, default: &str| match given {
        Some(answer) => Ok(answer.clone()),
        None if asks => prompt(question, default),
        None => Ok(default.to_owned()),
    };
    Ok(Answers {
        name: ask(&args.name, "Name of the organization", "Example Schools")?,
        url: ask(&args.url, "Address of the portal", "http://127.0.0.1:8600")?,
        time_zone: ask(&args.time_zone, "Time zone", "UTC")?,
        smtp: ask(
            &args.smtp,
            "Mail server (none: capture mail as files)",
            "none",
        )?,
        ldap: ask(&args.ldap, "Directory (none: local accounts only)", "none")?,
        ci: match args.ci {
            Some(system) => system,
            None => system(&ask(&None, "Workflows (github, gitlab, none)", "none")?)?,
        },
    })
}

fn system(answer: &str) -> Result<Starter, Failure> {
    Starter::from_str(answer, true).map_err(|_| {
        let failure = Failure::new(Kind::Usage, format!("no workflows are known for {answer}"));
        failure.hint("github, gitlab or none")
    })
}

fn prompt(question: &str, default: &str) -> Result<String, Failure> {
    anstream::eprint!("{question} [{default}]: ");
    let mut line = String::new();
    std::io::stderr()
        .flush()
        .and_then(|()| std::io::stdin().lock().read_line(&mut line))
        .map_err(crate::ops::Error::file("the terminal"))?;
    Ok(match line.trim() {
        "" => default.to_owned(),
        answer => answer.to_owned(),
    })
}

fn fill(text: &str, answers: &Answers) -> String {
    let mail = match answers.smtp.as_str() {
        "none" => "  # smtp: smtps://enroll@smtp.example.com      # none: *.eml files in .enroll/outbox\n  \
                   # password: { env: SMTP_PASSWORD }"
            .to_owned(),
        smtp => format!("  smtp: {}\n  password: {{ env: SMTP_PASSWORD }}", quoted(smtp)),
    };
    let directory = match answers.ldap.as_str() {
        "none" => include_str!("starter/directory-off.yaml")
            .trim_end()
            .to_owned(),
        ldap => include_str!("starter/directory-on.yaml")
            .trim_end()
            .replace("@ldap@", &quoted(ldap)),
    };
    text.replace("@name@", &quoted(&answers.name))
        .replace("@url@", &quoted(&answers.url))
        .replace("@zone@", &quoted(&answers.time_zone))
        .replace("@mail@", &mail)
        .replace("@directory@", &directory)
}

/// A YAML scalar that is surely text: JSON strings are YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .and_then(|()| {
            std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(path)
        })
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(crate::ops::Error::file(path.display().to_string()))?;
    Ok(())
}
