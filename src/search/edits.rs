//! How many edits lie between two words.
