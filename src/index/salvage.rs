//! What can be saved of a generation that is damaged beyond repair: the kept texts whose blocks are whole.
//!
//! Of each segment only the store and the list of what was deleted are read, so that damage elsewhere costs nothing here.

use tantivy::directory::Directory;
use tantivy::fastfield::AliveBitSet;
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::store::StoreReader;
use tantivy::{DocId, TantivyDocument};

use super::IndexError;
use super::documents::{KeptArticle, from_json};
use super::files::FileKey;
use super::generation::Generation;

/// Blocks of a store that are held unpacked.
const BLOCKS_HELD: usize = 16;

/// A generation of which the kept texts are read.
pub(super) struct Salvage {
    stores: Vec<StoreReader>,
    /// Number of the last commit.
    pub commit: u64,
    /// Every article that can be read, in order of file.
    pub articles: Vec<Saved>,
    /// Whether nothing was lost.
    pub is_whole: bool,
}

/// An article that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Saved {
    pub file: FileKey,
    pub id: String,
    place: (usize, DocId),
}

impl Salvage {
    /// Looks through `generation`.
    ///
    /// # Errors
    /// Where not even its list of segments can be read.
    pub fn new(generation: &Generation) -> Result<Salvage, IndexError> {
        let metas = generation.index.load_metas().map_err(|error| IndexError::damaged(&generation.path, error))?;
        let commit = generation.note()?.map_or(0, |note| note.commit);
        let mut salvage = Salvage { stores: Vec::new(), commit, articles: Vec::new(), is_whole: true };
        for segment in &metas.segments {
            if salvage.look_through(generation, segment).is_err() {
                salvage.is_whole = false;
            }
        }
        salvage.articles.sort_by(|a, b| a.file.cmp(&b.file).then_with(|| a.place.cmp(&b.place)));
        Ok(salvage)
    }

    fn look_through(&mut self, generation: &Generation, segment: &SegmentMeta) -> Result<(), IndexError> {
        let open = |component| {
            let file = generation.index.directory().open_read(&segment.relative_path(component));
            file.map_err(|error| IndexError::from(tantivy::TantivyError::from(error)))
        };
        let unreadable = |error: std::io::Error| IndexError::damaged(&generation.path, error);
        // Without it nobody knows which of two versions of an article is in force.
        let alive = match segment.has_deletes() {
            true => Some(AliveBitSet::open(open(SegmentComponent::Delete)?.read_bytes().map_err(unreadable)?)),
            false => None,
        };
        let store = StoreReader::open(open(SegmentComponent::Store)?, BLOCKS_HELD).map_err(unreadable)?;
        for doc in 0..segment.max_doc() {
            if alive.as_ref().is_some_and(|alive| alive.is_deleted(doc)) {
                continue;
            }
            match store.get::<TantivyDocument>(doc) {
                // Quotes and shadows are no articles, and follow from them.
                Ok(document) => {
                    if let Ok(KeptArticle { root, file, article, .. }) = from_json(&document) {
                        let place = (self.stores.len(), doc);
                        self.articles.push(Saved { file: FileKey { root, inner: file }, id: article.id, place });
                    }
                }
                Err(_) => self.is_whole = false,
            }
        }
        self.stores.push(store);
        Ok(())
    }

    /// The article at a place.
    pub fn article(&self, saved: &Saved) -> Result<KeptArticle, IndexError> {
        let (store, doc) = saved.place;
        from_json(&self.stores[store].get::<TantivyDocument>(doc)?)
    }
}
