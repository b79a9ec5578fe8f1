//! Pages with a text layer (PDF), as far as `pdf-extract` reads them: in the order in which the file draws it, so that columns follow each
//! other where they are drawn one after the other. Running heads and page numbers, which stand at the edge of several pages alike, go;
//! lines are put together to paragraphs, and words that a line's end cut are joined.

use std::collections::HashMap;
use std::io;

use flate2::bufread::ZlibDecoder;
use pdf_extract::{Dictionary, Document, Object, ObjectId};

use super::reader::Context;
use super::source::Bomb;
use super::{Article, Reason, plain};

/// Lines at the top and at the bottom of a page that can be its running heads.
const EDGE_LINES: usize = 2;

/// Letters and digits a page at least for it to have a text layer.
const FEWEST_LETTERS: usize = 20;

/// Reads the text layer of a PDF.
///
/// # Errors
/// [`Reason::Encrypted`], [`Reason::NoTextLayer`], and [`Reason::BrokenFile`] with what the parser says.
pub(crate) fn read(bytes: &[u8], context: &Context) -> Result<Article, Reason> {
    if !bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-") {
        return Err(broken("it does not begin as one"));
    }
    check_sizes(bytes, context)?;
    crate::parallel::guarded(|| check_forms(bytes)).unwrap_or(Ok(()))?;
    // The parser panics where it meets what it does not know.
    let pages = crate::parallel::guarded(|| pdf_extract::extract_text_from_mem_by_pages(bytes));
    let pages = match pages {
        Ok(Ok(pages)) => pages,
        Ok(Err(error)) if error.to_string().to_lowercase().contains("crypt") => return Err(Reason::Encrypted),
        Ok(Err(error)) => return Err(broken(&error.to_string())),
        Err(panic) => return Err(broken(&format!("its parser can't: {panic}"))),
    };
    let letters: usize = pages.iter().map(|page| page.chars().filter(|char| char.is_alphanumeric()).count()).sum();
    if letters < FEWEST_LETTERS * pages.len().max(1) {
        return Err(Reason::NoTextLayer);
    }
    Ok(plain::read(text_of(&pages)))
}

/// Refuses a file whose packed streams unpack to too much: its parser holds all of each.
fn check_sizes(bytes: &[u8], context: &Context) -> Result<(), Reason> {
    for start in memchr::memmem::find_iter(bytes, b"stream") {
        let data = &bytes[start + "stream".len()..];
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or_default();
        // What is packed in another way, or not at all, ends at once.
        let unpacked = io::copy(&mut context.budget.spent_by(ZlibDecoder::new(data)), &mut io::sink());
        if unpacked.is_err_and(|error| error.get_ref().is_some_and(|inner| inner.is::<Bomb>())) {
            return Err(Reason::Bomb);
        }
    }
    Ok(())
}

/// Forms that forms show inside each other at most, and pieces that one shows in all.
const DEEPEST_FORM: usize = 30;
const MOST_PIECES: u64 = 100_000;

/// A piece of a page that others can show.
struct Form {
    /// How often it shows another.
    shows: u64,
    /// Which ones it can show.
    others: Vec<ObjectId>,
}

/// Refuses a file whose forms show themselves, or each other without end: its parser would follow them.
fn check_forms(bytes: &[u8]) -> Result<(), Reason> {
    let Ok(document) = Document::load_mem(bytes) else { return Ok(()) };
    let mut forms = HashMap::new();
    for (id, object) in &document.objects {
        let Ok(stream) = object.as_stream() else { continue };
        if stream.dict.get(b"Subtype").and_then(|subtype| subtype.as_name()).is_ok_and(|subtype| subtype == b"Form") {
            let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
            let shows = memchr::memmem::find_iter(&content, b"Do").count() as u64;
            let others = if shows > 0 { shown_by(&document, &stream.dict) } else { Some(Vec::new()) };
            // One without resources of its own has those of whoever shows it, itself among them.
            forms.insert(*id, Form { shows, others: others.unwrap_or_else(|| vec![*id]) });
        }
    }
    let mut costs = HashMap::new();
    for id in forms.keys() {
        pieces(*id, &forms, &mut costs, 0)?;
    }
    Ok(())
}

