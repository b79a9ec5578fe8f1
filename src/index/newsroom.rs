//! For tests: a folder of articles, and an index of it beside it.

use std::fs;
use std::path::PathBuf;

use super::{Location, Silent, UpdateOptions, update};
use crate::article::Limits;
use crate::attribution::Model;

/// A folder `news` and an index `index` in a folder that goes with it.
pub(super) struct Newsroom {
    pub dir: tempfile::TempDir,
    pub news: PathBuf,
    pub location: Location,
}

impl Newsroom {
    pub fn new() -> Newsroom {
        let dir = tempfile::tempdir().unwrap();
        let news = dir.path().join("news");
        fs::create_dir(&news).unwrap();
        Newsroom { location: Location::Folder(dir.path().join("index")), dir, news }
    }

    /// Brings the index up to what the folder holds: every file is read, and what is gone goes.
    pub fn update(&self) {
        let options = UpdateOptions {
            paths: vec![self.news.clone()],
            prune: true,
            verify: true,
            max_article_bytes: Limits::default().max_article_bytes,
            threads: Some(1),
            ..UpdateOptions::default()
        };
        update(&self.location, &Model::embedded(), &options, &Silent).unwrap();
    }
}
