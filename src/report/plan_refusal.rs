//! Why a guard refuses, in one sentence that ends with what overrides it.

use crate::base::count::counted;
use crate::plan::guard::{
    ALLOWED_DOMAINS, CUT_OFF, EMPTY, Guard, MESSAGES_PERCENT, NEW_DATABASE, NEW_DOMAINS,
    PATH_MESSAGES, PATH_SITES, POLICY_DEVICES, PROTECT, REQUIRED, REVOCATIONS_PERCENT,
};

/// Names shown before the rest is counted.
const NAMES: usize = 5;

/// The sentence of one guard.
pub(super) fn refusal(guard: &Guard) -> String {
    format!("{}; --ack {} says so", reason(guard), quoted(&guard.ack()))
}

/// What is beyond which limit.
pub(super) fn reason(guard: &Guard) -> String {
    let Guard { limit, actual, .. } = guard;
    let id = guard.id.as_str();
    let number = *actual as usize;
    let these = these(&guard.names);
    if let Some(kind) = id.strip_prefix(EMPTY) {
        return format!("every {kind} left git, {actual} of {actual}");
    }
    if let Some(files) = id.strip_prefix(PATH_MESSAGES) {
        return format!("{actual} messages of {files} are above the limit of {limit} there");
    }
    if let Some(files) = id.strip_prefix(PATH_SITES) {
        return format!("{these} of {files} may not name that site, or none");
    }
    match id {
        NEW_DATABASE => "the database is new, in an automated run: nobody has been invited yet as far as it knows".to_owned(),
        MESSAGES_PERCENT => format!("the messages are {actual} % of the links that work now, above the limit of {limit} %"),
        REVOCATIONS_PERCENT => format!("{actual} % of the links that work now would end, above the limit of {limit} %"),
        NEW_DOMAINS => format!("nobody was invited at {these} before"),
        ALLOWED_DOMAINS => format!("{} at {these}, outside limits.allowed_domains", counted(number, "new recipient")),
        POLICY_DEVICES => format!("the policy of {} changes, above the limit of {limit}", counted(number, "enrolled device")),
        CUT_OFF => format!("{these} no longer ends with a line break: it may have been cut off"),
        PROTECT => format!("{these} would change or leave, and limits.protect names it"),
        REQUIRED => format!("{these} is not declared, and limits.required names it"),
        id => format!("{actual} {id} are above the limit of {limit}"),
    }
}

fn these(names: &[String]) -> String {
    let shown = names
        .iter()
        .take(NAMES)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// As a shell takes it: patterns come from files that others write.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "=:._/@%+-".contains(c);
    if word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_word_runs_in_a_shell() {
        assert_eq!(quoted("messages=412"), "messages=412");
        assert_eq!(quoted("a*=1"), "'a*=1'");
        assert_eq!(quoted("a';rm x"), r"'a'\'';rm x'");
    }
}
