//! Reads an index: answers queries, finds articles and quotes by id, counts.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use tantivy::DocAddress;
use tantivy::collector::{Collector, Count};
use tantivy::query::{BooleanQuery, Query as EngineQuery};

use super::collect::Ranked;
use super::columns::{Number, Text, first_values};
use super::compile::{Compiled, compile};
use super::copied::CopiedReader;
use super::copies::Copies;
use super::derived::Kept;
use super::documents::{KeptArticle, KeptQuote, day_date, id_numbers, id_text, kind_of, line_fits};
use super::facets::{Counts, FacetTally, by_folded_name, count_all, facet_counts, folded, keep_greatest, texts};
use super::folder::Folder;
use super::generation::{Generation, Snapshot, number_query, type_query};
use super::identities::Identities;
use super::mending::{self, CorrectionEntry, Mending, Removed};
use super::once::{FirstReprints, Once};
use super::order::Rank;
use super::page::Page;
use super::roots::Roots;
use super::schema::{DocType, SCHEMA_VERSION, fields};
use super::speaker_tally::{SpeakerTally, speaker_entries};
use super::watched::KeepOn;
use super::{
    Answer, Clause, Copied, Facet, FacetCounts, Filters, Hit, IndexError, Location, Order, Query, Retired, RootStats,
    SpeakerList, SpeakerRecord, SpeakerSet, Stats, StoredArticle, retired,
};
use crate::attribution::Kind;
use crate::speakers::{ArticleLine, QuoteLine, SpeakerKind};

/// A whole index as of its last commit; opening again sees newer ones.
pub struct Reader {
    folder: Folder,
    roots: Roots,
    snapshot: Snapshot,
    identities: Kept<Identities>,
    copies: Kept<Arc<Copies>>,
}

/// Where an article stands in the commit that a [`Reader`] reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticlePlace(DocAddress);

/// Derived tables that may be made anew while a question is asked.
const TABLES: usize = 2;

/// How often a generation that went away between two steps of opening is looked for again.
const TRIES: usize = 20;

impl Reader {
    /// Opens the last commit.
    ///
    /// # Errors
    /// [`IndexError::NoIndex`] where nothing was ever committed, [`IndexError::Schema`] where another version wrote it.
    pub fn open(location: &Location) -> Result<Reader, IndexError> {
        let folder = Folder::new(location);
        let mut tries = 0;
        loop {
            let path = folder.current()?;
            match Generation::open(&path).and_then(|generation| generation.snapshot()) {
                Ok(snapshot) => {
                    return Ok(Reader {
                        roots: Roots::load(&folder)?,
                        folder,
                        snapshot,
                        identities: Kept::new(),
                        copies: Kept::new(),
                    });
                }
                // A rebuild swapped and the next writer removed what CURRENT had named: look again.
                Err(error) if tries == TRIES || (path.exists() && folder.current()? == path && tries > 2) => {
                    return Err(error);
                }
                Err(_) => tries += 1,
            }
        }
    }

    /// A line for standard error where some quotes come of another model than that of the name `model`, else `None`.
    pub fn notice(&self, model: &str) -> Option<String> {
        // Every command asks; counting goes through all documents.
        if self.knows_only(model).ok()? {
            return None;
        }
        let others: Vec<(String, usize)> = self.models().ok()?.into_iter().filter(|(name, _)| name != model).collect();
        if others.is_empty() {
            return None;
        }
        let articles: usize = others.iter().map(|(_, count)| count).sum();
        let names: Vec<&str> = others.iter().map(|(name, _)| name.as_str()).collect();
        Some(format!(
            "{articles} articles were attributed by another model ({}) than this program's ({}): `whosaid rebuild --stored` \
             does them again",
            names.join(", "),
            model
        ))
    }

