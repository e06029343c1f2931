//! `enroll outbox bounce`: takes in what mail servers say later.

use std::io::Read as _;
use std::path::PathBuf;

use serde_json::json;

use super::global::{Failure, Format, Global};
use super::open;
use crate::base::error::Kind;
use crate::ops::bounce::{self, Taken, Told};

/// Longest mail that is read, in bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Arguments of `enroll outbox bounce`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A mail as a file; `-` or nothing reads it from the input
    #[arg(value_name = "FILE", conflicts_with = "maildir")]
    file: Option<PathBuf>,
    /// A Maildir: every mail in it that nobody has seen; those dealt with count as seen then
    #[arg(long, value_name = "DIR")]
    maildir: Option<PathBuf>,
}

/// Takes the mail in. Exit 3: some mails of the folder are left for somebody to look at.
pub fn run(args: &Args, format: Format, global: &Global) -> Result<u8, Failure> {
    match &args.maildir {
        Some(folder) => open::block_on(async {
            let app = open::app(global).await?;
            let mails = bounce::take_maildir(&app, folder).await?;
            let told = mails
                .iter()
                .map(|mail| (Some(mail.file.as_str()), &mail.told[..]));
            print(format, &told.collect::<Vec<_>>());
            let left = mails.iter().filter(|mail| !mail.is_done()).count();
            if left > 0 && format == Format::Human {
                anstream::println!(
                    "{left} of {} mails are left for somebody to look at.",
                    mails.len()
                );
            }
            Ok(if left == 0 {
                0
            } else {
                Kind::Partial.exit_code()
            })
        }),
        None => {
            let mail = read(args)?;
            let told = open::block_on(async {
                Ok(bounce::take(&open::app(global).await?, &mail).await?)
            })?;
            print(format, &[(None, &told[..])]);
            match told.iter().all(|told| told.result.is_done()) && !told.is_empty() {
                true => Ok(0),
                false => Err(Failure::new(Kind::NotFound, "nothing was changed by it")
                    .hint("look at the mail; `enroll outbox resolve` ends a doubt by hand")),
            }
        }
    }
}

fn read(args: &Args) -> Result<Vec<u8>, Failure> {
    let mut mail = Vec::new();
    let read = match args.file.as_ref().filter(|path| path.as_os_str() != "-") {
        Some(path) => std::fs::File::open(path)
            .and_then(|file| file.take(LONGEST).read_to_end(&mut mail))
            .map_err(|e| format!("{}: {e}", path.display())),
        None => std::io::stdin()
            .lock()
            .take(LONGEST)
            .read_to_end(&mut mail)
            .map_err(|e| format!("the input: {e}")),
    };
    read.map_err(|text| Failure::new(Kind::Operational, text))?;
    Ok(mail)
}

fn print(format: Format, mails: &[(Option<&str>, &[Told])]) {
    if format == Format::Json {
        let all = mails.iter().map(|(file, told)| {
            let told = told.iter().map(|told| {
                json!({
                    "message": told.message.as_ref().map(|row| &row.id),
                    "result": word(told.result),
                    "state": told.message.as_ref().map(|row| row.state.word()),
                    "status": told.status,
                })
            });
            json!({ "file": file, "notices": told.collect::<Vec<_>>() })
        });
        super::print_json(&all.collect::<Vec<_>>());
        return;
    }
    for (file, told) in mails {
        let before = file.map_or(String::new(), |file| format!("{file}: "));
        if told.is_empty() {
            anstream::println!("{before}no delivery status notice; left as it is");
        }
        for told in *told {
            anstream::println!("{before}{}", sentence(told));
        }
    }
}

fn sentence(told: &Told) -> String {
    let status = told.status.as_deref().unwrap_or("no status");
    let Some(row) = &told.message else {
        return format!("a notice ({status}) about no message of ours, or it cannot be said which");
    };
    let id = &row.id;
    match told.result {
        Taken::Bounced => format!("message {id} came back: {status}"),
        Taken::Arrived => format!("message {id} arrived: its doubt is over"),
        Taken::Delayed => format!("message {id} is delayed: {status}"),
        Taken::Known => format!("message {id} is {} already", row.state.word()),
        Taken::Odd | Taken::Unknown => {
            format!(
                "message {id} is {}, which the notice ({status}) does not fit",
                row.state.word()
            )
        }
    }
}

fn word(taken: Taken) -> &'static str {
    match taken {
        Taken::Bounced => "bounced",
        Taken::Arrived => "arrived",
        Taken::Delayed => "delayed",
        Taken::Known => "known",
        Taken::Odd => "odd",
        Taken::Unknown => "unknown",
    }
}
