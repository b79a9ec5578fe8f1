//! **Stage 2, text**: paragraphs, sentences, tokens, quotation marks and their pairing; words as the index knows them.
//!
//! Pure functions over `&str`, all offsets kept.

mod abbreviations;
pub mod analysis;
mod codepoints;
mod document;
mod marks;
mod paragraphs;
mod quotations;
mod sentences;
mod span;
mod tokens;
mod unwrap;
pub mod wording;

pub use analysis::fold;
pub use codepoints::CodePoints;
pub use document::{Document, Paragraph, Quotation, Sentence, Token, TokenKind};
pub use span::Span;
