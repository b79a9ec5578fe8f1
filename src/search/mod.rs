//! **Stage 6, search**: what a user asks becomes a [`Query`](crate::index::Query), what comes back becomes results with highlights.
//!
//! Knows nothing of screens, and of the engine only its interface.
