//! "Did you mean": the nearest known word.

/// The known word nearest to `word`, if it is near enough to be a slip of the hand.
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let word = plain(word);
    known
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&word, &plain(candidate)),
                candidate,
            )
        })
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// ``did you mean `x`?`` or nothing.
pub fn did_you_mean<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> String {
    nearest(word, known).map_or_else(String::new, |name| format!("did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let known = ["expires", "uses", "middle-school"];
        assert_eq!(nearest("expire", known.into_iter()), Some("expires"));
        assert_eq!(
            nearest("middle_school", known.into_iter()),
            Some("middle-school")
        );
        assert_eq!(nearest("colour", known.into_iter()), None);
    }
}