/// What a form can show; nothing where it has no resources of its own.
fn shown_by(document: &Document, form: &Dictionary) -> Option<Vec<ObjectId>> {
    let dictionary = |object: &Object| match object {
        Object::Reference(id) => document.get_dictionary(*id).ok().cloned(),
        object => object.as_dict().ok().cloned(),
    };
    let resources = dictionary(form.get(b"Resources").ok()?)?;
    let Some(shown) = resources.get(b"XObject").ok().and_then(dictionary) else { return Some(Vec::new()) };
    Some(shown.iter().filter_map(|(_, object)| object.as_reference().ok()).collect())
}

/// How many pieces a form shows, with all that they show.
fn pieces(
    id: ObjectId,
    forms: &HashMap<ObjectId, Form>,
    costs: &mut HashMap<ObjectId, u64>,
    depth: usize,
) -> Result<u64, Reason> {
    if let Some(cost) = costs.get(&id) {
        return Ok(*cost);
    }
    let Some(form) = forms.get(&id) else { return Ok(1) };
    if depth > DEEPEST_FORM {
        return Err(Reason::TooComplex { limit: DEEPEST_FORM });
    }
    let mut dearest = 0;
    for other in &form.others {
        dearest = dearest.max(pieces(*other, forms, costs, depth + 1)?);
    }
    let cost = form.shows.saturating_mul(dearest).saturating_add(1);
    if cost > MOST_PIECES {
        return Err(Reason::TooComplex { limit: DEEPEST_FORM });
    }
    costs.insert(id, cost);
    Ok(cost)
}

fn broken(why: &str) -> Reason {
    let why = why.lines().next().unwrap_or_default();
    Reason::BrokenFile { format: "pdf", why: why.to_owned() }
}

/// The pages as one text: paragraphs of one line, with a blank line between them.
fn text_of(pages: &[String]) -> String {
    let pages: Vec<Vec<&str>> = pages.iter().map(|page| page.trim().lines().map(str::trim).collect()).collect();
    let heads = running_heads(&pages);
    let mut flow = Flow { text: String::new(), last: 0, width: width(&pages) };
    for page in &pages {
        let is_head = |line: &&str| heads.contains_key(&shape(line)) || is_page_number(line);
        let top = page.iter().filter(|line| !line.is_empty()).take(EDGE_LINES).take_while(|line| is_head(line)).count();
        let bottom =
            page.iter().rev().filter(|line| !line.is_empty()).take(EDGE_LINES).take_while(|line| is_head(line)).count();
        let filled: Vec<usize> = (0..page.len()).filter(|at| !page[*at].is_empty()).collect();
        if top + bottom < filled.len() {
            flow.add_page(&page[filled[top]..=filled[filled.len() - 1 - bottom]]);
        }
    }
    flow.text
}

/// The length in characters that nine lines of ten do not exceed.
fn width(pages: &[Vec<&str>]) -> usize {
    let lines = pages.iter().flatten().filter(|line| !line.is_empty());
    let mut lengths: Vec<usize> = lines.map(|line| line.chars().count()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0)
}

/// What stands between two lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    Line,
    Blank,
    Page,
}

/// Text that lines are added to.
struct Flow {
    text: String,
    /// Length of the last line in characters.
    last: usize,
    /// See [`width()`].
    width: usize,
}

impl Flow {
    fn add_page(&mut self, lines: &[&str]) {
        let mut before = Break::Page;
        for line in lines {
            if line.is_empty() {
                before = if before == Break::Line { Break::Blank } else { before };
                continue;
            }
            if self.text.is_empty() {
                self.text.push_str(line);
            } else if self.goes_on(line, before) {
                self.join(line);
            } else {
                self.text.push_str("\n\n");
                self.text.push_str(line);
            }
            self.last = line.chars().count();
            before = Break::Line;
        }
    }

    /// Whether the last paragraph goes on with `line`.
    fn goes_on(&self, line: &str, before: Break) -> bool {
        let is_small = line.starts_with(char::is_lowercase);
        let is_open = self.text.ends_with(|last: char| last.is_lowercase() || last == ',' || last == '-');
        match before {
            Break::Line => is_small || !is_marked(line) && self.is_full(line),
            Break::Blank => is_small && is_open,
            Break::Page => is_small || is_open,
        }
    }

