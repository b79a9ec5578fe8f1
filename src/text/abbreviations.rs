//! Words that keep a full stop.

/// Titles and the like, which stand before a name: their full stop never ends a sentence.
const BEFORE_NAMES: [&str; 43] = [
    "mr", "mrs", "ms", "dr", "prof", "rep", "reps", "sen", "sens", "gov", "govs", "gen", "col", "lt", "sgt", "capt",
    "cmdr", "adm", "maj", "rev", "hon", "st", "mt", "ft", "pres", "supt", "msgr", "messrs", "mme", "mlle", "vs", "pvt",
    "cpl", "det", "insp", "amb", "atty", "asst", "brig", "comdr", "ald", "del", "dist",
];

/// Words whose full stop may also end a sentence.
const OTHERS: [&str; 61] = [
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "inc", "corp", "co", "cos",
    "ltd", "bros", "etc", "jr", "sr", "ave", "blvd", "assn", "dept", "univ", "calif", "fla", "ga", "kan", "ky", "md",
    "mich", "minn", "mont", "neb", "nev", "okla", "pa", "tenn", "tex", "va", "vt", "wis", "wyo", "ala", "ariz", "ark",
    "colo", "conn", "no", "nos", "vol", "fig", "approx", "est", "ph.d", "plc", "mln", "bln", "dlrs",
];

/// Whether a single word or run of initials takes the full stop after it.
pub(super) fn takes_full_stop(word: &str) -> bool {
    let initial = word.chars().nth(1).is_none() && word.chars().all(char::is_uppercase) && word != "I";
    let known = word.len() <= 8 && {
        let lower = word.to_ascii_lowercase();
        let capital = word.starts_with(char::is_uppercase);
        BEFORE_NAMES.contains(&lower.as_str()) && (capital || lower == "vs")
            || OTHERS.contains(&lower.as_str()) && (capital || matches!(lower.as_str(), "etc" | "approx" | "est"))
    };
    initial || known
}

/// `U.S`, `p.m`, `J.R`: single letters between full stops.
pub(super) fn is_initials(word: &str) -> bool {
    word.split('.').all(|part| part.chars().count() <= 2) && word.contains('.')
}

/// Whether the full stop of `token` (which ends in one) never ends a sentence.
pub(super) fn stands_before_name(token: &str) -> bool {
    let Some(word) = token.strip_suffix('.') else { return false };
    let initial = word.chars().nth(1).is_none();
    initial || word.len() <= 8 && BEFORE_NAMES.contains(&word.to_ascii_lowercase().as_str())
}
