//! The sheet that `sample` draws and `evaluate --sheet` reads: its columns, and the answers a coder may give.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use csv::{ReaderBuilder, StringRecord};

use super::rows;
use super::screen::Screen;
use crate::article;
use crate::attribution::Kind;
use crate::evaluation::{Answer, Drawn, Item, NameAnswer, SheetRow};
use crate::index::StoredArticle;
use crate::search::{self, Part, Passage};
use crate::speakers::{QuoteLine, SpanLine, SpansLine, SpeakerKind};

/// Columns of a sheet: what is to be judged, then the cells to fill in, then what stays as it is.
const COLUMNS: [&str; 20] = [
    ROW,
    "id",
    "article",
    "title",
    "date",
    "path",
    KIND,
    "cue",
    SPEAKER,
    SPEAKER_KIND,
    "words",
    "context",
    IS_QUOTE,
    WORDS_RIGHT,
    NAME_RIGHT,
    MISSED_SPOKEN,
    MISSED_INDIRECT,
    "note",
    STRATUM,
    STANDS_FOR,
];

const ROW: &str = "row";
const KIND: &str = "kind";
const SPEAKER: &str = "speaker";
const SPEAKER_KIND: &str = "speaker_kind";
const IS_QUOTE: &str = "is_quote";
const WORDS_RIGHT: &str = "words_right";
const NAME_RIGHT: &str = "name_right";
const MISSED_SPOKEN: &str = "missed_spoken";
const MISSED_INDIRECT: &str = "missed_indirect";
const STRATUM: &str = "stratum";
const STANDS_FOR: &str = "stands_for";

/// `row` of a quote and of a passage.
const QUOTE: &str = "quote";
const PASSAGE: &str = "passage";

/// Cells that a coder fills in.
const CELLS_TO_FILL: usize = 6;
/// Spreadsheets take no more than 32,767 characters in a cell; longer texts are cut to so many bytes.
const MOST_BYTES: usize = 12_000;
/// Around the words in their context.
const AROUND_WORDS: [&str; 2] = ["[[", "]]"];
/// Between paragraphs that do not follow each other.
const BETWEEN_PARAGRAPHS: &str = "\n…\n";
/// Where something is left out.
const LEFT_OUT: &str = "…";

/// Without it spreadsheets take the sheet for another encoding.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A row of a sheet, but for its stratum.
pub struct Line {
    item: Item,
    cells: Vec<String>,
}

impl Line {
    /// The row of a quote.
    pub fn of_quote(article: &StoredArticle, quote: &QuoteLine) -> Line {
        let speaker = &quote.speaker;
        let context = context(article, &quote.spans, quote.paragraph, speaker.evidence);
        let about = [
            quote.kind.name().to_owned(),
            rows::some(&quote.cue),
            rows::some(&speaker.name),
            speaker.kind.name().to_owned(),
            window(&quote.quote, 0),
        ];
        Line { item: Item::Quote(quote.kind), cells: cells(article, QUOTE, &quote.id, about, context) }
    }

    /// The row of a sentence at `place`, in code points.
    pub fn of_passage(article: &StoredArticle, id: &str, place: SpanLine, paragraph: usize) -> Line {
        let [start, end] = place;
        let words: String = article.text.chars().skip(start).take(end - start).collect();
        let spans = SpansLine { content: vec![place], ..SpansLine::default() };
        let context = context(article, &spans, paragraph, None);
        let about = [String::new(), String::new(), String::new(), String::new(), window(&words, 0)];
        Line { item: Item::Passage, cells: cells(article, PASSAGE, id, about, context) }
    }
}

/// The cells of a row up to its context.
fn cells(article: &StoredArticle, row: &str, id: &str, about: [String; 5], context: String) -> Vec<String> {
    let article = &article.article;
    let mut cells = vec![
        row.to_owned(),
        id.to_owned(),
        article.id.clone(),
        rows::some(&article.title),
        rows::some(&article.date),
        rows::some(&article.path),
    ];
    cells.extend(about);
    cells.push(context);
    cells
}

