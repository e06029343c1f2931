//! `digest`: who gets a mail that says what happened.

use super::field::Map;
use super::{keys, values};
use crate::model::settings::{Digest, Every};

/// Who gets it, and how often; none: nobody.
pub fn digest(root: &Map<'_>) -> Option<Digest> {
    let map = root.get("digest")?.map(&keys::DIGEST)?;
    let to = map.require("to", "[it@example.com]")?.list()?;
    let every = map.get("every");
    let words = &[("day", Every::Day), ("week", Every::Week)];
    Some(Digest {
        to: to.iter().filter_map(values::email).collect(),
        every: every.and_then(|f| f.word(words)).unwrap_or(Every::Week),
    })
}
