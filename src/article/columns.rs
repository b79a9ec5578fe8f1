//! Which columns of a table, or fields of an object, are which part of an article.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Names that are understood without a word: the fields of [`Article`](super::Article), and other names of two of them.
const KNOWN: [&str; 10] = ["id", "title", "date", "source", "url", "author", "text", "publisher", "body", "content"];

/// How many of [`KNOWN`] can be mapped.
const MAPPABLE: usize = 7;

/// Columns that have other names than [`Article`](super::Article)'s fields: `text=body,date=published` says that the text
/// stands in the column `body`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Columns(BTreeMap<String, String>);

/// A mapping of columns that can't be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is no FIELD=COLUMN; fields are id, title, date, source, url, author and text: text=body,date=published"
)]
pub struct BadColumns(String);

impl FromStr for Columns {
    type Err = BadColumns;

    fn from_str(text: &str) -> Result<Columns, BadColumns> {
        let mut columns = BTreeMap::new();
        for pair in text.split(',') {
            let bad = || BadColumns(pair.to_owned());
            let (field, column) = pair.split_once('=').ok_or_else(bad)?;
            let (field, column) = (field.trim().to_lowercase(), column.trim());
            if column.is_empty() || !KNOWN[..MAPPABLE].contains(&field.as_str()) {
                return Err(bad());
            }
            columns.insert(field, column.to_owned());
        }
        Ok(Columns(columns))
    }
}

impl Columns {
    /// Whether every column has its usual name.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The part of an article that stands in `column`, whatever its case; nothing where it is none.
    pub(crate) fn field_of(&self, column: &str) -> Option<&'static str> {
        let column = column.trim();
        for (field, mapped) in &self.0 {
            if mapped.eq_ignore_ascii_case(column) {
                return KNOWN.into_iter().find(|known| known == field);
            }
        }
        // A field that stands elsewhere does not stand here.
        KNOWN.into_iter().find(|known| known.eq_ignore_ascii_case(column)).filter(|known| !self.0.contains_key(*known))
    }

    /// Whether one of `names` is a column of texts.
    pub(crate) fn have_text<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> bool {
        names.into_iter().any(|name| matches!(self.field_of(name), Some("text" | "body" | "content")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapped_field_stands_in_its_column_and_nowhere_else() {
        let columns: Columns = "text=Story, date = published".parse().unwrap();
        assert_eq!(columns.field_of("story"), Some("text"));
        assert_eq!(columns.field_of("Published"), Some("date"));
        assert_eq!(columns.field_of("date"), None);
        assert_eq!(columns.field_of(" Title"), Some("title"));
        assert_eq!(columns.field_of("sentiment"), None);
    }

    #[test]
    fn what_is_no_mapping_is_refused() {
        for bad in ["", "text", "text=", "words=body", "text=a,,"] {
            assert!(bad.parse::<Columns>().is_err(), "{bad}");
        }
    }
}