/// Prints a whole sheet.
pub fn print(screen: &mut Screen, lines: Vec<Drawn<Line>>) -> io::Result<()> {
    screen.raw(BYTE_ORDER_MARK)?;
    rows::print_head(screen, &COLUMNS)?;
    for Drawn { stratum, stands_for, item: line } in lines {
        let letter = if line.item == Item::Passage { 'p' } else { 'q' };
        let mut cells = line.cells;
        cells.extend(vec![String::new(); CELLS_TO_FILL]);
        cells.extend([format!("{letter}{stratum}"), stands_for.to_string()]);
        rows::print_row(screen, cells)?;
    }
    Ok(())
}

/// The paragraphs around words, one a line, the words between [`AROUND_WORDS`]; and the paragraph that proves the name.
fn context(article: &StoredArticle, spans: &SpansLine, paragraph: usize, evidence: Option<SpanLine>) -> String {
    let passages = search::context_of(article, spans, paragraph, 1);
    let mut text = String::new();
    let mut first_word = None;
    for passage in &passages {
        if !text.is_empty() {
            text.push('\n');
        }
        let mut end = 0;
        for mark in passage.marks.iter().filter(|mark| mark.part == Part::Content) {
            text.push_str(&passage.text[end..mark.span.start]);
            first_word.get_or_insert(text.len());
            text.extend([AROUND_WORDS[0], mark.span.of(&passage.text), AROUND_WORDS[1]]);
            end = mark.span.end;
        }
        text.push_str(&passage.text[end..]);
    }
    let text = window(&text, first_word.unwrap_or(0));
    let proof = evidence.and_then(|evidence| proof(article, evidence));
    let (Some(proof), Some(first), Some(last)) = (proof, passages.first(), passages.last()) else { return text };
    let words = window(&proof.text, 0);
    let gap = |before: usize, after: usize| if before + 1 == after { "\n" } else { BETWEEN_PARAGRAPHS };
    if proof.paragraph < first.paragraph {
        format!("{words}{}{text}", gap(proof.paragraph, first.paragraph))
    } else if proof.paragraph > last.paragraph {
        format!("{text}{}{words}", gap(last.paragraph, proof.paragraph))
    } else {
        text
    }
}

/// The paragraph that a name's evidence stands in.
fn proof(article: &StoredArticle, evidence: SpanLine) -> Option<Passage> {
    let spans = SpansLine { content: vec![evidence], ..SpansLine::default() };
    search::context_of(article, &spans, 1, 0).into_iter().next()
}

/// `text`, or where it is too long for a cell what stands around byte `place`.
fn window(text: &str, place: usize) -> String {
    if text.len() <= MOST_BYTES {
        return text.to_owned();
    }
    let start = place.saturating_sub(MOST_BYTES / 4).min(text.len() - MOST_BYTES);
    let start = text.floor_char_boundary(start);
    let end = text.floor_char_boundary(start + MOST_BYTES);
    let before = if start > 0 { LEFT_OUT } else { "" };
    let after = if end < text.len() { LEFT_OUT } else { "" };
    format!("{before}{}{after}", &text[start..end])
}

/// A coded sheet.
pub struct Sheet {
    /// Its rows.
    pub rows: Vec<SheetRow>,
    /// Rows that lack an answer to go with those they have, as a spreadsheet numbers them.
    pub half_coded: Vec<usize>,
}

/// Reads a sheet as spreadsheets save it: in any encoding, with any of their delimiters, columns in any order.
///
/// # Errors
/// A file that is no sheet, or the first cell that can't be understood.
pub fn read(path: &Path) -> anyhow::Result<Sheet> {
    let place = path.display();
    let bytes = fs::read(path).with_context(|| format!("{place}: can't be read; give a sheet of `whosaid sample`"))?;
    let no_csv = || anyhow!("{place}: no text in it; save the sheet as CSV");
    let text = article::decode(&bytes, None).map_err(|_| no_csv())?;
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter(&text)).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut records = reader.records();
    let head = records.next().transpose()?.unwrap_or_default();
    let columns = Columns::find(&head).map_err(|name| {
        anyhow!("{place}: no column \"{name}\"; keep the columns that `whosaid sample` wrote and save as CSV")
    })?;
    let mut sheet = Sheet { rows: Vec::new(), half_coded: Vec::new() };
    let mut problems = Vec::new();
    for (number, record) in records.enumerate() {
        // The head is row 1.
        let number = number + 2;
        let record = record?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match row(&Cells { columns: &columns, record: &record }) {
            Ok((row, is_whole)) => {
                if !is_whole {
                    sheet.half_coded.push(number);
                }
                sheet.rows.push(row);
            }
            Err(problem) => problems.push((number, problem)),
        }
    }
    if let Some(((number, problem), more)) = problems.split_first() {
        let more = match more {
            [] => String::new(),
            more => format!("; more in {}", row_numbers(&more.iter().map(|(number, _)| *number).collect::<Vec<_>>())),
        };
        bail!("{place}, row {number}: {problem}{more}");
    }
    Ok(sheet)
}

