//! Results as CSV: one row a quote or a speaker, the same columns in every version, added to at the end only.

use std::io;

use super::screen::Screen;
use crate::index::SpeakerEntry;
use crate::speakers::{QuoteLine, SpanLine};

/// Columns of a quote.
pub const QUOTE_COLUMNS: [&str; 23] = [
    "id",
    "quote",
    "kind",
    "act",
    "cue",
    "confidence",
    "speaker",
    "speaker_kind",
    "mention",
    "role",
    "speaker_confidence",
    "basis",
    "speaker_id",
    "canonical",
    "title",
    "date",
    "source",
    "url",
    "author",
    "path",
    "paragraph",
    "article",
    "content",
];

/// Columns of a speaker.
pub const SPEAKER_COLUMNS: [&str; 10] =
    ["name", "id", "kind", "role", "names", "quotes", "articles", "first", "last", "sources"];

/// Between several values in one cell.
const BETWEEN_VALUES: &str = "; ";

/// Prints the head of a table.
pub fn print_head(screen: &mut Screen, columns: &[&str]) -> io::Result<()> {
    print_row(screen, columns.iter().map(|column| column.to_string()).collect())
}

/// Prints a quote as a row of [`QUOTE_COLUMNS`].
pub fn print_quote(screen: &mut Screen, quote: &QuoteLine) -> io::Result<()> {
    print_row(screen, quote_row(quote))
}

/// Prints a speaker as a row of [`SPEAKER_COLUMNS`].
pub fn print_speaker(screen: &mut Screen, entry: &SpeakerEntry) -> io::Result<()> {
    let row = vec![
        entry.name.clone(),
        some(&entry.id),
        entry.kind.name().to_string(),
        some(&entry.role),
        entry.names.join(BETWEEN_VALUES),
        entry.quotes.to_string(),
        entry.articles.to_string(),
        some(&entry.first),
        some(&entry.last),
        entry.sources.join(BETWEEN_VALUES),
    ];
    print_row(screen, row)
}

/// The cells of a quote, in the order of [`QUOTE_COLUMNS`].
fn quote_row(quote: &QuoteLine) -> Vec<String> {
    let speaker = &quote.speaker;
    let article = &quote.article;
    vec![
        quote.id.clone(),
        quote.quote.clone(),
        quote.kind.name().to_string(),
        quote.act.name().to_string(),
        some(&quote.cue),
        quote.confidence.to_string(),
        some(&speaker.name),
        speaker.kind.name().to_string(),
        some(&speaker.mention),
        some(&speaker.role),
        speaker.confidence.to_string(),
        speaker.basis.name().to_string(),
        some(&speaker.id),
        some(&speaker.canonical),
        some(&article.title),
        some(&article.date),
        some(&article.source),
        some(&article.url),
        some(&article.author),
        some(&article.path),
        quote.paragraph.to_string(),
        article.id.clone(),
        spans(&quote.spans.content),
    ]
}

/// Places as `312-498; 501-520`, in code points of the article's text.
fn spans(spans: &[SpanLine]) -> String {
    let texts: Vec<String> = spans.iter().map(|[start, end]| format!("{start}-{end}")).collect();
    texts.join(BETWEEN_VALUES)
}

/// The value, or an empty cell.
pub fn some<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map_or(String::new(), T::to_string)
}

/// Prints one row, guarded.
pub fn print_row(screen: &mut Screen, cells: Vec<String>) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells.into_iter().map(guarded)).map_err(io::Error::other)?;
    let row = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    screen.raw(&row)
}

/// `cell`, with an apostrophe before it where a spreadsheet would take it for a formula.
fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::super::block::tests::quote;
    use super::*;
    use crate::attribution::Kind;

    #[test]
    fn every_column_has_a_cell() {
        assert_eq!(quote_row(&quote(Kind::Direct, "“Yes.”")).len(), QUOTE_COLUMNS.len());
    }

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@now", "\t=1"] {
            assert_eq!(guarded(text.into()), format!("'{text}"));
        }
        assert_eq!(guarded("“=1”".into()), "“=1”");
    }
}
