//! Leaves no byte of what was deleted.
//!
//! The engine only marks documents as deleted: their texts, terms and columns stay in their segment until it is merged with
//! others. Here every segment with a deleted document is rewritten, alone, and the old files are removed.

use tantivy::IndexWriter;
use tantivy::indexer::NoMergePolicy;

use super::IndexError;
use super::generation::Generation;

/// Memory of the engine's writing thread, in bytes; nothing is added.
const BYTES: usize = 16 << 20;

/// Rewrites the segments of `generation` that hold deleted documents, and removes every file that no commit names.
///
/// # Errors
/// Where the engine fails, or the system does not let an old file go, as where another program still reads it.
pub(super) fn purge(generation: &Generation) -> Result<(), IndexError> {
    // Opened anew: the engine keeps the files of whatever was opened in this process before.
    let generation = Generation::open(&generation.path)?;
    let mut engine: IndexWriter = generation.index.writer_with_num_threads(1, BYTES)?;
    engine.set_merge_policy(Box::new(NoMergePolicy));
    for segment in generation.index.searchable_segment_metas()? {
        if segment.has_deletes() {
            engine.merge(&[segment.id()]).wait()?;
        }
    }
    let collected = engine.garbage_collect_files().wait()?;
    engine.wait_merging_threads()?;
    match collected.failed_to_delete_files.iter().min() {
        Some(file) => Err(IndexError::StillThere(generation.path.join(file).display().to_string())),
        None => Ok(()),
    }
}