/// `row 7`, `rows 7, 19, 23`; of many the first.
pub fn row_numbers(numbers: &[usize]) -> String {
    const SHOWN: usize = 10;
    let mut shown: Vec<String> = numbers.iter().take(SHOWN).map(usize::to_string).collect();
    if numbers.len() > SHOWN {
        shown.push(LEFT_OUT.to_owned());
    }
    format!("row{} {}", if numbers.len() == 1 { "" } else { "s" }, shown.join(", "))
}

/// The delimiter that stands most often in the first line.
pub fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| head.bytes().filter(|byte| byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Columns that are read.
const READ: [&str; 11] = [
    ROW,
    KIND,
    SPEAKER,
    SPEAKER_KIND,
    IS_QUOTE,
    WORDS_RIGHT,
    NAME_RIGHT,
    MISSED_SPOKEN,
    MISSED_INDIRECT,
    STRATUM,
    STANDS_FOR,
];

/// Where each of [`READ`] stands.
struct Columns([usize; READ.len()]);

impl Columns {
    /// Finds them in the head, or says which is missing.
    fn find(head: &StringRecord) -> Result<Columns, &'static str> {
        let mut places = [0; READ.len()];
        for (place, name) in places.iter_mut().zip(READ) {
            *place = head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name)).ok_or(name)?;
        }
        Ok(Columns(places))
    }
}

/// One row as saved.
struct Cells<'a> {
    columns: &'a Columns,
    record: &'a StringRecord,
}

impl Cells<'_> {
    /// A cell of one of [`READ`], in lower case; empty where the row is shorter.
    fn get(&self, name: &str) -> String {
        let column = READ.iter().zip(&self.columns.0).find(|(known, _)| **known == name);
        let cell = column.and_then(|(_, place)| self.record.get(*place));
        cell.unwrap_or_default().trim().to_lowercase()
    }

    /// A cell as one of some answers; `None` where it is empty.
    fn answer<T>(&self, name: &str, known: fn(&str) -> Option<T>, wanted: &str) -> Result<Option<T>, String> {
        let cell = self.get(name);
        if cell.is_empty() {
            return Ok(None);
        }
        let answer = known(&cell).ok_or_else(|| format!("{name} \"{cell}\": {wanted}"))?;
        Ok(Some(answer))
    }
}

/// What a row says, and whether it is coded as a whole or not at all.
fn row(cells: &Cells) -> Result<(SheetRow, bool), String> {
    let stratum = cells.get(STRATUM);
    let untouched = "the cell must stay as `whosaid sample` wrote it";
    let stands_for = cells.answer(STANDS_FOR, whole::<u64>, untouched)?.filter(|items| *items > 0);
    let (false, Some(stands_for)) = (stratum.is_empty(), stands_for) else {
        return Err(format!("{STRATUM} or {STANDS_FOR} is empty: the cells must stay as `whosaid sample` wrote them"));
    };
    let (item, answer, is_whole) = match cells.get(ROW).as_str() {
        QUOTE => {
            let kind = cells.answer(KIND, kind, untouched)?.ok_or_else(|| format!("{KIND} is empty: {untouched}"))?;
            let (answer, is_whole) = quote_answer(cells)?;
            (Item::Quote(kind), answer, is_whole)
        }
        PASSAGE => (Item::Passage, passage_answer(cells)?, true),
        other => return Err(format!("{ROW} \"{other}\": {untouched}")),
    };
    Ok((SheetRow { stratum, stands_for, item, answer }, is_whole))
}

