//! How well names are grouped across articles: B-cubed over the names of annotated articles.
//!
//! An item is one name of one article: a [`SpeakerKey`], as shown, with the identity that a reader says it is. For each item
//! precision is the share of those grouped with it that are the same person, recall the share of that person's items that
//! are grouped with it; both are averaged over all items. An item without an identity is grouped with itself alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::BufRead;

use serde::Deserialize;

use super::gold::each_line;
use super::marked_text::MarkedText;
use super::name::{Name, RightNames};
use super::pairing::pair;
use super::{EvaluationError, GoldArticle};
use crate::attribution::{Act, Attribution, Kind, Model};
use crate::speakers::{self, People, SpanLine, Speaker, SpeakerKey, SpeakerKind, group, key_name};
use crate::text::{Document, Span};

/// Who is who: of an article's attribution the number of the identity that speaks it.
#[derive(Clone, Debug, Default)]
pub struct WhoIsWho {
    of: HashMap<(String, String), u32>,
}

/// One name of one article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameItem {
    /// Id of the article.
    pub article: String,
    /// The key that is grouped.
    pub key: SpeakerKey,
    /// The name as shown.
    pub shown: String,
    /// Who it is.
    pub identity: u32,
}

/// Precision and recall, 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BCubed {
    /// Of what is grouped together, how much belongs together.
    pub precision: f64,
    /// Of what belongs together, how much is grouped together.
    pub recall: f64,
    /// Items.
    pub items: usize,
}

impl WhoIsWho {
    /// Reads identities, one a line: `{"identity": 7, "articles": {ARTICLE: [ATTRIBUTION, …]}}`.
    ///
    /// # Errors
    /// The first line that is none.
    pub fn read(lines: impl BufRead, place: &str) -> Result<WhoIsWho, EvaluationError> {
        #[derive(Deserialize)]
        struct Line {
            identity: u32,
            articles: HashMap<String, Vec<String>>,
        }
        let mut who = WhoIsWho::default();
        each_line(lines, place, |line| {
            let line: Line = serde_json::from_slice(line).map_err(|error| error.to_string())?;
            for (article, attributions) in line.articles {
                for attribution in attributions {
                    if who.of.insert((article.clone(), attribution.clone()), line.identity).is_some() {
                        return Err(format!("{article} {attribution} has two identities"));
                    }
                }
            }
            Ok(())
        })?;
        Ok(who)
    }

    /// The names of the annotation, with what the program reads of the article besides.
    pub fn gold_names(&self, gold: &GoldArticle, model: &Model) -> BTreeSet<NameItem> {
        let article = &gold.article;
        let document = Document::new(&article.text);
        let bytes: Vec<usize> = article.text.char_indices().map(|(at, _)| at).chain([article.text.len()]).collect();
        let marked: Vec<_> = gold.attributions.iter().filter(|attribution| !attribution.content.is_empty()).collect();
        let attributions: Vec<Attribution> =
            marked.iter().map(|one| attribution(&one.content, &one.mention, &bytes)).collect();
        let read = speakers::resolve(article, &document, &attributions, model);
        let mut items = BTreeSet::new();
        for (one, speaker) in marked.iter().zip(read) {
            let Some(named) = one.speaker.as_ref().filter(|speaker| speaker.is_named()) else { continue };
            let Some(identity) = self.identity(&article.id, &one.id) else { continue };
            let right = RightNames::new(named);
            let is_right = speaker.name.as_deref().is_some_and(|name| right.hold(&Name::new(name)));
            let key = gold_key(&named.name, named.kind, is_right.then_some(&speaker), &speaker.key);
            items.insert(NameItem { article: article.id.clone(), key, shown: named.name.clone(), identity });
        }
        items
    }

    /// The names that the program gives, where they are right: what is wrong inside an article is judged elsewhere.
    pub fn names_given(&self, gold: &GoldArticle, model: &Model) -> BTreeSet<NameItem> {
        let article = &gold.article;
        let text = MarkedText::new(&article.text);
        let quotes = speakers::extract(article, model);
        let lines = speakers::lines(article, &quotes, None);
        let wanted: Vec<Vec<usize>> = gold.attributions.iter().map(|one| text.letters(&one.content)).collect();
        let found: Vec<Vec<usize>> = lines.iter().map(|line| text.letters(&line.spans.content)).collect();
        let mut items = BTreeSet::new();
        for (one, pair) in gold.attributions.iter().zip(pair(&wanted, &found, text.len())) {
            let (Some(pair), Some(named)) = (pair, one.speaker.as_ref().filter(|speaker| speaker.is_named())) else {
                continue;
            };
            let speaker = &quotes[pair.predicted].speaker;
            let (Some(name), Some(identity)) = (&speaker.name, self.identity(&article.id, &one.id)) else { continue };
            let Some(key) = SpeakerKey::parse(&speaker.key).filter(|key| key.kind.is_named()) else { continue };
            if RightNames::new(named).hold(&Name::new(name)) {
                items.insert(NameItem { article: article.id.clone(), key, shown: name.clone(), identity });
            }
        }
        items
    }

