//! `whosaid correct --export gold`: mended articles, to train and evaluate on.

use std::collections::HashSet;
use std::path::Path;

use crate::cli::exit::Status;
use crate::cli::globals::Globals;
use crate::cli::numbers::counted;
use crate::cli::output_file::OutputFile;
use crate::evaluation::GoldLine;
use crate::index::StoredArticle;

/// Prints every article in which something was mended with all its quotes, by id; of copies under one id one.
pub fn run(output: Option<&Path>, globals: &Globals) -> anyhow::Result<Status> {
    let reader = globals.reader()?;
    let mut articles = Vec::new();
    for place in reader.mended_places()? {
        articles.push(reader.article_at(place)?);
    }
    articles.sort_by(|a, b| (&a.article.id, a.root).cmp(&(&b.article.id, b.root)));
    articles.dedup_by(|a, b| a.article.id == b.article.id && a.text == b.text);
    let (mut screen, file) = OutputFile::or_stdout(output)?;
    let mut seen = HashSet::new();
    for article in &mut articles {
        tell_apart(article, &mut seen);
        screen.json(&GoldLine::new(&article.article, &article.text, &article.quotes))?;
    }
    screen.flush()?;
    if let Some(file) = file {
        file.publish()?;
    }
    globals.notices().say(&format!(
        "{}: all quotes of each, mended or not; look them through before you measure on them",
        counted(articles.len() as u64, "article")
    ));
    Ok(Status::Done)
}

/// Gives an article whose id another of another folder has its path for an id.
fn tell_apart(article: &mut StoredArticle, seen: &mut HashSet<String>) {
    if !seen.insert(article.article.id.clone()) {
        let path = article.article.path.clone().unwrap_or_default();
        article.article.id = format!("{path}#{}", article.article.id);
        seen.insert(article.article.id.clone());
    }
}
