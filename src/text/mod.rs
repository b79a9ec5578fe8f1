//! **Stage 2, text**: paragraphs, sentences, tokens, quotation marks and their pairing; words as the index knows them.
//!
//! Pure functions over `&str`, all offsets kept.

pub mod analysis;
mod codepoints;
mod document;
mod span;

pub use analysis::fold;
pub use codepoints::CodePoints;
pub use document::{Document, Paragraph, Quotation, Sentence, Token, TokenKind};
pub use span::Span;