    fn identity(&self, article: &str, attribution: &str) -> Option<u32> {
        self.of.get(&(article.to_owned(), attribution.to_owned())).copied()
    }
}

fn attribution(content: &[SpanLine], mention: &[SpanLine], bytes: &[usize]) -> Attribution {
    let spans = |spans: &[SpanLine]| spans.iter().map(|[start, end]| Span::new(bytes[*start], bytes[*end])).collect();
    Attribution {
        content: spans(content),
        verbatim: Vec::new(),
        cue: Vec::new(),
        mention: spans(mention),
        kind: Kind::Direct,
        act: Act::Says,
        confidence: 1.0,
        within: None,
        paragraph: 1,
    }
}

/// The annotated name, with gender, role and place as the program reads them where it knows whom it reads of.
fn gold_key(name: &str, kind: SpeakerKind, read: Option<&Speaker>, key: &str) -> SpeakerKey {
    let read_key = SpeakerKey::parse(key);
    let decade = read_key.as_ref().map_or(String::new(), |key| key.decade.clone());
    let read = read.filter(|speaker| speaker.kind == kind).and(read_key);
    let (gender, role_head, place) =
        read.map_or((None, String::new(), String::new()), |key| (key.gender, key.role_head, key.place));
    SpeakerKey { name: key_name(name), kind, gender, role_head, place, decade }
}

/// Groups the names and compares with who they are.
pub fn grouped(items: &BTreeSet<NameItem>) -> BCubed {
    let of = identities_of(items);
    b_cubed(items, |item| of.get(&item.key).copied().flatten().map(|identity| identity.to_string()))
}

/// The identity of each key, as the program groups them.
pub fn identities_of(items: &BTreeSet<NameItem>) -> BTreeMap<SpeakerKey, Option<usize>> {
    let keys: BTreeSet<SpeakerKey> = items.iter().map(|item| item.key.clone()).collect();
    let keys: Vec<SpeakerKey> = keys.into_iter().collect();
    let of_key = group(&keys, &People::default()).of_key;
    keys.into_iter().zip(of_key).collect()
}

/// What comes of taking equal names as one.
pub fn by_string(items: &BTreeSet<NameItem>) -> BCubed {
    b_cubed(items, |item| Some(format!("{} {}", item.key.kind.name(), item.shown)))
}

fn b_cubed(items: &BTreeSet<NameItem>, cluster: impl Fn(&NameItem) -> Option<String>) -> BCubed {
    let mut clusters: BTreeMap<String, Vec<&NameItem>> = BTreeMap::new();
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    for (place, item) in items.iter().enumerate() {
        let name = cluster(item).unwrap_or_else(|| format!("alone {place}"));
        clusters.entry(name).or_default().push(item);
        *sizes.entry(item.identity).or_default() += 1;
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for members in clusters.values() {
        let mut shares: HashMap<u32, usize> = HashMap::new();
        for item in members {
            *shares.entry(item.identity).or_default() += 1;
        }
        for item in members {
            let share = shares[&item.identity] as f64;
            precision += share / members.len() as f64;
            recall += share / sizes[&item.identity] as f64;
        }
    }
    let count = items.len().max(1) as f64;
    BCubed { precision: precision / count, recall: recall / count, items: items.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(article: &str, name: &str, identity: u32) -> NameItem {
        let key = SpeakerKey::parse(&format!("{}\u{1f}person\u{1f}\u{1f}\u{1f}\u{1f}", key_name(name))).expect("a key");
        NameItem { article: article.into(), key, shown: name.into(), identity }
    }

    #[test]
    fn each_item_counts_its_neighbours() {
        let items = BTreeSet::from([item("a", "Ada Osei", 1), item("b", "Ada J. Osei", 1), item("c", "Bo Rask", 2)]);
        assert_eq!(grouped(&items), BCubed { precision: 1.0, recall: 1.0, items: 3 });
        let apart = by_string(&items);
        assert_eq!((apart.precision, (apart.recall * 3.0).round()), (1.0, 2.0));
        let merged = BTreeSet::from([item("a", "Ada Osei", 1), item("b", "Ada Osei", 2)]);
        assert_eq!(by_string(&merged), BCubed { precision: 0.5, recall: 1.0, items: 2 });
    }

    #[test]
    fn an_attribution_is_one_identity() {
        let read = |lines: &str| WhoIsWho::read(lines.as_bytes(), "who.jsonl");
        assert_eq!(read(r#"{"identity": 1, "articles": {"a": ["E1"]}}"#).unwrap().identity("a", "E1"), Some(1));
        let twice =
            "{\"identity\": 1, \"articles\": {\"a\": [\"E1\"]}}\n{\"identity\": 2, \"articles\": {\"a\": [\"E1\"]}}";
        assert!(read(twice).unwrap_err().to_string().starts_with("who.jsonl:2: a E1 has two identities"));
    }
}
