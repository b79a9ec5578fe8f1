//! How well web pages are read: the main text word by word, title and date, over pages in the manner of sites' markup.

mod pages;

use std::collections::HashMap;
use std::fs;

use pages::sites::SITES;
use pages::stories::STORIES;
use pages::{page, tokens, words};
use whosaid::article::{Article, Exclude, Limits, WalkOptions, read, walk};

/// Least mean F1 of the main text's words.
const LEAST_F1: f64 = 0.95;
/// Least part of the pages whose title, and whose date, is right.
const LEAST_RIGHT: f64 = 0.9;

/// F1 of the words found against those of the story, each as often as it stands there.
fn f1(found: &[String], wanted: &[String]) -> f64 {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in wanted {
        *left.entry(word).or_default() += 1;
    }
    let mut common = 0;
    for word in found {
        if let Some(count) = left.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    2.0 * f64::from(common) / (found.len() + wanted.len()).max(1) as f64
}

/// The article in a page, read from a file as any other.
fn read_page(html: &str) -> Article {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("page.html"), html).unwrap();
    let options = WalkOptions { exclude: Exclude::default(), ..WalkOptions::default() };
    let entry = walk(folder.path(), &options).next().unwrap().unwrap();
    read(&entry, Limits::default()).next().unwrap().unwrap().article
}

#[test]
fn pages_give_their_main_text_title_and_date() {
    let mut table = String::new();
    let (mut sum, mut titles, mut dates, mut authors, mut pages) = (0.0, 0, 0, 0, 0);
    for site in &SITES {
        for story in &STORIES {
            let article = read_page(&page(site, story));
            let wanted = words(story);
            let found = tokens(&article.text);
            let measured = f1(&found, &wanted);
            let (year, month, day) = story.date;
            let title = article.title.as_deref() == Some(story.title);
            let date = article.date == Some(jiff::civil::date(year, month, day));
            let author = article.author.as_deref() == Some(story.author);
            pages += 1;
            sum += measured;
            titles += usize::from(title);
            dates += usize::from(date);
            authors += usize::from(author);
            if measured < 0.99 || !title || !date || !author {
                let extra: Vec<&String> = found.iter().filter(|word| !wanted.contains(word)).take(40).collect();
                table += &format!(
                    "{:.3} title {title} date {date} author {author} ({}: {:?} {:?} {:?}) {extra:?}\n",
                    measured, site.name, article.title, article.date, article.author
                );
            }
        }
    }
    let part = |count: usize| count as f64 / f64::from(pages);
    println!(
        "{pages} pages: F1 {:.4}, title {:.3}, date {:.3}, author {:.3}\n{table}",
        sum / f64::from(pages),
        part(titles),
        part(dates),
        part(authors)
    );
    assert!(pages >= 30);
    assert!(sum / f64::from(pages) >= LEAST_F1, "{table}");
    assert!(part(titles) >= LEAST_RIGHT && part(dates) >= LEAST_RIGHT, "{table}");
}

#[test]
fn block_quotations_are_paragraphs_of_their_own() {
    for site in &SITES {
        let text = read_page(&page(site, &STORIES[0])).text;
        let quotation = text.lines().find(|line| line.contains("You can repair a ship"));
        let quotation = quotation.unwrap_or_else(|| panic!("{}: {text}", site.name));
        assert!(
            quotation.starts_with("> “You can repair") && quotation.ends_with("its mind.”"),
            "{}: {quotation}",
            site.name
        );
    }
}
