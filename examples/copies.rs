//! How well altered copies of statements are told from near misses (same speaker, same subject, another claim).
//!
//! `cargo run --release --example copies -- [STATEMENTS] [SEED] [--errors]`
//!
//! Indexes a seeded collection (5,000 statements unless told, with one altered copy and four near misses each) and prints
//! precision and recall over pairs of quotes. `--errors` lists what was missed and what was wrong.

#[path = "../tests/altered/mod.rs"]
mod altered;

use std::fs;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (flags, numbers): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let statements: usize = numbers.first().map_or(Ok(5_000), |text| text.parse())?;
    let seed: u64 = numbers.get(1).map_or(Ok(1), |text| text.parse())?;
    let folder = std::env::temp_dir().join(format!("whosaid-copies-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let figures = altered::measure(&folder, seed, statements);
    println!(
        "statements   {statements}, altered copies {}, near misses {}",
        figures.copies,
        statements * altered::MISSES
    );
    println!("precision    {:.4} ({} of {} pairs)", figures.precision(), figures.right, figures.found);
    println!("recall       {:.4} ({} of {} copies)", figures.recall(), figures.right, figures.copies);
    if flags.iter().any(|flag| flag == "--errors") {
        let articles = fs::read_to_string(folder.join("news.jsonl"))?;
        let line = |id: &str| articles.lines().find(|line| line.contains(&format!("\"{id}\""))).unwrap_or_default();
        for copy in &figures.missed {
            println!("\nmissed\n  {}\n  {}", line(&copy.replace("copy", "said")), line(copy));
        }
        for pair in &figures.wrong {
            println!("\nwrong");
            pair.split(' ').for_each(|id| println!("  {}", line(id)));
        }
    }
    fs::remove_dir_all(&folder)?;
    Ok(())
}
