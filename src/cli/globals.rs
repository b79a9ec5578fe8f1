//! Flags that every command has.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::notices::Notices;
use super::numbers::at_least_one;
use super::screen::Color;
use crate::attribution::Model;
use crate::index::{Location, Reader};
use crate::parallel;

/// Environment variable that names the index where `--index` does not.
pub const INDEX_VARIABLE: &str = "WHOSAID_INDEX";

/// Where the index is unless told.
pub const DEFAULT_INDEX: &str = "index";

/// Flags that every command has.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Flags of every command")]
pub struct Globals {
    /// Folder of the index; `search` takes several
    #[arg(long, global = true, value_name = "DIR", env = INDEX_VARIABLE, hide_env_values = true, default_value = DEFAULT_INDEX)]
    pub index: Vec<String>,
    /// Another model than the one the program carries
    #[arg(long, global = true, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// Threads that work [default: one for each core]; the results never depend on it
    #[arg(long, global = true, value_name = "N", value_parser = at_least_one)]
    pub threads: Option<NonZeroUsize>,
    /// When output is in colour; `NO_COLOR` is heeded
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        hide_possible_values = true,
        value_name = "auto|always|never"
    )]
    pub color: Color,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Name every file and article that is skipped, and why
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
}

impl Globals {
    /// What goes to standard error.
    pub fn notices(&self) -> Notices {
        Notices { quiet: self.quiet, verbose: self.verbose }
    }

    /// The index as given; of several the first.
    pub fn index_name(&self) -> &str {
        self.index.first().map_or(DEFAULT_INDEX, String::as_str)
    }

    /// Where the index is.
    ///
    /// # Errors
    /// Where several are given.
    pub fn location(&self) -> anyhow::Result<Location> {
        match self.index.as_slice() {
            [one] => Ok(Location::parse(one)?),
            _ => anyhow::bail!("--index is given {} times: only `search` takes several", self.index.len()),
        }
    }

    /// The model that attributes.
    pub fn model(&self) -> anyhow::Result<Arc<Model>> {
        match &self.model {
            Some(file) => Ok(Arc::new(Model::load(file)?)),
            None => Ok(Model::embedded()),
        }
    }

    /// The name of the model that attributes.
    fn model_name(&self) -> anyhow::Result<String> {
        match &self.model {
            Some(file) => Ok(Model::load(file)?.name().to_owned()),
            None => Ok(Model::embedded_name().to_owned()),
        }
    }

    /// The index, open for reading; says so where its quotes come of another model.
    pub fn reader(&self) -> anyhow::Result<Reader> {
        let model = self.model_name()?;
        self.open(&self.location()?, &model)
    }

    /// All indexes by their names, open for reading.
    pub fn readers(&self) -> anyhow::Result<Vec<(&str, Reader)>> {
        let model = self.model_name()?;
        let open = |name: &String| self.open(&Location::parse(name)?, &model);
        self.index.iter().map(|name| Ok((name.as_str(), open(name)?))).collect()
    }

    /// An index, open for reading; says so where its quotes come of another model than `model`.
    fn open(&self, location: &Location, model: &str) -> anyhow::Result<Reader> {
        let reader = Reader::open(location)?;
        self.notices().say_some(reader.notice(model));
        Ok(reader)
    }

    /// Threads to work on.
    pub fn thread_count(&self) -> usize {
        parallel::threads(self.threads.map(usize::from))
    }
}
