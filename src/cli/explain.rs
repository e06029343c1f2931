//! `enroll explain`: what a code or a key means.

use super::global::{Failure, Global};
use crate::base::error::Kind;
use crate::spec::schema::{self, Meaning};
use crate::spec::{codes, suggest};

/// Arguments of `enroll explain`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A code such as E003, or a key such as `expires` or `invitation.uses`
    #[arg(value_name = "CODE|KEY")]
    about: String,
}

/// Prints the page of a code, or the meaning of a key in every map that has it.
pub fn run(args: &Args, _: &Global) -> Result<u8, Failure> {
    let about = args.about.trim();
    if let Some(code) = codes::find(about) {
        anstream::println!("{}", code.page.trim_end());
        return Ok(0);
    }
    let all = schema::meanings();
    let found: Vec<&Meaning> = all
        .iter()
        .filter(|meaning| is_about(meaning, about))
        .collect();
    if found.is_empty() {
        return Err(unknown(about, &all));
    }
    for meaning in found {
        let bold = anstyle::Style::new().bold();
        anstream::println!(
            "{bold}{}{bold:#}\n  {}\n",
            meaning.path,
            wrapped(&meaning.text)
        );
    }
    Ok(0)
}

/// `uses` is meant wherever it stands; `invitation.uses`, also `invitations.uses`, in one map.
fn is_about(meaning: &Meaning, about: &str) -> bool {
    let (map, key) = meaning.path.split_once('.').unwrap_or(("", &meaning.path));
    match about.rsplit_once('.') {
        None => key == about,
        Some((named, wanted)) => {
            let named = named.rsplit_once('.').map_or(named, |(_, last)| last);
            let singular = named.strip_suffix('s').unwrap_or(named);
            key == wanted
                && (map == named || map == singular || singular == "policie" && map == "policy")
        }
    }
}

fn unknown(about: &str, all: &[Meaning]) -> Failure {
    let codes = codes::ALL.iter().map(|row| row.code);
    let keys = all.iter().map(|meaning| meaning.path.as_str());
    let bare = keys
        .clone()
        .filter_map(|path| Some(path.split_once('.')?.1));
    let near = suggest::nearest(about, codes.chain(keys).chain(bare));
    let failure = Failure::new(Kind::Usage, format!("nothing is known about `{about}`"));
    match near {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint("name a code such as E003 or a key such as `expires`"),
    }
}

/// One paragraph, its lines indented by two.
fn wrapped(text: &str) -> String {
    const WIDTH: usize = 78;
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > WIDTH {
            out.push_str("\n  ");
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}
