//! The fields of the engine's documents.
//!
//! Three types of document stand side by side: an article, each of its quotes, and a *shadow*: an article whose id another
//! file of the same root holds too and, being later, keeps. All that belongs to one article is found by one key, so that it
//! is replaced as one.

use std::sync::LazyLock;

use tantivy::Index;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, WhitespaceTokenizer};

use crate::text::analysis;

/// Version of what stands on disk; another version is refused with the command that mends it.
pub const SCHEMA_VERSION: u32 = 4;

/// What a document of the engine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub(super) enum DocType {
    Article = 0,
    Quote = 1,
    Shadow = 2,
}

/// The schema and its fields by name.
pub(super) struct Fields {
    pub schema: Schema,
    /// [`DocType`].
    pub doc_type: Field,
    /// Number of the root.
    pub root: Field,
    /// Root and article id, on articles and quotes.
    pub article_key: Field,
    /// Root and path, on articles and quotes.
    pub file_key: Field,
    /// Root and article id of a shadow.
    pub shadow_key: Field,
    /// Root and path of a shadow.
    pub shadow_file: Field,
    /// First 64 bits of BLAKE3 of the article as it was read, to tell whether it changed.
    pub hash: Field,
    /// First 64 bits of BLAKE3 of the file key, on articles.
    pub file_hash: Field,
    /// Model that attributed the article.
    pub model: Field,
    /// See [`super::mending::text_number`] and [`super::mending::url_number`], on articles: what copies are found by.
    pub text_hash: Field,
    pub url_hash: Field,
    /// 1 on articles of which a correction changed a quote.
    pub mended: Field,
    /// Article and quote as JSON.
    pub json: Field,
    /// Quote id in two numbers, for ordering: the first 64 bits and the last 32.
    pub id_high: Field,
    pub id_low: Field,
    /// Its first 16 bits, for look-ups: a list of whole ids takes more to open than most searches take to answer.
    pub id_start: Field,
    /// First 64 bits of BLAKE3 of the article key, on articles and quotes.
    pub article_hash: Field,
    /// The number that quotes or articles of the same words share: [`super::statement`].
    pub wording: Field,
    /// Numbers of which copies share one or more.
    pub wording_key: Field,
    /// Number of the commit that wrote the document.
    pub written: Field,
    /// The quote's words: stems, and as written.
    pub words: Field,
    pub exact: Field,
    /// Words of quote, paragraph and title: stems, and as written.
    pub about: Field,
    pub about_exact: Field,
    /// Folded words of the speaker's name.
    pub speaker: Field,
    /// See [`crate::speakers::Speaker::key`].
    pub speaker_key: Field,
    /// The name as shown.
    pub speaker_name: Field,
    pub speaker_kind: Field,
    pub speaker_role: Field,
    /// What the speaker's name rests on.
    pub basis: Field,
    pub kind: Field,
    pub act: Field,
    /// Stems of the cue.
    pub cue: Field,
    /// The source as shown, and folded.
    pub source: Field,
    pub source_key: Field,
    /// Day of the article as the number YYYYMMDD, on articles and quotes.
    pub day: Field,
    pub confidence: Field,
    pub speaker_confidence: Field,
    /// Number of the commit that first added the quote's id.
    pub first_commit: Field,
}

/// Names under which the analysers are registered.
const STEMS: &str = "stems";
const WRITTEN: &str = "written";
const SPACES: &str = "spaces";

/// The one schema of this version.
pub(super) fn fields() -> &'static Fields {
    static FIELDS: LazyLock<Fields> = LazyLock::new(build);
    &FIELDS
}

