//! From bytes to code points.

/// Turns byte offsets of one text into code points, in one pass over the text.
///
/// Built once for a text; each look-up scans at most 256 bytes.
#[derive(Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points before byte `i * STRIDE`; empty where the text is ASCII and both counts are the same.
    before: Vec<usize>,
}

/// Bytes between two counted places.
const STRIDE: usize = 256;

impl<'a> CodePoints<'a> {
    /// Counts the code points of `text`.
    pub fn new(text: &'a str) -> CodePoints<'a> {
        if text.is_ascii() {
            return CodePoints { text, before: Vec::new() };
        }
        let mut before = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for block in text.as_bytes().chunks(STRIDE) {
            before.push(count);
            count += starts(block);
        }
        CodePoints { text, before }
    }

    /// Code points before byte `offset`, which is at most the text's length.
    pub fn at(&self, offset: usize) -> usize {
        if self.before.is_empty() {
            return offset;
        }
        let block = (offset / STRIDE).min(self.before.len() - 1);
        self.before[block] + starts(&self.text.as_bytes()[block * STRIDE..offset])
    }
}

/// How many characters begin in `bytes`.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::CodePoints;

    #[test]
    fn every_boundary_agrees_with_counting_chars() {
        for text in [String::new(), "plain ascii".into(), "“Über”, said Ærøe — 3°".repeat(40)] {
            let code_points = CodePoints::new(&text);
            for (count, (offset, _)) in text.char_indices().enumerate() {
                assert_eq!(code_points.at(offset), count);
            }
            assert_eq!(code_points.at(text.len()), text.chars().count());
        }
    }
}
