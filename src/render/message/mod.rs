//! Messages to people: subject, preheader, text part and HTML part. Who builds the mail adds its headers.
//!
//! What a message says is a [`MessageText`]: Markdown whose blanks are filled from a [`Context`]. One layout makes
//! the text part and the HTML part of it, and adds what no text may leave out: the link, its facts, how to check
//! that it is real, whom to ask. The built-in texts stand in `templates/mail/LANGUAGE/`.
//! To add a kind: a variant of `MessageKind`, a text in every language, a row in [`built_in`], a sample.

mod admin;
mod built_in;
mod context;
mod html;
mod plain;

use minijinja::value::Serde;
use minijinja::{Value, context};

pub use admin::{DigestFacts, Ending, Line, Lines, RequestFacts};
pub use built_in::{LANGUAGES, built_in, completed};
pub use context::{Blanks, Changed, Context, DeviceFacts, Names, Person, Stopped, sample};
pub use plain::of_markdown;

use super::engine::{Engine, Error};
use super::markdown::{Block, blocks};
use crate::model::text::MessageText;
use crate::words::{Argument, Direction, Language, Words};

/// A rendered message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Subject: one line.
    pub subject: String,
    /// The first words that lists of mails show: one line. The HTML part begins with it, hidden.
    pub preheader: String,
    /// Text part, `\n` line ends, lines of at most 70 characters.
    pub text: String,
    /// HTML part, `\n` line ends.
    pub html: String,
    /// Language of all of them (BCP 47).
    pub language: String,
}

/// The button: its words and where it leads.
struct Button<'a> {
    words: String,
    link: &'a str,
}

/// Fills the blanks of `text`.
///
/// # Errors
/// [`Error::Template`] when the text has a mistake that `validate` finds.
pub fn write(engine: &Engine, text: &MessageText, of: &Context) -> Result<Parts, Error> {
    let name = format!("{}/{}", text.language, text.name);
    let around = built_in::around(&text.language);
    let language = Language::of(&text.language).unwrap_or_default();
    let (plain, marked) = (filled(of, language, false), filled(of, language, true));
    let line = |part: &str| engine.line(&name, part, plain.clone()).map(tidy);
    let markdown = |part: &str| {
        let filled = engine.markdown(&format!("{name}.md"), part, marked.clone())?;
        Ok::<_, Error>(blocks(&tidy(filled)))
    };
    let (subject, preheader) = (line(&text.subject)?, line(&text.preheader)?);
    let button = match (&of.link, &text.button) {
        (Some(link), Some(words)) => Some(Button {
            words: line(words)?,
            link,
        }),
        _ => None,
    };
    let body = markdown(&text.text)?;
    let linked = |part: &str| match of.link {
        Some(_) => markdown(part),
        None => Ok(Vec::new()),
    };
    let (below, copy) = (linked(around.link)?, linked(around.copy)?);
    let foot = markdown(around.foot)?;
    let sheet = Sheet {
        body: &body,
        button: button.as_ref(),
        below: &below,
        copy: &copy,
        foot: &foot,
    };
    let direction = language.direction();
    let look = html::Look {
        palette: &of.palette,
        is_rtl: direction == Direction::Rtl,
    };
    let html = engine.layout(context! {
        palette => Serde(&of.palette),
        language => &text.language,
        dir => direction.word(),
        organization => &of.org.name,
        short => &of.org.short,
        subject => &subject,
        preheader => &preheader,
        sheet => Value::from_safe_string(look.sheet(&sheet)),
        foot => Value::from_safe_string(look.foot(&sheet)),
    })?;
    Ok(Parts {
        text: plain::text(&sheet),
        html,
        subject,
        preheader,
        language: text.language.clone(),
    })
}

/// The pieces of one message in their order.
struct Sheet<'a> {
    body: &'a [Block],
    button: Option<&'a Button<'a>>,
    below: &'a [Block],
    copy: &'a [Block],
    foot: &'a [Block],
}

/// What blanks stand for. In Markdown, a link is marked as one.
pub(super) fn filled(of: &Context, language: Language, markdown: bool) -> Value {
    let stopped = of.stopped.as_ref().map(|stopped| {
        let step = Value::from(Serde(&stopped.step)).to_string();
        let about = [
            ("step", Argument::Text(step)),
            ("device", Argument::Text("device".to_owned())),
        ];
        let name = Words::of(language).say("progress-name", &about);
        context! { number => stopped.number, name => name.unwrap_or_default() }
    });
    let link = of.link.as_ref().map(|link| match markdown {
        true => Value::from_safe_string(format!("<{link}>")),
        false => Value::from(link.as_str()),
    });
    let inviter = context! { name => &of.org.name };
    context! { link => link, stopped => stopped, inviter => inviter, ..Value::from(Serde(&of.blanks)) }
}

/// A blank that stays empty leaves no space before a comma.
fn tidy(text: String) -> String {
    text.replace(" ,", ",").replace(" ،", "،")
}

#[cfg(test)]
mod tests;