fn quote_answer(cells: &Cells) -> Result<(Option<Answer>, bool), String> {
    let is_quote = cells.answer(IS_QUOTE, yes_or_no, "answer y or n")?;
    let words_right = cells.answer(WORDS_RIGHT, yes_or_no, "answer y or n")?;
    let name = cells.answer(NAME_RIGHT, name_answer, "answer y, n or unclear")?;
    if is_quote == Some(false) {
        return Ok((Some(Answer::NoQuote), true));
    }
    let has_name = !cells.get(SPEAKER).is_empty();
    let is_named = SpeakerKind::ALL.iter().any(|kind| kind.is_named() && kind.name() == cells.get(SPEAKER_KIND));
    if let (Some(true), Some(words_right)) = (is_quote, words_right)
        && (name.is_some() || !has_name)
    {
        return Ok((Some(Answer::Quote { words_right, name: name.filter(|_| has_name && is_named) }), true));
    }
    Ok((None, is_quote.is_none() && words_right.is_none() && name.is_none()))
}

fn passage_answer(cells: &Cells) -> Result<Option<Answer>, String> {
    let wanted = "answer with a whole number, 0 where none was missed";
    let spoken = cells.answer(MISSED_SPOKEN, whole::<u32>, wanted)?;
    let indirect = cells.answer(MISSED_INDIRECT, whole::<u32>, wanted)?;
    if spoken.is_none() && indirect.is_none() {
        if let Some(name) = [IS_QUOTE, WORDS_RIGHT, NAME_RIGHT].into_iter().find(|name| !cells.get(name).is_empty()) {
            return Err(format!("{name} is not asked of a passage: fill in {MISSED_SPOKEN} and {MISSED_INDIRECT}"));
        }
        return Ok(None);
    }
    Ok(Some(Answer::Missed { spoken: spoken.unwrap_or(0), indirect: indirect.unwrap_or(0) }))
}

fn yes_or_no(cell: &str) -> Option<bool> {
    match cell {
        "y" | "yes" | "1" | "true" => Some(true),
        "n" | "no" | "0" | "false" => Some(false),
        _ => None,
    }
}

fn name_answer(cell: &str) -> Option<NameAnswer> {
    match cell {
        "u" | "unclear" | "?" => Some(NameAnswer::Unclear),
        cell => yes_or_no(cell).map(|is_right| if is_right { NameAnswer::Right } else { NameAnswer::Wrong }),
    }
}

fn kind(cell: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == cell)
}

/// A whole number, also as a spreadsheet may save it: `2.0`, `2,00`.
fn whole<N: std::str::FromStr>(cell: &str) -> Option<N> {
    let digits = match cell.split_once(['.', ',']) {
        Some((digits, zeros)) if zeros.bytes().all(|byte| byte == b'0') && zeros.len() <= 2 => digits,
        Some(_) => return None,
        None => cell,
    };
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_as_people_and_spreadsheets_write_them() {
        assert_eq!(
            ["y", "yes", "1", "true", "n", "0", "maybe"].map(yes_or_no).map(|is| is.map(u8::from)),
            [Some(1), Some(1), Some(1), Some(1), Some(0), Some(0), None]
        );
        assert_eq!(
            ["2", "2.0", "2,00", "2.5", "two", "-1", "1.000"].map(whole::<u32>),
            [Some(2), Some(2), Some(2), None, None, None, None]
        );
        assert_eq!(
            ["?", "u", "y", "no"].map(name_answer),
            [Some(NameAnswer::Unclear), Some(NameAnswer::Unclear), Some(NameAnswer::Right), Some(NameAnswer::Wrong)]
        );
    }

    #[test]
    fn what_is_too_long_for_a_cell_is_cut_around_the_words() {
        let text = format!("{}WORDS{}", "ä".repeat(20_000), "ö".repeat(20_000));
        let cut = window(&text, 40_000);
        assert!(cut.len() <= MOST_BYTES + 2 * LEFT_OUT.len() && cut.contains("äWORDSö"), "{}", cut.len());
        assert!(window(&text, 0).starts_with('ä') && window(&text, text.len()).ends_with('ö'));
        assert_eq!(window("short", 3), "short");
    }

    #[test]
    fn numbers_of_many_rows_are_not_all_listed() {
        assert_eq!(row_numbers(&[7]), "row 7");
        assert_eq!(row_numbers(&(2..20).collect::<Vec<_>>()), "rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …");
    }
}
