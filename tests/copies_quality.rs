//! How well copies are told from near misses, on a small seeded collection; `cargo run --release --example copies` measures at
//! full size.

mod altered;

#[test]
fn altered_copies_are_found_and_near_misses_are_not() {
    let dir = tempfile::tempdir().unwrap();
    let figures = altered::measure(dir.path(), 7, 150);
    assert_eq!(figures.copies, 150);
    assert!(figures.precision() >= 0.99, "precision {:.4}: {:?}", figures.precision(), figures.wrong);
    assert!(figures.recall() >= 0.95, "recall {:.4}: {:?}", figures.recall(), figures.missed);
}

#[test]
fn one_seed_gives_one_collection() {
    assert_eq!(altered::articles(3, 20), altered::articles(3, 20));
    assert_ne!(altered::articles(3, 20), altered::articles(4, 20));
    assert_eq!(altered::articles(3, 20).lines().count(), 20 * (2 + altered::MISSES));
}