fn build() -> Fields {
    let mut builder = SchemaBuilder::new();
    let b = &mut builder;
    let fields = Fields {
        doc_type: b.add_u64_field("doc_type", INDEXED | FAST),
        root: b.add_u64_field("root", INDEXED | FAST),
        article_key: b.add_text_field("article_key", STRING),
        file_key: b.add_text_field("file_key", STRING),
        shadow_key: b.add_text_field("shadow_key", STRING),
        shadow_file: b.add_text_field("shadow_file", STRING),
        hash: b.add_u64_field("hash", FAST),
        file_hash: b.add_u64_field("file_hash", FAST),
        model: b.add_text_field("model", raw_fast()),
        text_hash: b.add_u64_field("text_hash", INDEXED),
        url_hash: b.add_u64_field("url_hash", INDEXED),
        mended: b.add_u64_field("mended", INDEXED),
        json: b.add_text_field("json", STORED),
        id_high: b.add_u64_field("id_high", FAST),
        id_low: b.add_u64_field("id_low", FAST),
        id_start: b.add_u64_field("id_start", INDEXED),
        article_hash: b.add_u64_field("article_hash", FAST),
        wording: b.add_u64_field("wording", FAST),
        wording_key: b.add_u64_field("wording_key", INDEXED),
        written: b.add_u64_field("written", FAST),
        words: b.add_text_field("words", analysed(STEMS, IndexRecordOption::WithFreqsAndPositions)),
        exact: b.add_text_field("exact", analysed(WRITTEN, IndexRecordOption::WithFreqsAndPositions)),
        about: b.add_text_field("about", analysed(STEMS, IndexRecordOption::WithFreqsAndPositions)),
        about_exact: b.add_text_field("about_exact", analysed(WRITTEN, IndexRecordOption::WithFreqsAndPositions)),
        speaker: b.add_text_field("speaker", analysed(SPACES, IndexRecordOption::Basic)),
        speaker_key: b.add_text_field("speaker_key", raw_fast()),
        speaker_name: b.add_text_field("speaker_name", raw_fast()),
        speaker_kind: b.add_u64_field("speaker_kind", INDEXED | FAST),
        speaker_role: b.add_text_field("speaker_role", raw_fast()),
        basis: b.add_u64_field("basis", INDEXED | FAST),
        kind: b.add_u64_field("kind", INDEXED | FAST),
        act: b.add_u64_field("act", INDEXED | FAST),
        cue: b.add_text_field("cue", analysed(SPACES, IndexRecordOption::Basic)),
        source: b.add_text_field("source", raw_fast()),
        source_key: b.add_text_field("source_key", STRING),
        day: b.add_i64_field("day", INDEXED | FAST),
        confidence: b.add_f64_field("confidence", FAST),
        speaker_confidence: b.add_f64_field("speaker_confidence", FAST),
        first_commit: b.add_u64_field("first_commit", FAST),
        schema: Schema::builder().build(),
    };
    Fields { schema: builder.build(), ..fields }
}

fn raw_fast() -> TextOptions {
    STRING.set_fast("raw")
}

fn analysed(analyser: &str, record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(analyser).set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}

/// Makes the analysers known to `index`.
pub(super) fn register_analysers(index: &Index) {
    let tokenizers = index.tokenizers();
    tokenizers.register(STEMS, TextAnalyzer::from(AnalysisTokenizer { stems: true }));
    tokenizers.register(WRITTEN, TextAnalyzer::from(AnalysisTokenizer { stems: false }));
    tokenizers.register(SPACES, TextAnalyzer::from(WhitespaceTokenizer::default()));
}

/// The words of [`analysis::words`] as the engine's tokens.
#[derive(Clone)]
struct AnalysisTokenizer {
    /// Stems, else folded words as written.
    stems: bool,
}

struct AnalysisStream<'a> {
    words: Box<dyn Iterator<Item = analysis::Word> + 'a>,
    stems: bool,
    token: Token,
}

impl Tokenizer for AnalysisTokenizer {
    type TokenStream<'a> = AnalysisStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> AnalysisStream<'a> {
        AnalysisStream { words: Box::new(analysis::words(text)), stems: self.stems, token: Token::default() }
    }
}

impl TokenStream for AnalysisStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = word.span.start;
        self.token.offset_to = word.span.end;
        self.token.text = if self.stems { word.stem() } else { word.folded };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
