//! `console`: whose members look at it.

use super::field::Map;
use super::{codes, keys};
use crate::model::settings::Console;

/// Groups that may look. They are asked of a directory that says where its groups are.
pub fn console(root: &Map<'_>) -> Console {
    let Some(map) = root.get("console").and_then(|f| f.map(&keys::CONSOLE)) else {
        return Console::default();
    };
    let directories = root.get("directory").and_then(|f| f.entries());
    let asked = directories
        .unwrap_or_default()
        .iter()
        .any(|directory| directory.child("groups").is_some());
    let groups = |key: &str| {
        let Some(field) = map.get(key) else {
            return Vec::new();
        };
        if !asked {
            field
                .key_error(
                    codes::GROUPS_WITHOUT,
                    "no directory is asked for these groups",
                )
                .hint("add `groups` to a directory, or give accounts `role: viewer` or `role: auditor`");
        }
        let named = field.list().unwrap_or_default();
        let text = named.iter().filter_map(|f| f.text());
        text.map(str::to_owned).collect()
    };
    Console {
        viewers: groups("viewers"),
        auditors: groups("auditors"),
    }
}
