//! The registry of findings: one table, read by `explain`, the documentation and the tests.
//!
//! To add a code: a row here, its page in `docs/errors/`. E061 belongs to the guards of apply.

/// One row of the registry.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// `E003`, or `W041` for a warning.
    pub code: &'static str,
    /// What it says in a few words.
    pub title: &'static str,
    /// What it means, an example and the remedy (Markdown).
    pub page: &'static str,
}

/// The row of `code`, in any case.
pub fn find(code: &str) -> Option<&'static Code> {
    ALL.iter().find(|row| row.code.eq_ignore_ascii_case(code))
}

macro_rules! codes {
    ($($name:ident = $code:literal, $title:literal;)+) => {
        $(#[doc = $title]
        pub const $name: &str = $code;)+

        /// Every code, in order.
        pub static ALL: &[Code] = &[$(Code {
            code: $code,
            title: $title,
            page: include_str!(concat!("../../docs/errors/", $code, ".md")),
        }),+];
    };
}

codes! {
    SYNTAX = "E001", "not valid YAML";
    SECOND_DOCUMENT = "E002", "a second document in one file";
    UNKNOWN_KEY = "E003", "unknown key";
    WRONG_TYPE = "E004", "wrong type";
    EMPTY = "E005", "empty value";
    DUPLICATE_KEY = "E006", "duplicate key";
    UNKNOWN_REFERENCE = "E007", "unknown reference";
    DUPLICATE_ID = "E008", "the same id in two files";
    MISSING_KEY = "E009", "missing key";
    MERGE_KEY = "E010", "merge key";
    BAD_DATE = "E011", "unreadable date or duration";
    DST_GAP = "E012", "a time that does not exist";
    BAD_TIME_ZONE = "E013", "unknown time zone";
    BAD_URL = "E014", "unusable URL";
    BAD_ADDRESS = "E015", "not an email address or phone number";
    UNKNOWN_WORD = "E016", "a word that is not a choice here";
    OUT_OF_RANGE = "E017", "a number out of range";
    BAD_ID = "E018", "an id with forbidden characters";
    YAML_FEATURE = "E019", "a feature of YAML that is refused";
    YAML_BUDGET = "E020", "a document out of proportion";
    PERSONAL_INVITATION = "E021", "an invitation for personally owned devices";
    NO_RECIPIENTS = "E022", "an invitation that nobody receives";
    SAME_RECIPIENT = "E023", "the same recipient twice";
    NOBODY_NAMED = "E024", "only the invited person may log in, and nobody is named";
    NO_LOGIN_SOURCE = "E025", "no source to log in with";
    OPEN_LOGIN = "E026", "open enrollment without a login";
    OPEN_OWNERSHIP = "E027", "a policy that does not allow this ownership";
    NO_SITES = "E028", "a choice among no sites";
    NOT_A_RECIPIENT = "E029", "an exception for somebody who is not invited";
    UNREADABLE = "E030", "a file that is not read";
    BAD_LIST = "E031", "a list of people that cannot be used";
    ORIGIN = "E032", "not an origin";
    NOT_HTTPS = "E033", "https is needed";
    BAD_LISTEN = "E034", "not an address to listen on";
    BAD_NETWORK = "E035", "not a network";
    BAD_SMTP = "E036", "unusable mail server";
    ASSIGN_WITHOUT = "E037", "assigning a user that nobody can look up";
    BAD_COLOR = "E038", "not a colour";
    BAD_LANGUAGE = "E039", "not a language";
    NO_ROOT = "E040", "no enroll.yaml";
    LITERAL_SECRET = "E041", "a secret in plain text";
    BAD_HASH = "E042", "not an argon2id hash";
    GROUPS_WITHOUT = "E043", "groups that cannot be asked for";
    BAD_VERSION = "E044", "unknown version";
    OPENS_LATE = "E045", "an invitation that opens after its end";
    BAD_TOPIC = "E046", "not a topic of device management";
    BAD_RENAME = "E047", "a rename that cannot be";
    UNREACHED = "E048", "a recipient whom no message reaches";
    BAD_LIMIT = "E049", "a limit that names nothing";
    UNREAD_GROUP = "E051", "a group that cannot be read in full";
    BAD_SERIAL = "E052", "not a serial number";
    USER_WITHOUT = "E053", "a limit for each user, and no login";
    BAD_SMS = "E054", "unusable provider of text messages";
    NO_SMS = "E055", "no provider of text messages";
    BAD_LOGO = "E056", "not a usable logo";
    BAD_MESSAGE = "E057", "not a usable message";
    BAD_BLANK = "E058", "a blank that cannot be filled";
    HAND_OVER = "E059", "a key of another mode of device management";
    NO_FALLBACK = "E060", "a message that not everybody can read";
    MESSAGE_LIMIT = "E061", "more messages than the limit";
    BAD_TEXT = "E062", "a text of the pages that cannot be said";
    NO_MAIL_SERVER = "W014", "no mail server";
    UNKNOWN_NUMBER = "W021", "a phone number that no numbering plan knows";
    NOT_A_MEMBER = "W029", "an exception for somebody who is in no group";
    LOW_CONTRAST = "W031", "a colour that is hard to read on";
    LONG_LINK = "W041", "a link that lasts longer than 90 days";
    WIDE_OPEN = "W042", "unlimited uses without a login";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_of_its_own() {
        for row in ALL {
            let heading = format!("# {}: {}\n", row.code, row.title);
            assert!(
                row.page.starts_with(&heading),
                "{} needs {heading:?}",
                row.code
            );
            assert!(row.page.lines().count() >= 5, "{}: too short", row.code);
        }
    }

    #[test]
    fn no_code_is_given_twice() {
        let mut codes: Vec<_> = ALL.iter().map(|row| row.code).collect();
        let sorted = codes.clone();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes, sorted);
    }
}
