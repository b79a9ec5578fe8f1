//! Where else a quote stands: `also in 14 articles; 1 of them names Jo Field`.

use super::numbers::{counted, grouped};
use super::styled::{DIM, Styled};
use crate::search::Found;

/// Other speakers that are named at most.
const MOST_NAMED: usize = 3;

/// The line under a hit that has copies.
pub fn also_in(hit: &Found) -> Option<Styled> {
    if hit.copies_total == 0 {
        return None;
    }
    if hit.copies_articles == 0 {
        return Some(Styled::of(&format!("{} more in this article", times(hit.copies_total)), DIM));
    }
    let mut text = format!("also in {}", counted(hit.copies_articles as u64, "article"));
    for (place, speaker) in hit.copies_speakers.iter().take(MOST_NAMED).enumerate() {
        let verb = if speaker.articles == 1 { "names" } else { "name" };
        let (name, articles) = (&speaker.name, grouped(speaker.articles as u64));
        text.push_str(&match (place, hit.copies_articles) {
            (0, 1) => format!("; it names {name}"),
            (0, _) => format!("; {articles} of them {verb} {name}"),
            _ => format!(", {articles} {verb} {name}"),
        });
    }
    let more = hit.copies_speakers.len().saturating_sub(MOST_NAMED);
    if more > 0 {
        text.push_str(&format!(", and {}", counted(more as u64, "other")));
    }
    Some(Styled::of(&text, DIM))
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{} times", grouped(count as u64)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::block::tests::quote;
    use super::*;
    use crate::attribution::Kind;
    use crate::search::CopySpeaker;

    fn shown(total: usize, articles: usize, speakers: &[(&str, usize)]) -> Option<String> {
        let speakers = speakers.iter().map(|&(name, articles)| CopySpeaker { name: name.to_owned(), articles });
        let hit = Found {
            copies_total: total,
            copies_articles: articles,
            copies_speakers: speakers.collect(),
            ..Found::of(quote(Kind::Direct, "“Yes.”"))
        };
        also_in(&hit).map(|line| line.plain().to_owned())
    }

    #[test]
    fn who_else_is_named_is_told() {
        assert_eq!(shown(0, 0, &[]), None);
        assert_eq!(shown(1, 0, &[]).unwrap(), "once more in this article");
        assert_eq!(shown(15, 14, &[("Jo Field", 1)]).unwrap(), "also in 14 articles; 1 of them names Jo Field");
        assert_eq!(shown(1, 1, &[("Jo Field", 1)]).unwrap(), "also in 1 article; it names Jo Field");
        assert_eq!(
            shown(9, 9, &[("A", 3), ("B", 2), ("C", 1), ("D", 1)]).unwrap(),
            "also in 9 articles; 3 of them name A, 2 name B, 1 names C, and 1 other"
        );
    }
}
