//! Every message and page as files, as people will see them: the organization's own names and colours, and made-up
//! people. Nothing is sent, nothing is read but the repository.

use std::fs;
use std::path::Path;

use super::{Error, clock};
use crate::base::count;
use crate::model::declared::Desired;
use crate::model::message::MessageKind;
use crate::model::segment::{self, Alphabet};
use crate::model::text::MessageText;
use crate::notify::{self, Letter};
use crate::render::brand::Palette;
use crate::render::message::{self, Context, Names};
use crate::render::{Assets, Engine, samples, text};
use crate::words::{Language, Words};

/// Writes the files and `index.html` into `folder`; answers how many messages and pages there are.
///
/// # Errors
/// A file cannot be written.
pub fn write(desired: &Desired, folder: &Path) -> Result<usize, Error> {
    let engine = Engine::new().map_err(|e| Error::new(e.kind(), e.to_string()))?;
    let mut links = messages(desired, &engine, folder)?;
    let assets = Assets::of(&desired.organization);
    if let (Some(path), Some(content)) = (&assets.logo, &desired.logo) {
        put(folder, &path[1..], content)?;
    }
    let files = [
        Some(&assets.css),
        Some(&assets.script),
        assets.brand.as_ref(),
    ];
    for asset in files.into_iter().flatten() {
        put(folder, &asset.path[1..], asset.body.as_bytes())?;
    }
    for language in Language::ALL {
        let own = desired.organization.texts.get(language.code());
        let engine = engine.speaking(&Words::of(*language).with_own(own));
        for sample in samples::pages_in(*language) {
            let mut frame = sample.frame.in_language(*language, Language::ALL);
            frame.organization.clone_from(&desired.organization.name);
            frame.short.clone_from(&desired.organization.short);
            frame.brand_css = assets.brand.as_ref().map(|asset| asset.path.clone());
            frame.logo.clone_from(&assets.logo);
            let html = engine.page(&frame, &sample.page);
            let html = html.map_err(|e| Error::new(e.kind(), e.to_string()))?;
            let name = format!("pages/{}/{}.html", language.code(), sample.name);
            put(
                folder,
                &name,
                html.replace("\"/assets/", "\"../../assets/").as_bytes(),
            )?;
            links.push(name);
        }
    }
    let items: String = links
        .iter()
        .map(|name| format!("<li><a href=\"{name}\">{name}</a></li>\n"))
        .collect();
    let index = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Preview</title>\n\
         <h1>Messages and pages</h1>\n<ul>\n{items}</ul>\n"
    );
    put(folder, "index.html", index.as_bytes())?;
    Ok(links.len())
}

/// Every message in every language; answers the names of the files to look at.
fn messages(desired: &Desired, engine: &Engine, folder: &Path) -> Result<Vec<String>, Error> {
    let mut links = Vec::new();
    for language in Language::ALL {
        for kind in MessageKind::ALL {
            if let Some(text) = message::built_in(kind, language.code()) {
                links.extend(mail(desired, engine, (kind, &text), folder)?);
            }
        }
        let own = desired.messages.values();
        for text in own.filter_map(|own| own.texts.get(language.code())) {
            let text = message::completed(text);
            links.extend(mail(desired, engine, (MessageKind::Invite, &text), folder)?);
        }
        links.push(texts(desired, engine, *language, folder)?);
    }
    Ok(links)
}

/// One message as a mail, as HTML in both themes, and as text.
fn mail(
    desired: &Desired,
    engine: &Engine,
    (kind, text): (MessageKind, &MessageText),
    folder: &Path,
) -> Result<[String; 2], Error> {
    let language = Language::of(&text.language).unwrap_or_default();
    let mut of = message::sample(kind, language);
    ours(desired, &mut of);
    let parts = message::write(engine, text, &of);
    let parts = parts.map_err(|e| Error::new(e.kind(), e.to_string()))?;
    let settings = &desired.settings;
    let host = settings.portal.url.host_str().unwrap_or("localhost");
    let rendered = notify::compose(&Letter {
        from: &settings.mail.from,
        from_name: &desired.organization.name,
        reply_to: settings.mail.reply_to.as_deref(),
        to: &of.to,
        to_name: of.person.name.as_deref(),
        subject: &parts.subject,
        text: &parts.text,
        html: &parts.html,
        language: &parts.language,
        number: of.number.as_deref(),
        message_id: &format!("preview.{}@{host}", kind.word()),
        answers: None,
        date: clock::now(),
    })?;
    let name = format!("messages/{}/{}", text.language, text.name);
    put(folder, &format!("{name}.eml"), &rendered.bytes)?;
    put(folder, &format!("{name}.txt"), parts.text.as_bytes())?;
    let html = format!("{name}.html");
    put(folder, &html, parts.html.as_bytes())?;
    // Whoever looks at it needs not change the theme of the whole computer.
    let dark = format!("{name}.dark.html");
    let shown = parts.html.replace("(prefers-color-scheme:dark)", "all");
    put(folder, &dark, shown.as_bytes())?;
    Ok([html, dark])
}

/// The text messages of one language, each with what it costs.
fn texts(
    desired: &Desired,
    engine: &Engine,
    language: Language,
    folder: &Path,
) -> Result<String, Error> {
    let words = Words::of(language);
    let of = |kind| {
        let mut of = message::sample(kind, language);
        ours(desired, &mut of);
        of
    };
    let mut all = Vec::new();
    let told = |kind: &MessageKind| !matches!(kind, MessageKind::Request | MessageKind::Digest);
    for kind in MessageKind::ALL.into_iter().filter(told) {
        let of = of(kind);
        all.push((kind.word().to_owned(), text::sample(&words, kind, &of)));
    }
    for own in desired.messages.values() {
        let sms = own
            .texts
            .get(language.code())
            .and_then(|text| text.sms.as_ref());
        if let Some(sms) = sms {
            let text = text::own(engine, sms, &of(MessageKind::Invite));
            all.push((
                own.name.clone(),
                text.map_err(|e| Error::new(e.kind(), e.to_string()))?,
            ));
        }
    }
    let mut shown = String::new();
    for (name, text) in all {
        let length = segment::length(&text);
        let parts = count::counted(length.parts as usize, "part");
        let alphabet = match length.alphabet {
            Alphabet::Gsm7 => "GSM-7",
            Alphabet::Ucs2 => "UCS-2",
        };
        shown.push_str(&format!(
            "{name}: {} units of {alphabet}, {parts}\n{text}\n\n",
            length.units
        ));
    }
    let name = format!("messages/{}/sms.txt", language.code());
    put(folder, &name, shown.as_bytes())?;
    Ok(name)
}

/// The made-up message as this organization sends it.
fn ours(desired: &Desired, of: &mut Context) {
    let organization = &desired.organization;
    let portal = desired.settings.portal.url.origin().ascii_serialization();
    of.palette = Palette::new(organization.color.as_deref());
    of.link = of
        .link
        .take()
        .map(|link| link.replace(&of.blanks.portal, &portal));
    of.blanks.portal = portal;
    of.blanks.help = organization.help.clone();
    of.blanks.org = Names {
        name: organization.name.clone(),
        short: organization.short.clone(),
    };
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = folder.join(name);
    let failed = || Error::file(path.display().to_string());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed())?;
    }
    fs::write(&path, bytes).map_err(failed())
}
