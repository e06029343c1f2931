//! The template engine: embedded sources, undefined names are errors, HTML is escaped, work is bounded.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};

use super::console::{self, Console};
use super::escape::{self, escaped};
use super::frame::Frame;
use super::page::{self, Page};
use super::speech;
use crate::base::error::Kind;
use crate::spec::blanks;
use crate::words::{Language, Words};

/// Instructions one page may cost; the largest sample needs a few thousand.
const FUEL: u64 = 500_000;

/// Why something could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A template and its struct do not fit: a defect of the program.
    #[error("cannot render {name}: {source:#}")]
    Template {
        /// Name of the template.
        name: String,
        /// What the engine says.
        source: minijinja::Error,
    },
    /// A URL does not fit into a QR code.
    #[error("cannot make a QR code: {0}")]
    Qr(String),
}

impl Error {
    /// The kind of failure.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Template { .. } => Kind::Operational,
            Self::Qr(_) => Kind::Malformed,
        }
    }
}

const SHARED: &[(&str, &str)] = &[
    ("layout.html", include_str!("../../templates/layout.html")),
    ("parts.html", include_str!("../../templates/parts.html")),
    (
        "mail/layout.html",
        include_str!("../../templates/mail/layout.html"),
    ),
];

/// All templates, parsed once.
#[derive(Clone, Debug)]
pub struct Engine {
    environment: Environment<'static>,
    /// Texts of messages: a blank that is not known stays empty, whatever the message.
    messages: Environment<'static>,
}

impl Engine {
    /// Parses the embedded templates; they speak English until told otherwise.
    ///
    /// # Errors
    /// [`Error::Template`] when one of them is no template.
    pub fn new() -> Result<Self, Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_syntax(syntax()?);
        environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
            true => AutoEscape::Html,
            false => AutoEscape::None,
        });
        environment.set_formatter(escape::write);
        environment.add_function("icon", icon);
        speech::teach(&mut environment, Words::of(Language::En));
        environment.add_filter("tel", blanks::tel);
        environment.add_filter("highlight", highlight);
        environment.add_filter("breakable", breakable);
        let templates = SHARED.iter().chain(page::TEMPLATES);
        for (name, source) in templates.chain(console::TEMPLATES) {
            environment
                .add_template(name, source)
                .map_err(|source| failed(name, source))?;
        }
        Ok(Self {
            environment,
            messages: messages()?,
        })
    }

    /// The same templates, speaking these words.
    #[must_use]
    pub fn speaking(&self, words: &Words) -> Self {
        let mut engine = self.clone();
        speech::teach(&mut engine.environment, words.clone());
        engine
    }

    /// The HTML of `page` within `frame`.
    ///
    /// # Errors
    /// [`Error::Template`], which a test over all samples rules out.
    pub fn page(&self, frame: &Frame, page: &Page) -> Result<String, Error> {
        let failed_page = page.status() >= 400;
        self.render(
            page.template(),
            context! { frame => Serde(frame), page => page.value(), failed => failed_page },
        )
    }

    /// The HTML of what the console shows.
    ///
    /// # Errors
    /// [`Error::Template`], which tests rule out.
    pub fn console(&self, frame: &console::Frame, shown: &Console) -> Result<String, Error> {
        let (template, page) = match shown {
            Console::View(view) => ("console/page.html", Value::from(Serde(view.as_ref()))),
            Console::Login(login) => ("console/login.html", Value::from(Serde(login))),
            Console::Sheet(sheet) => ("console/poster.html", Value::from(Serde(sheet.as_ref()))),
        };
        self.render(template, context! { frame => Serde(frame), page => page })
    }

    /// The layout of messages with what stands in it.
    pub(super) fn layout(&self, context: Value) -> Result<String, Error> {
        self.render("mail/layout.html", context)
    }

    /// Fills the blanks of one line of a message: no line break gets in.
    pub(super) fn line(&self, name: &str, source: &str, blanks: Value) -> Result<String, Error> {
        let filled = self.messages.render_named_str(name, source, blanks);
        let filled = filled.map_err(|source| failed(name, source))?;
        Ok(escape::one_line(&filled))
    }

    /// Fills the blanks of Markdown; `name` ends in `.md`. What fills them is shown letter for letter.
    pub(super) fn markdown(
        &self,
        name: &str,
        source: &str,
        blanks: Value,
    ) -> Result<String, Error> {
        let filled = self.messages.render_named_str(name, source, blanks);
        filled.map_err(|source| failed(name, source))
    }

    fn render(&self, name: &str, context: Value) -> Result<String, Error> {
        self.environment
            .get_template(name)
            .and_then(|template| template.render(context))
            .map_err(|source| failed(name, source))
    }
}

/// A line with nothing but a condition leaves no line behind.
fn syntax() -> Result<SyntaxConfig, Error> {
    SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()
        .map_err(|source| failed("syntax", source))
}

fn messages() -> Result<Environment<'static>, Error> {
    let environment = blanks::environment();
    let mut environment = environment.map_err(|source| failed("messages", source))?;
    environment.set_auto_escape_callback(|name| match name.ends_with(".md") {
        true => AutoEscape::Custom(escape::MARKDOWN.into()),
        false => AutoEscape::None,
    });
    environment.set_formatter(escape::write_message);
    Ok(environment)
}

fn failed(name: &str, source: minijinja::Error) -> Error {
    Error::Template {
        name: name.to_owned(),
        source,
    }
}

/// Line drawings on a grid of 24, in the colour of the text around them.
fn icon(name: &str) -> Result<Value, minijinja::Error> {
    let path = match name {
        "check" => "M5 12.6l4.4 4.4L19 7.4",
        "clock" => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.2V12l3.2 1.9",
        "download" => "M12 4v11M7.4 10.6 12 15.2l4.6-4.6M5 20h14",
        "globe" => {
            "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.4 9.5h17.2M3.4 14.5h17.2M12 3c5 5.4 5 12.6 0 18-5-5.4-5-12.6 0-18"
        }
        "info" => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11.2V16M12 8v.1",
        "shield" => {
            "M12 3.2 19.4 6v5.4c0 4.4-3 7.8-7.4 9.4-4.4-1.6-7.4-5-7.4-9.4V6zM8.8 12l2.3 2.3 4.2-4.5"
        }
        "stop" => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.8 5.8l12.4 12.4",
        "warn" => "M12 3.6 21 19.4H3zM12 10v4.2M12 16.8v.1",
        other => {
            let kind = minijinja::ErrorKind::InvalidOperation;
            return Err(minijinja::Error::new(kind, format!("no icon {other}")));
        }
    };
    Ok(Value::from_safe_string(format!(
        "<svg viewBox=\"0 0 24 24\" class=\"icon\" aria-hidden=\"true\"><path d=\"{path}\"/></svg>"
    )))
}

/// `text` escaped, with every occurrence of `link` marked.
fn highlight(text: &str, link: Option<&str>) -> Value {
    let text = escaped(text);
    Value::from_safe_string(match link.map(escaped) {
        Some(link) if !link.is_empty() => text.replace(&link, &format!("<mark>{link}</mark>")),
        _ => text,
    })
}

/// An address escaped, with places where a narrow screen may break it.
fn breakable(address: &str) -> Value {
    let text = escaped(address).replace('@', "@<wbr>");
    Value::from_safe_string(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_text_stays_text() {
        let shown = highlight("<b> https://a/e/1&x", Some("https://a/e/1&x")).to_string();
        assert_eq!(shown, "&lt;b&gt; <mark>https://a/e/1&amp;x</mark>");
    }
}