    /// Whether the first word of `next` had no room left on the last line, give or take the widths of letters.
    fn is_full(&self, next: &str) -> bool {
        let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
        (self.last + 1 + word) * 6 > self.width * 5
    }

    /// Goes on with a line; where the last one ended in a cut word it is put together.
    fn join(&mut self, line: &str) {
        let is_cut = self.text.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_lowercase));
        if is_cut && line.starts_with(char::is_lowercase) {
            self.text.pop();
        } else {
            self.text.push(' ');
        }
        self.text.push_str(line);
    }
}

/// Whether a line begins with the mark of a list or with the label of a turn (`LUND:`, `Q:`).
fn is_marked(line: &str) -> bool {
    /// Characters of a label at most.
    const LONGEST_LABEL: usize = 40;
    let is_label = |label: &str| {
        let mut letters = label.chars().filter(|char| char.is_alphabetic()).peekable();
        label.len() <= LONGEST_LABEL && letters.peek().is_some() && letters.all(char::is_uppercase)
    };
    line.starts_with(['•', '–', '—', '*'])
        || line.starts_with("- ")
        || line.split_once(':').is_some_and(|(label, _)| is_label(label))
}

/// What stands at the edges of at least three pages, or of both of two, digits aside.
fn running_heads(pages: &[Vec<&str>]) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in pages {
        let filled: Vec<&&str> = page.iter().filter(|line| !line.is_empty()).collect();
        let mut edges: Vec<String> = filled.iter().take(EDGE_LINES).map(|line| shape(line)).collect();
        edges.extend(filled.iter().rev().take(EDGE_LINES).map(|line| shape(line)));
        edges.sort();
        edges.dedup();
        for edge in edges {
            *counts.entry(edge).or_default() += 1;
        }
    }
    let least = pages.len().clamp(2, 3);
    counts.retain(|_, count| *count >= least);
    counts
}

/// A line without its digits, which count pages.
fn shape(line: &str) -> String {
    line.chars().filter(|char| !char.is_ascii_digit()).collect()
}

fn is_page_number(line: &str) -> bool {
    let line = line.trim_matches(['-', '–', ' ']);
    let line = line.strip_prefix("Page ").or_else(|| line.strip_prefix("page ")).unwrap_or(line);
    !line.is_empty() && line.len() <= 4 && line.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_heads_go_and_cut_words_are_joined() {
        let pages = [
            "The Lowmark Bell 1\n\nThe ferry will stop in the au-\ntumn, the harbour master said, and then,",
            "The Lowmark Bell 2\nafter a winter, it may run again.\n\nNobody asked.\n- 2 -",
            "The Lowmark Bell 3\nThat was all.",
        ];
        let text = text_of(&pages.map(str::to_owned));
        let expected = "The ferry will stop in the autumn, the harbour master said, and then, after a winter, it may run again.\n\n\
                        Nobody asked.\n\nThat was all.";
        assert_eq!(text, expected);
    }

    #[test]
    fn lines_are_put_together_to_paragraphs() {
        let page = "A ferry for Lowmark\n\nThe council met on Monday to hear of the\nferry. Bo Rask said that it would sail\nagain.\n\
                    Nobody believed him, though the harbour\nOffice of Lowmark did.\nLUND: We sail on Monday, whatever the\nweather.\n\
                    RASK: So we do.";
        let expected = [
            "A ferry for Lowmark",
            "The council met on Monday to hear of the ferry. Bo Rask said that it would sail again.",
            "Nobody believed him, though the harbour Office of Lowmark did.",
            "LUND: We sail on Monday, whatever the weather.",
            "RASK: So we do.",
        ];
        assert_eq!(text_of(&[page.to_owned()]).split("\n\n").collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_is_no_pdf_says_so() {
        let context = Context::of_plain(Default::default());
        assert!(read(b"%PDF-1.7\0\0\0", &context).unwrap_err().to_string().starts_with("not a readable pdf: "));
        assert_eq!(read(b"Fog.", &context).unwrap_err(), broken("it does not begin as one"));
    }
}