    /// Who is who; made, and stored where nobody writes, where no table of this commit and these people stands.
    ///
    /// # Errors
    /// Where the engine fails, or the table of people can't be read.
    pub fn identities(&self) -> Result<&Identities, IndexError> {
        self.identities.get(&self.folder, &self.snapshot)
    }

    /// What `ask` gives; asked again where it met a damaged table of who is who or of copies, which is made anew then. What is made of
    /// [`Reader::identities`] is to be asked so.
    ///
    /// # Errors
    /// Those of `ask`.
    pub fn sound<T, E>(&self, ask: impl Fn() -> Result<T, E>) -> Result<T, E> {
        for _ in 0..TABLES {
            let answer = ask();
            if self.identities.is_sound() && self.copies.is_sound() {
                return answer;
            }
        }
        ask()
    }

    /// Answers a query.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn search(&self, query: &Query) -> Result<Answer, IndexError> {
        self.sound(|| self.answer(query, None))
    }

    /// As [`Reader::search`], as long as `keep_on` says so.
    ///
    /// # Errors
    /// [`IndexError::BrokenOff`] once it does not.
    pub fn search_while(&self, query: &Query, keep_on: &KeepOn) -> Result<Answer, IndexError> {
        self.sound(|| self.answer(query, Some(keep_on)))
    }

    fn answer(&self, query: &Query, keep_on: Option<&KeepOn>) -> Result<Answer, IndexError> {
        let compiled = compile(&self.snapshot, &query.clause, &query.filters, keep_on)?;
        let columns = &self.snapshot.columns;
        let copies = query.group.then(|| self.copies()).transpose()?;
        let wanted =
            query.limit.map_or(usize::MAX, |limit| if limit == 0 { 0 } else { query.offset.saturating_add(limit) });
        let page = Page { order: query.order, copies, columns, wanted };
        let found = page.of(&self.snapshot, &compiled)?;
        let mut copied = match copies {
            Some(copies) if wanted > 0 => {
                Some(CopiedReader::new(copies, &self.snapshot, &self.roots, self.identities()?))
            }
            _ => None,
        };
        let mut hits = Vec::new();
        for (rank, address) in found.best.into_iter().skip(query.offset).take(query.limit.unwrap_or(usize::MAX)) {
            let mut hit = self.hit(address, &rank, (query.order == Order::Relevance).then(|| rank.score()))?;
            if let Some(copied) = &mut copied {
                hit.copies = copied.of(address)?;
            }
            hits.push(hit);
        }
        Ok(Answer { total: found.total, hits, facets: self.facets(&compiled, query)? })
    }

    /// Which quotes are copies, and which articles are reprints; made, and stored where nobody writes, where no table of this
    /// commit stands.
    pub(super) fn copies(&self) -> Result<&Arc<Copies>, IndexError> {
        self.copies.get(&self.folder, &self.snapshot)
    }

    /// The copies of the quote of this id in this root; none where there is no such quote.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn copied(&self, root: u64, id: &str) -> Result<Copied, IndexError> {
        let Some(address) = self.address(root, id)? else { return Ok(Copied::default()) };
        self.sound(|| CopiedReader::new(self.copies()?, &self.snapshot, &self.roots, self.identities()?).of(address))
    }

    /// A number that the quote of this id in this root shares with its copies in this commit; `None` where it has none.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn group_of(&self, root: u64, id: &str) -> Result<Option<u32>, IndexError> {
        let Some(address) = self.address(root, id)? else { return Ok(None) };
        self.sound(|| {
            let copies = self.copies()?;
            let member = copies.member(copies.base(address.segment_ord) + address.doc_id);
            Ok(member.map(|member| copies.group(member)))
        })
    }

    fn address(&self, root: u64, id: &str) -> Result<Option<DocAddress>, IndexError> {
        let found = self.snapshot.quotes_by_id(id)?;
        let wanted = id_numbers(id);
        let found = found.into_iter().find(|(rank, _)| rank.id() == wanted && rank.root() == root);
        Ok(found.map(|(_, address)| address))
    }

    /// What `collector` makes of all quotes that `compiled` finds; of reprints only one's where `once`.
    fn counted<C: Collector>(&self, compiled: &Compiled, collector: C, once: bool) -> Result<C::Fruit, IndexError> {
        let (query, documents) = (&*compiled.query, compiled.documents);
        if !once {
            return Ok(self.snapshot.search(query, documents, &collector)?);
        }
        let copies = self.copies()?;
        let firsts = self.snapshot.search(query, documents, &FirstReprints(copies))?;
        Ok(self.snapshot.search(query, documents, &Once { counting: collector, copies, firsts })?)
    }

    fn facets(&self, compiled: &Compiled, query: &Query) -> Result<Vec<FacetCounts>, IndexError> {
        if query.facets.is_empty() {
            return Ok(Vec::new());
        }
        let speaker_kinds = shown_kinds(&query.filters.speaker_kinds);
        let identities = self.identities()?;
        let columns = &self.snapshot.columns;
        let of_all = finds_all(query);
        let tally = FacetTally { facets: &query.facets, speaker_kinds: &speaker_kinds, identities, columns, of_all };
        let counts = self.counted(compiled, tally, query.once)?;
        let counted = query.facets.iter().cloned().zip(counts);
        counted.map(|(facet, counts)| facet_counts(facet, counts, query.facet_values, identities)).collect()
    }

    fn hit(&self, address: DocAddress, rank: &Rank, score: Option<f32>) -> Result<Hit, IndexError> {
        let kept = self.snapshot.quote(address)?;
        let root = rank.root();
        Ok(Hit { quote: self.as_shown(kept, root, address)?, score, root, copies: Copied::default() })
    }

    /// The quote with what its index adds: path and identity.
    fn as_shown(&self, kept: KeptQuote, root: u64, address: DocAddress) -> Result<QuoteLine, IndexError> {
        let KeptQuote { file, mut line, corrected } = kept;
        line.corrected = corrected;
        line.article.path = self.roots.show(root, &file);
        if line.speaker.kind.is_named()
            && let Some(record) = self.sound(|| self.speaker_of(address))?
        {
            line.speaker.canonical = record.id.is_some().then_some(record.name);
            line.speaker.id = record.id;
        }
        Ok(line)
    }

    /// The record of the speaker of the quote at `address`.
    fn speaker_of(&self, address: DocAddress) -> Result<Option<SpeakerRecord>, IndexError> {
        let identities = self.identities()?;
        identities.of_quote(&self.snapshot, address)?.map(|place| identities.record(place)).transpose()
    }

    /// Hands every quote that `query` finds, its paging left aside, to `each`: newest first, then by id; ends early when
    /// `each` says false. Holds 48 bytes a quote, and one quote at a time.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn export(&self, query: &Query, each: &mut dyn FnMut(QuoteLine) -> bool) -> Result<(), IndexError> {
        let compiled = compile(&self.snapshot, &query.clause, &query.filters, None)?;
        let ranked = Ranked(Order::Date, &self.snapshot.columns);
        let found = self.snapshot.search(&*compiled.query, compiled.documents, &ranked)?;
        for (rank, address) in found {
            if !each(self.hit(address, &rank, None)?.quote) {
                break;
            }
        }
        Ok(())
    }

    /// Quotes whose id begins with `prefix`, in order of id, then root; at most `limit`.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn quotes_by_id(&self, prefix: &str, limit: usize) -> Result<Vec<Hit>, IndexError> {
        // A short prefix finds a good part of the index: only what is wanted is read.
        let found = self.snapshot.quotes_by_id(prefix)?;
        let mut hits = Vec::with_capacity(found.len().min(limit));
        for (rank, address) in found.into_iter().take(limit) {
            hits.push(self.hit(address, &rank, None)?);
        }
        Ok(hits)
    }

    /// As [`Reader::quotes_by_id`], the ids alone, each once.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn ids_beginning_with(&self, prefix: &str, limit: usize) -> Result<Vec<String>, IndexError> {
        let mut ids: Vec<(u64, u64)> = self.snapshot.quotes_by_id(prefix)?.iter().map(|(rank, _)| rank.id()).collect();
        ids.dedup();
        Ok(ids.into_iter().take(limit).map(|(high, low)| id_text(high, low)).collect())
    }

    /// Articles with this id, one a root, by root.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn articles(&self, id: &str) -> Result<Vec<StoredArticle>, IndexError> {
        let mut found = Vec::new();
        for root in self.roots.live() {
            found.extend(self.article(root.number, id)?);
        }
        Ok(found)
    }

    /// Articles by their path as it is shown, where that is their id too: root as given, `/`, path inside it. By root.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn articles_at(&self, path: &str) -> Result<Vec<StoredArticle>, IndexError> {
        let mut found = Vec::new();
        for root in self.roots.live() {
            if let Some(inner) = root.inside_shown(path) {
                found.extend(self.article(root.number, inner)?);
            }
        }
        Ok(found)
    }

    /// The article of this id in this root, with its quotes in order of the text.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn article(&self, root: u64, id: &str) -> Result<Option<StoredArticle>, IndexError> {
        let Some(owner) = self.snapshot.owner(root, id)? else { return Ok(None) };
        self.stored(root, self.snapshot.article(owner.address)?).map(Some)
    }

    /// Where every article stands, in an order that means nothing: 8 bytes an article.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn article_places(&self) -> Result<Vec<ArticlePlace>, IndexError> {
        Ok(self.snapshot.all(DocType::Article)?.into_iter().map(ArticlePlace).collect())
    }

    /// The article at a place that this reader gave, with its quotes in order of the text.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn article_at(&self, place: ArticlePlace) -> Result<StoredArticle, IndexError> {
        self.stored(self.snapshot.number(place.0, Number::Root)?, self.snapshot.article(place.0)?)
    }

    /// Compares a quote that this reader gave with the text that the index keeps.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] where its article is missing, or does not say so there.
    pub fn verify(&self, root: u64, quote: &QuoteLine) -> Result<(), IndexError> {
        let fault = |what: String| Err(IndexError::damaged(&self.snapshot.path, what));
        let Some(owner) = self.snapshot.owner(root, &quote.article.id)? else {
            return fault(format!("quote {}: its article {} is missing", quote.id, quote.article.id));
        };
        if !line_fits(quote, &self.snapshot.article(owner.address)?.article.text) {
            return fault(format!("quote {}: does not say what stands in article {}", quote.id, quote.article.id));
        }
        Ok(())
    }

    fn stored(&self, root: u64, kept: KeptArticle) -> Result<StoredArticle, IndexError> {
        let mut quotes = Vec::new();
        for (_, address) in self.snapshot.quotes_of(root, &kept.article.id)?.into_values() {
            let kept = self.snapshot.quote(address)?;
            quotes.push(self.as_shown(kept, root, address)?);
        }
        quotes.sort_by(|a, b| a.spans.content.cmp(&b.spans.content).then_with(|| a.id.cmp(&b.id)));
        let path = self.roots.show(root, &kept.file);
        let article = ArticleLine::new(&kept.article, path.as_deref());
        Ok(StoredArticle { root, article, text: kept.article.text, quotes })
    }

    /// The user's corrections, in the order in which they were made, with what they fit.
    ///
    /// # Errors
    /// Where their file can't be read, or the engine fails.
    pub fn corrections(&self) -> Result<Vec<CorrectionEntry>, IndexError> {
        let mending = Mending::load(&self.folder, &self.roots)?;
        mending::entries(&self.snapshot, &self.roots, mending.corrections.list())
    }

    /// The articles that must not come back, in the order in which they were removed.
    ///
    /// # Errors
    /// Where their file can't be read.
    pub fn removals(&self) -> Result<Vec<Removed>, IndexError> {
        Ok(Mending::load(&self.folder, &self.roots)?.removals.list().to_vec())
    }

    /// Where the articles stand of which a correction changed a quote, in an order that means nothing.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn mended_places(&self) -> Result<Vec<ArticlePlace>, IndexError> {
        let found = self.snapshot.addresses(&number_query(fields().mended, 1))?;
        Ok(found.into_iter().map(ArticlePlace).collect())
    }

    /// Retired quote ids that begin so, by id.
    ///
    /// # Errors
    /// Where their file can't be read.
    pub fn retired(&self, prefix: &str) -> Result<Vec<Retired>, IndexError> {
        retired::find(&self.folder, &prefix.to_ascii_lowercase())
    }

    /// Speakers among the quotes that `query` finds, its paging left aside: of `kinds`, where none are given those with a
    /// name; most quotes first, then by name; `most` of them, or all.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn speakers(
        &self,
        query: &Query,
        kinds: &[SpeakerKind],
        most: Option<usize>,
    ) -> Result<SpeakerList, IndexError> {
        self.sound(|| self.speaker_list(query, kinds, most))
    }

    fn speaker_list(
        &self,
        query: &Query,
        kinds: &[SpeakerKind],
        most: Option<usize>,
    ) -> Result<SpeakerList, IndexError> {
        let compiled = compile(&self.snapshot, &query.clause, &query.filters, None)?;
        let columns = &self.snapshot.columns;
        let kinds = shown_kinds(kinds);
        let identities = self.identities()?;
        let tally = FacetTally {
            facets: &[Facet::Speaker],
            speaker_kinds: &kinds,
            identities,
            columns,
            of_all: finds_all(query),
        };
        let counted = self.counted(&compiled, tally, query.once)?.pop();
        let Some(Counts::Speakers { records, others }) = counted else { return Ok(SpeakerList::default()) };
        let mut best = folded(&records, identities);
        let total = best.len() + by_folded_name(others).len();
        if let Some(most) = most {
            // Only of what may be among them names are to be read.
            keep_greatest(&mut best, most, |(_, quotes)| *quotes);
            let name = |speaker: &(usize, usize)| identities.name(speaker.0);
            best.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| name(a).cmp(name(b))).then(a.0.cmp(&b.0)));
            best.truncate(most);
        }
        let places = places(&records, &best, identities);
        let others: Vec<SpeakerKind> = kinds.into_iter().filter(|kind| !kind.is_named()).collect();
        // Of the quotes of a few the engine's lists tell; the first copies of reprints are those of all that is found.
        let compiled = match most.is_some() && others.is_empty() && !query.once {
            true => {
                let keys = identities.keys_of((0..places.len()).filter(|record| places[*record].is_some()))?;
                let mut filters = query.filters.clone();
                filters.speakers.push(SpeakerSet { keys: Some(keys), words: Vec::new() });
                compile(&self.snapshot, &query.clause, &filters, None)?
            }
            false => compiled,
        };
        let tally = SpeakerTally { identities, columns, places: &places, others: &others };
        let mut entries = speaker_entries(self.counted(&compiled, tally, query.once)?, identities)?;
        entries.truncate(most.unwrap_or(usize::MAX));
        Ok(SpeakerList { total, entries })
    }

    /// How many speakers with a name there are.
    pub(super) fn count_speakers(&self) -> Result<usize, IndexError> {
        self.sound(|| {
            let identities = self.identities()?;
            let (with_id, without): (Vec<usize>, Vec<usize>) =
                identities.places().partition(|place| identities.is_identity(*place));
            let names: HashSet<u64> = without.into_iter().map(|place| identities.name_hash(place)).collect();
            Ok(with_id.len() + names.len())
        })
    }

    /// The commit it reads.
    #[cfg(test)]
    pub(super) fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// How many documents of a type there are.
    pub(super) fn count(&self, doc_type: DocType) -> Result<u64, IndexError> {
        self.snapshot.count(doc_type)
    }

    /// How many articles a root has.
    pub(super) fn articles_of_root(&self, root: u64) -> Result<u64, IndexError> {
        let in_root: Box<dyn EngineQuery> = Box::new(number_query(fields().root, root));
        let query = BooleanQuery::intersection(vec![in_root, Box::new(type_query(DocType::Article))]);
        Ok(self.snapshot.searcher.search(&query, &Count)? as u64)
    }

    /// What the index holds.
    ///
    /// # Errors
    /// Where the engine fails or the folder can't be listed.
    pub fn stats(&self) -> Result<Stats, IndexError> {
        let mut roots = Vec::new();
        for root in self.roots.live() {
            roots.push(RootStats {
                number: root.number,
                given: root.given.clone(),
                path: root.path.display().to_string(),
                articles: self.articles_of_root(root.number)? as usize,
            });
        }
        let (first, last) = self.days()?;
        let mending = Mending::load(&self.folder, &self.roots)?;
        Ok(Stats {
            articles: self.count(DocType::Article)? as usize,
            quotes: self.count(DocType::Quote)? as usize,
            speakers: self.count_speakers()?,
            models: self.models()?,
            kinds: self.kinds()?,
            first: first.and_then(day_date),
            last: last.and_then(day_date),
            sources: self.sources()?,
            roots,
            commit: self.snapshot.commit(),
            bytes: bytes_of(&self.snapshot.path)?,
            corrections: mending.corrections.list().len(),
            removals: mending.removals.list().len(),
            schema: SCHEMA_VERSION,
        })
    }

    /// Whether no other model's name stands in the columns, were it of articles that are gone.
    fn knows_only(&self, name: &str) -> Result<bool, IndexError> {
        for segment in self.snapshot.segments() {
            let Some(column) = self.snapshot.columns.of(segment).text(Text::Model)? else { continue };
            for ord in 0..column.num_terms() {
                let mut known = String::new();
                column
                    .ord_to_str(ord as u64, &mut known)
                    .map_err(|error| IndexError::damaged(&self.snapshot.path, error))?;
                if known != name {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Number of the commit that is read.
    pub fn commit(&self) -> u64 {
        self.snapshot.commit()
    }

    /// Articles by model, by name.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn models(&self) -> Result<Vec<(String, usize)>, IndexError> {
        let mut models: BTreeMap<String, usize> = BTreeMap::new();
        for segment in self.snapshot.segments() {
            let Some(column) = self.snapshot.columns.of(segment).text(Text::Model)? else { continue };
            let counts = count_all(&self.snapshot, segment, &column);
            for (ord, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                let mut name = String::new();
                column
                    .ord_to_str(ord as u64, &mut name)
                    .map_err(|error| IndexError::damaged(&self.snapshot.path, error))?;
                *models.entry(name).or_default() += count as usize;
            }
        }
        Ok(models.into_iter().collect())
    }

    fn kinds(&self) -> Result<Vec<(Kind, usize)>, IndexError> {
        let mut kinds = Vec::new();
        for kind in Kind::ALL {
            let query = number_query(fields().kind, kind as u64);
            kinds.push((kind_of(kind as u64).unwrap_or(kind), self.snapshot.searcher.search(&query, &Count)?));
        }
        Ok(kinds)
    }

    fn days(&self) -> Result<(Option<i64>, Option<i64>), IndexError> {
        let (mut first, mut last): (Option<i64>, Option<i64>) = (None, None);
        for segment in self.snapshot.segments() {
            let column = self.snapshot.columns.of(segment).day()?;
            self.snapshot.each_block(segment, |docs| {
                let days = first_values(&column, docs);
                first = first.into_iter().chain(days.iter().flatten().copied()).min();
                last = days.into_iter().fold(last, Option::max);
            });
        }
        Ok((first, last))
    }

    fn sources(&self) -> Result<usize, IndexError> {
        let mut sources = HashSet::new();
        for segment in self.snapshot.segments() {
            let Some(column) = self.snapshot.columns.of(segment).text(Text::Source)? else { continue };
            let counts = count_all(&self.snapshot, segment, &column);
            let met = (0..counts.len()).filter(|&ordinal| counts[ordinal] > 0).map(|ordinal| ordinal as u64);
            sources.extend(texts(Some(&column), met).into_values());
        }
        Ok(sources.len())
    }
}

/// Whether a query finds every quote, and counts each.
fn finds_all(query: &Query) -> bool {
    query.clause == Clause::Every && query.filters == Filters::default() && !query.once
}

/// For each record that was counted the record that it is gathered under, where that is among `best`.
fn places(records: &[u32], best: &[(usize, usize)], identities: &Identities) -> Vec<Option<u32>> {
    let mut places = vec![None; records.len()];
    let mut of_name: HashMap<u64, u32> = HashMap::new();
    for (record, _) in best {
        if identities.is_identity(*record) {
            places[*record] = Some(*record as u32);
        } else {
            of_name.insert(identities.name_hash(*record), *record as u32);
        }
    }
    for record in (0..records.len()).filter(|record| records[*record] > 0 && !identities.is_identity(*record)) {
        places[record] = of_name.get(&identities.name_hash(record)).copied();
    }
    places
}

/// The kinds asked for, where none are those with a name.
fn shown_kinds(asked: &[SpeakerKind]) -> Vec<SpeakerKind> {
    if asked.is_empty() {
        return SpeakerKind::ALL.into_iter().filter(|kind| kind.is_named()).collect();
    }
    asked.to_vec()
}

/// Bytes of all files in a folder.
fn bytes_of(folder: &Path) -> Result<u64, IndexError> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).map_err(IndexError::io(folder))? {
        // A file that a writer removed meanwhile counts for nothing.
        bytes += entry.and_then(|entry| entry.metadata()).map_or(0, |data| data.len());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    use crate::index::compile::FEW_KEYS;
    use crate::index::newsroom::Newsroom;
    use crate::speakers::name_words;

    #[test]
    fn few_speakers_are_found_as_many_are() {
        let room = Newsroom::new();
        let mut text = String::new();
        for number in 0..40u8 {
            let name = format!("{}ora Lund", char::from(b'A' + number % 20));
            let name = if number < 20 { name } else { name.replace("Lund", "Brandt") };
            text += &format!("“Pier {number} stays shut all winter,” said {name}.\n\n");
        }
        text += "“Pier 50 stays shut all winter,” said a friend of Aora Lund.\n";
        fs::write(room.news.join("piers.txt"), text).unwrap();
        room.update();
        let reader = Reader::open(&room.location).unwrap();
        let quotes = reader.search(&Query { limit: None, ..Query::every() }).unwrap().hits;
        let mut keys = Vec::new();
        for hit in quotes.iter().filter(|hit| hit.quote.speaker.kind.is_named()) {
            let address = reader.address(hit.root, &hit.quote.id).unwrap().unwrap();
            keys.extend(reader.snapshot.text(address, Text::SpeakerKey).unwrap());
        }
        keys.sort();
        keys.dedup();
        assert!(keys.len() > FEW_KEYS, "{keys:?}");
        let found = |keys: &[String], name: &str| {
            let set = SpeakerSet { keys: Some(keys.to_vec()), words: vec![name_words(name)] };
            let filters = Filters { speakers: vec![set], ..Filters::default() };
            reader.search(&Query { filters, ..Query::every() }).unwrap().total
        };
        assert_eq!(found(&keys, "nobody"), 40);
        assert_eq!(found(&keys[..3], "nobody"), 3);
        assert_eq!(found(&[], "nobody"), 0);
        // The friend has no identity, but her name.
        assert_eq!(found(&keys[..3], "friend of aora lund"), 4);
    }
}
