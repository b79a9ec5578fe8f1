//! Tables: columns aligned by display width, in any script.

use super::styled::Styled;

/// Blanks between two columns.
const GAP: usize = 2;
/// No column is cut below this, in columns of the terminal.
const NARROWEST: usize = 8;

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table that is built row by row.
#[derive(Clone, Debug)]
pub struct Table {
    aligns: Vec<Align>,
    rows: Vec<Row>,
}

/// Cells, and what is said below them.
#[derive(Clone, Debug)]
struct Row {
    cells: Vec<Styled>,
    note: Styled,
}

/// Blanks before a note, more than the table's margin.
const NOTE_INDENT: usize = 2;

impl Table {
    /// A table with so many columns.
    pub fn new(aligns: &[Align]) -> Table {
        Table { aligns: aligns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; cells that are missing stay empty.
    pub fn row(&mut self, mut cells: Vec<Styled>) {
        cells.resize(self.aligns.len(), Styled::new());
        self.rows.push(Row { cells, note: Styled::new() });
    }

    /// Adds a row with a line below it that goes over all columns and is wrapped, not cut.
    pub fn row_with_note(&mut self, cells: Vec<Styled>, note: Styled) {
        self.row(cells);
        if let Some(row) = self.rows.last_mut() {
            row.note = note;
        }
    }

    /// Its lines, after `margin` blanks, at most `width` columns each: what is too wide is cut, the widest columns of
    /// words first.
    pub fn lines(&self, width: usize, margin: usize) -> Vec<Styled> {
        let widths = self.widths(width.saturating_sub(margin));
        let mut lines = Vec::new();
        for row in &self.rows {
            let mut line = Styled::new();
            line.push_blanks(margin);
            for (column, cell) in row.cells.iter().enumerate() {
                if column > 0 {
                    line.push_blanks(GAP);
                }
                let cell = cell.fit(widths[column]);
                let padding = widths[column].saturating_sub(cell.width());
                if self.aligns[column] == Align::Right {
                    line.push_blanks(padding);
                    line.append(cell);
                } else {
                    line.append(cell);
                    line.push_blanks(padding);
                }
            }
            lines.push(line);
            if !row.note.is_empty() {
                lines.extend(row.note.wrap(width, margin + NOTE_INDENT, margin + NOTE_INDENT));
            }
        }
        lines
    }

    /// Width of each column: what its cells need, less where the table would be too wide.
    fn widths(&self, width: usize) -> Vec<usize> {
        let mut widths = vec![0; self.aligns.len()];
        for row in &self.rows {
            for (column, cell) in row.cells.iter().enumerate() {
                widths[column] = widths[column].max(cell.width());
            }
        }
        let gaps = GAP * widths.len().saturating_sub(1);
        loop {
            let excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(width);
            let mut by_width: Vec<usize> =
                (0..widths.len()).filter(|&column| self.aligns[column] == Align::Left).collect();
            by_width.sort_by_key(|&column| std::cmp::Reverse(widths[column]));
            let Some(&widest) = by_width.first() else { return widths };
            if excess == 0 || widths[widest] <= NARROWEST {
                return widths;
            }
            // Down to the next widest, so that two long columns share the loss.
            let next = by_width.get(1).map_or(NARROWEST, |&column| widths[column]).max(NARROWEST);
            let cut = excess.min((widths[widest] - next).max(1));
            widths[widest] -= cut;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::styled::PLAIN;
    use super::*;

    fn cells<const N: usize>(texts: [&str; N]) -> Vec<Styled> {
        texts.iter().map(|text| Styled::of(text, PLAIN)).collect()
    }

    fn shown(table: &Table, width: usize) -> Vec<String> {
        table.lines(width, 1).iter().map(|line| line.plain().trim_end().to_string()).collect()
    }

    #[test]
    fn columns_are_aligned_by_what_the_eye_sees() {
        let mut table = Table::new(&[Align::Left, Align::Right]);
        table.row(cells(["王小明", "12"]));
        table.row(cells(["Zoe\u{308} Pym", "7"]));
        table.row(cells(["O’Neill", "1,204"]));
        assert_eq!(shown(&table, 40), [" 王小明      12", " Zoe\u{308} Pym      7", " O’Neill  1,204"]);
    }

    #[test]
    fn a_note_goes_over_all_columns() {
        let mut table = Table::new(&[Align::Left, Align::Right]);
        table.row_with_note(cells(["Zoe", "7"]), Styled::of("skipper of the Lowmark ferry", PLAIN));
        assert_eq!(shown(&table, 20), [" Zoe  7", "   skipper of the", "   Lowmark ferry"]);
    }

    #[test]
    fn the_widest_columns_of_words_give_way() {
        let mut table = Table::new(&[Align::Left, Align::Left, Align::Right]);
        table.row(cells(["Ottoline Fenwick", "chair of the harbour commission of Saltmere", "3"]));
        let lines = shown(&table, 40);
        assert_eq!(lines, [" Ottoline Fenwick  chair of the harb…  3"]);
    }
}
