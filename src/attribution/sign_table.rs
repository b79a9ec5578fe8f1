//! Signs of a learned choice, as places in a table of weights.

/// Collects what shows of one candidate: each class of signs takes the next free places of the table.
pub(crate) struct SignTable {
    /// One place a class so far.
    pub signs: Vec<u16>,
    next: u16,
}

impl SignTable {
    /// Of about `classes` classes, which begin at place `first`.
    pub fn new(first: u16, classes: usize) -> SignTable {
        SignTable { signs: Vec::with_capacity(classes), next: first }
    }

    /// Adds a class of `count` values; a value beyond the last one counts as the last.
    pub fn add(&mut self, value: usize, count: u16) {
        self.signs.push(self.next + (value as u16).min(count - 1));
        self.next += count;
    }

    /// The place after those of the classes so far.
    pub fn end(&self) -> usize {
        usize::from(self.next)
    }
}
