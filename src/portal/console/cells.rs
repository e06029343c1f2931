//! Words and tags that several tables share.

use crate::model::message::DeliveryState;
use crate::model::status::Progress;
use crate::render::console::{Cell, Choice, Filter};

/// `in_doubt` as people read it: `In doubt`.
pub(super) fn spoken(word: &str) -> String {
    let text = word.replace('_', " ");
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + chars.as_str()
    })
}

/// How far a recipient came: a sign and words, never colour alone.
pub(super) fn progress(progress: Progress) -> Cell {
    let (sign, kind) = match progress {
        Progress::Enrolled | Progress::UsedUp => ("✓", "ok"),
        Progress::Started | Progress::HandedOver => ("◐", "warn"),
        Progress::Ready | Progress::Queued | Progress::Sent | Progress::Opened => ("○", ""),
        Progress::Expired | Progress::Revoked => ("–", ""),
    };
    Cell::tag(format!("{sign} {}", spoken(progress.word())), kind)
}

/// Where a message is.
pub(super) fn delivery(state: DeliveryState) -> Cell {
    let (sign, kind) = match state {
        DeliveryState::Accepted => ("✓", "ok"),
        DeliveryState::Rejected | DeliveryState::Bounced => ("✕", "bad"),
        DeliveryState::Deferred | DeliveryState::InDoubt => ("◐", "warn"),
        DeliveryState::Cancelled => ("–", ""),
        DeliveryState::Queued | DeliveryState::Claimed | DeliveryState::Transmitting => ("○", ""),
    };
    Cell::tag(format!("{sign} {}", spoken(state.word())), kind)
}

/// A choice among words; the first one takes all.
pub(super) fn choice(
    name: &'static str,
    label: &'static str,
    value: &str,
    words: impl IntoIterator<Item = (String, String)>,
) -> Filter {
    let all = Choice {
        value: String::new(),
        text: format!("{label}: all"),
    };
    let one = |(value, text)| Choice { value, text };
    Filter {
        name,
        label: Some(label),
        value: value.to_owned(),
        options: Some(
            std::iter::once(all)
                .chain(words.into_iter().map(one))
                .collect(),
        ),
    }
}

/// The same of words that are spoken as they are written.
pub(super) fn words<'a>(
    name: &'static str,
    label: &'static str,
    value: &str,
    all: impl IntoIterator<Item = &'a str>,
) -> Filter {
    let pairs = all.into_iter().map(|word| (word.to_owned(), spoken(word)));
    choice(name, label, value, pairs)
}

/// A text to look for.
pub(super) fn search(name: &'static str, label: &'static str, value: &str) -> Filter {
    Filter {
        name,
        label: Some(label),
        value: value.to_owned(),
        options: None,
    }
}

/// A value that goes along.
pub(super) fn kept(name: &'static str, value: &str) -> Filter {
    Filter {
        name,
        label: None,
        value: value.to_owned(),
        options: None,
    }
}
