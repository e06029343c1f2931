//! The fields of a form or of an address's query.

use url::form_urlencoded;

/// Names and values in order; the first of a name counts.
#[derive(Clone, Default)]
pub(super) struct Fields(Vec<(String, String)>);

/// Values may be passwords: names alone are shown.
impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

impl Fields {
    /// Reads `a=1&b=2`.
    pub(super) fn parse(text: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(text).into_owned();
        Self(pairs.collect())
    }

    /// All of them.
    pub(super) fn all(&self) -> &Vec<(String, String)> {
        &self.0
    }

    /// The value of a field, empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// The trimmed value of a field that is there and not blank.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_and_never_shown() {
        let fields = Fields::parse(b"username=a+b%40c&password=secret&x=+&username=d");
        assert_eq!(fields.get("username"), "a b@c");
        assert_eq!(fields.given("x"), None);
        assert_eq!(fields.given("y"), None);
        assert!(!format!("{fields:?}").contains("secret"));
    }
}
