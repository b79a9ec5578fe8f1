//! How many edits lie between two words.

/// Whether `left` becomes `right` by at most `distance` edits: a letter put in, taken out or replaced, or two
/// neighbours swapped. Looks at the diagonal of the table only, so the time is that of the shorter word times
/// `distance`.
pub(super) fn within(left: &[char], right: &[char], distance: usize) -> bool {
    if left.len().abs_diff(right.len()) > distance {
        return false;
    }
    let too_far = distance + 1;
    // Edits from the first letters of `left` to each start of `right`: this row, the last and the one before it.
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for i in 1..=left.len() {
        let mut row = vec![too_far; right.len() + 1];
        let first = i.saturating_sub(distance);
        if first == 0 {
            row[0] = i;
        }
        for j in first.max(1)..=(i + distance).min(right.len()) {
            let same = left[i - 1] == right[j - 1];
            let mut edits = last[j - 1] + usize::from(!same);
            edits = edits.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                edits = edits.min(before[j - 2] + 1);
            }
            row[j] = edits;
        }
        before = std::mem::replace(&mut last, row);
    }
    last[right.len()] <= distance
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edits_within(left: &str, right: &str, distance: usize) -> bool {
        let left: Vec<char> = left.chars().collect();
        let right: Vec<char> = right.chars().collect();
        within(&left, &right, distance)
    }

    #[test]
    fn a_swap_of_neighbours_is_one_edit() {
        assert!(edits_within("ferry", "fery", 1));
        assert!(edits_within("ferry", "ferries", 3));
        assert!(!edits_within("ferry", "ferries", 2));
        assert!(edits_within("minister", "mniister", 1));
        assert!(!edits_within("minister", "nimister", 1));
        assert!(edits_within("tax", "", 3));
        assert!(!edits_within("tax", "", 2));
        assert!(edits_within("", "", 0));
        assert!(!edits_within("tax", "tex", 0));
    }

    /// The whole table, by the textbook.
    fn distance(left: &[char], right: &[char]) -> usize {
        let mut table = vec![vec![0; right.len() + 1]; left.len() + 1];
        for i in 0..=left.len() {
            for j in 0..=right.len() {
                if i == 0 || j == 0 {
                    table[i][j] = i + j;
                    continue;
                }
                let replaced = table[i - 1][j - 1] + usize::from(left[i - 1] != right[j - 1]);
                let mut edits = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                    edits = edits.min(table[i - 2][j - 2] + 1);
                }
                table[i][j] = edits;
            }
        }
        table[left.len()][right.len()]
    }

    proptest! {
        #[test]
        fn the_diagonal_is_enough(left in "[abc]{0,8}", right in "[abc]{0,8}", limit in 0usize..4) {
            let left: Vec<char> = left.chars().collect();
            let right: Vec<char> = right.chars().collect();
            prop_assert_eq!(within(&left, &right, limit), distance(&left, &right) <= limit);
        }
    }
}
