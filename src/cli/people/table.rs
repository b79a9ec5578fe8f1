//! The table of people as CSV: what `export` writes and `import` reads.
//!
//! `keys` of an automatic identity begin with a mark, `[auto 7f0a1b2c3d4e]`: as long as keys and mark fit each other the keys
//! are the program's, and pin nothing.

/// The columns that mean something to the program, in the order of an export.
pub const COLUMNS: [&str; 5] = ["id", "name", "aliases", "description", "keys"];

/// Between several aliases or keys in one cell.
pub const BETWEEN: &str = "; ";

/// Splits a cell of several values.
pub fn values(cell: &str) -> Vec<String> {
    cell.split(';').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

/// The cell of keys that nobody has edited.
pub fn automatic(name: &str, aliases: &[String], keys: &[String]) -> String {
    format!("[auto {}{}] {}", sum(&keys.join(BETWEEN)), sum(&described(name, aliases)), keys.join(BETWEEN))
}

/// A cell of keys as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// What is pinned; nothing where the cell is the program's.
    pub pins: Vec<String>,
    /// Whether the whole row but its further columns is the program's.
    pub is_untouched: bool,
}

/// Reads a cell of keys beside the name and the aliases of its row.
pub fn keys(cell: &str, name: &str, aliases: &[String]) -> Keys {
    let marked = cell.trim().strip_prefix("[auto ").and_then(|rest| rest.split_once(']'));
    let Some((mark, rest)) = marked else { return Keys { pins: values(cell), is_untouched: false } };
    let keys = values(rest);
    let (own_sum, other_sum) = (sum(&keys.join(BETWEEN)), sum(&described(name, aliases)));
    if !mark.starts_with(&own_sum) {
        return Keys { pins: keys, is_untouched: false };
    }
    Keys { pins: Vec::new(), is_untouched: mark[own_sum.len()..] == other_sum }
}

fn described(name: &str, aliases: &[String]) -> String {
    format!("{name}{BETWEEN}{}", aliases.join(BETWEEN))
}

/// Six hex digits.
fn sum(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..6].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn automatic_keys_pin_nothing_until_they_are_edited() {
        let aliases = vec!["D. Osei".to_string()];
        let cell = automatic("Dora Osei", &aliases, &["dora osei|person||||".into(), "d osei|person||||".into()]);
        assert_eq!(keys(&cell, "Dora Osei", &aliases), Keys { pins: vec![], is_untouched: true });
        assert_eq!(keys(&cell, "Dora J. Osei", &aliases), Keys { pins: vec![], is_untouched: false });
        let edited = cell.replace("; d osei|person||||", "");
        assert_eq!(keys(&edited, "Dora Osei", &aliases).pins, ["dora osei|person||||"]);
        assert_eq!(keys("dora osei; d osei", "Dora Osei", &aliases).pins, ["dora osei", "d osei"]);
    }
}
