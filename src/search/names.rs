//! Names of speakers as a user types them.

use crate::text::analysis::words;

/// Titles that a name may begin with, folded.
const TITLES: [&str; 24] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "rev",
    "hon",
    "president",
    "minister",
    "senator",
    "sen",
    "rep",
    "governor",
    "gov",
    "mayor",
    "judge",
    "justice",
];

/// The folded words of `name` without titles before it; a name that is nothing but titles keeps them.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let all: Vec<String> = words(name).map(|word| word.folded).collect();
    let titles = all.iter().take_while(|word| TITLES.contains(&word.as_str())).count();
    if titles == all.len() { all } else { all[titles..].to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_before_a_name_are_left_out() {
        assert_eq!(name_words("Prof. Dr. Inês Okafor-Lindqvist"), ["ines", "okafor", "lindqvist"]);
        assert_eq!(name_words("Judge"), ["judge"]);
        assert_eq!(name_words("Thomas Judge"), ["thomas", "judge"]);
        assert_eq!(name_words("…"), [] as [&str; 0]);
    }
}
