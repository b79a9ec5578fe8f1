//! Whose words each letter is, where contents stand inside contents: the shortest one speaks for its letters.

/// For each place of a text of `length` characters the contents, by place in `contents`, that speak for the letter there:
/// of those that hold it the one with fewest letters, or all of that size. Nothing where no content holds it.
pub(super) fn innermost(contents: &[Vec<usize>], length: usize) -> Vec<Vec<usize>> {
    let mut speaking: Vec<Vec<usize>> = vec![Vec::new(); length];
    let mut shortest_first: Vec<usize> = (0..contents.len()).collect();
    shortest_first.sort_by_key(|&content| contents[content].len());
    for content in shortest_first {
        for &letter in &contents[content] {
            let here = &mut speaking[letter];
            if here.first().is_none_or(|&first| contents[first].len() == contents[content].len()) {
                here.push(content);
            }
        }
    }
    speaking
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_content_speaks_and_equals_speak_together() {
        let contents = [vec![0, 1, 2, 3], vec![1, 2], vec![2, 3]];
        assert_eq!(innermost(&contents, 5), [vec![0], vec![1], vec![1, 2], vec![2], vec![]]);
    }
}
