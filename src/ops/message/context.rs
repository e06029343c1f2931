//! What messages are filled with, whichever way they go.

use std::sync::LazyLock;

use crate::model::declared::Organization;
use crate::model::device::Device;
use crate::model::invitation::{Invitation, Recipient};
use crate::model::message::MessageKind;
use crate::model::policy::{Help, Site};
use crate::model::settings::Settings;
use crate::model::text::{MessageText, OwnMessage};
use crate::ops::Error;
use crate::render::brand::Palette;
use crate::render::dates::Calendar;
use crate::render::message::{self, Blanks, Context, Names};
use crate::render::{self, Engine};
use crate::words::{Language, Words};

/// The text in the first of these languages that there is one in, else in that of the organization. A message of
/// the organization's own stands in for the invitation, whatever other languages there are.
pub(in crate::ops) fn text(
    kind: MessageKind,
    own: Option<&OwnMessage>,
    wanted: &[&str],
    organization: &Organization,
) -> MessageText {
    let fallback = organization.languages.first().map(String::as_str);
    let all = wanted.iter().copied().chain(fallback).chain(["en"]);
    if let Some(own) = own.filter(|_| kind == MessageKind::Invite) {
        let known = all.clone().filter_map(Language::of);
        let text = known
            .filter_map(|language| own.texts.get(language.code()))
            .next();
        if let Some(text) = text {
            return message::completed(text);
        }
    }
    all.filter_map(|language| message::built_in(kind, language))
        .next()
        .unwrap_or_default()
}

/// The languages that this recipient should be written to in, best first.
pub(in crate::ops) fn wanted<'a>(
    invitation: &'a Invitation,
    recipient: &'a Recipient,
) -> Vec<&'a str> {
    let wanted = [&recipient.language, &invitation.language];
    wanted.into_iter().flatten().map(String::as_str).collect()
}

/// The templates are part of the program: parsed once, whoever asks.
pub(in crate::ops) fn engine() -> Result<&'static Engine, Error> {
    static ENGINE: LazyLock<Result<Engine, render::Error>> = LazyLock::new(Engine::new);
    ENGINE
        .as_ref()
        .map_err(|e| Error::new(e.kind(), e.to_string()))
}

/// What every message says, whatever it is about.
pub(in crate::ops) fn context(
    settings: &Settings,
    organization: &Organization,
    site: Option<&Site>,
    to: &str,
) -> Context {
    let (own, site) = (&organization.help, site.map(|site| &site.help));
    let pick = |of: fn(&Help) -> &Option<String>| {
        site.and_then(|help| of(help).clone())
            .or_else(|| of(own).clone())
    };
    Context {
        palette: Palette::new(organization.color.as_deref()),
        link: None,
        blanks: Blanks {
            org: Names {
                name: organization.name.clone(),
                short: organization.short.clone(),
            },
            help: Help {
                name: pick(|help| &help.name),
                email: pick(|help| &help.email),
                phone: pick(|help| &help.phone),
            },
            portal: origin(settings),
            to: to.to_owned(),
            ..Blanks::default()
        },
    }
}

/// `https://enroll.riverside.example`, without a final slash.
pub(in crate::ops) fn origin(settings: &Settings) -> String {
    settings.portal.url.origin().ascii_serialization()
}

/// Dates in the zone of the site, else of the organization, in the language of the text.
pub(in crate::ops) fn calendar(
    organization: &Organization,
    site: Option<&Site>,
    text: &MessageText,
) -> Calendar {
    let own = site.and_then(|site| site.time_zone.as_deref());
    let words = Words::of(Language::of(&text.language).unwrap_or_default());
    Calendar::new(own.unwrap_or(&organization.time_zone)).speaking(&words)
}

pub(in crate::ops) fn kind(device: &Device) -> render::Device {
    match device.hardware.product.as_deref() {
        Some(product) if product.starts_with("iPhone") => render::Device::Iphone,
        Some(product) if product.starts_with("iPad") => render::Device::Ipad,
        _ => render::Device::Unknown,
    }
}
