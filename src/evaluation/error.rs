//! What can be wrong with annotated articles.

use std::io;

/// Why annotated articles could not be read.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// A line that is not what it should be.
    #[error("{place}:{line}: {problem}; mend the line or take it out")]
    Line {
        /// The file, as it is to be called.
        place: String,
        /// Its line, from 1.
        line: u64,
        /// What is wrong.
        problem: String,
    },
    /// The system refused to read on.
    #[error("{place}: can't be read: {error}")]
    Unreadable {
        /// The file, as it is to be called.
        place: String,
        /// What the system says.
        error: io::Error,
    },
    /// Nothing to judge by.
    #[error("{place}: no articles in it; give JSON lines with \"id\", \"text\" and \"attributions\"")]
    Empty {
        /// The file, as it is to be called.
        place: String,
    },
}
