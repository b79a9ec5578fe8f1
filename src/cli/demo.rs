//! `whosaid demo`: the sample collection, which the program carries, indexed and searched.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Parser};
use include_dir::{Dir, include_dir};
use tempfile::TempDir;

use super::exit::Status;
use super::globals::{DEFAULT_INDEX, Globals, INDEX_VARIABLE};
use super::numbers::counted;
use super::progress::Reporter;
use super::screen::Screen;
use super::styled::{CUE, DIM, PLAIN, SPEAKER, Styled};
use super::{Cli, Command, search};
use crate::article::Limits;
use crate::attribution::Model;
use crate::index::{self, IndexError, Location, Reader, RootStats, UpdateOptions};

/// Index the sample collection that the program carries, and show some searches.
///
/// It goes into the default index where that is empty or holds nothing else, otherwise into a temporary one.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid demo")]
pub struct DemoArgs {}

/// The sample collection.
static COLLECTION: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/corpus");

/// Name of the collection's folder, and so of its root in an index.
const ROOT: &str = "corpus";

/// How a temporary folder's name begins; tells the demo's root in an index from a user's folder of the same name.
const UNPACKED: &str = "whosaid-demo-";

/// What is shown, and the command line that shows it.
const SEARCHES: [(&str, &str); 3] = [
    ("What did people say about a ferry, in their own words?", "search ferry --kind direct --limit 3"),
    ("Who denied anything in an article about the tunnel?", "search --about tunnel --act denies --limit 3"),
    ("What did Okafor say, and in which years?", "search --speaker okafor --since 2021 --limit 2 --facets year"),
];

/// Runs `whosaid demo`.
pub fn run(globals: &Globals) -> anyhow::Result<Status> {
    let here = std::env::current_dir().context("the working directory is gone: change to another one")?;
    // Lives as long as the demo: the folders in it are removed when it is dropped.
    let temporary = TempDir::with_prefix(UNPACKED).context("no room for temporary files: is the disk full?")?;
    let holds_collection = if is_collection(&here.join(ROOT)) { here } else { unpack(temporary.path())? };
    let (location, is_temporary) = indexed(globals, &holds_collection, temporary.path())?;
    let reader = Reader::open(&location)?;
    let stats = reader.stats()?;
    let mut screen = Screen::stdout();
    let size = format!(
        "Sample collection: {}, {}, {} (index: {})",
        counted(stats.articles as u64, "article"),
        counted(stats.quotes as u64, "quote"),
        counted(stats.speakers as u64, "speaker"),
        if is_temporary { "temporary" } else { globals.index_name() },
    );
    screen.paragraph(&Styled::of(&size, PLAIN))?;
    for (question, command) in SEARCHES {
        screen.blank()?;
        screen.paragraph(&Styled::of(question, SPEAKER))?;
        screen.line(&Styled::of("$ ", DIM).with(&as_typed(globals, command), CUE))?;
        screen.blank()?;
        screen.flush()?;
        run_search(globals, &location, command)?;
    }
    screen.blank()?;
    print_next(&mut screen, globals, is_temporary)?;
    screen.flush()?;
    Ok(Status::Done)
}

/// Whether `folder` holds every file of the collection, unchanged.
fn is_collection(folder: &Path) -> bool {
    is_unpacked(&COLLECTION, folder)
}

fn is_unpacked(dir: &Dir<'_>, folder: &Path) -> bool {
    for file in dir.files() {
        match fs::read(folder.join(file.path())) {
            Ok(bytes) if bytes == file.contents() => {}
            _ => return false,
        }
    }
    dir.dirs().all(|inner| is_unpacked(inner, folder))
}

/// Writes the collection to a folder in `folder`, and gives `folder`.
fn unpack(folder: &Path) -> anyhow::Result<PathBuf> {
    let root = folder.join(ROOT);
    let can_not = || format!("can't unpack the sample collection to {}: is the disk full?", root.display());
    fs::create_dir_all(&root).with_context(can_not)?;
    COLLECTION.extract(&root).with_context(can_not)?;
    Ok(folder.to_path_buf())
}

/// Indexes the collection in `holds_collection`; says where, and whether that is a temporary index.
fn indexed(globals: &Globals, holds_collection: &Path, temporary: &Path) -> anyhow::Result<(Location, bool)> {
    let model = globals.model()?;
    let location = absolute(globals.location()?)?;
    let can_use = match Reader::open(&location) {
        Err(IndexError::NoIndex(_)) => true,
        Err(_) => false,
        Ok(reader) => make_ours(&location, &reader.stats()?.roots, holds_collection),
    };
    if can_use {
        match update(globals, &location, &model, holds_collection) {
            Ok(()) => return Ok((location, false)),
            Err(error) => globals.notices().say(&format!("{error:#}; a temporary index is used")),
        }
    } else {
        let line = format!("{} holds other articles: the demo uses a temporary index", globals.index_name());
        globals.notices().say(&line);
    }
    let location = Location::Folder(temporary.join("index"));
    update(globals, &location, &model, holds_collection)?;
    Ok((location, true))
}

/// Whether an index with these roots is an earlier demo's alone; if so, its root is led to where the collection is now.
fn make_ours(location: &Location, roots: &[RootStats], holds_collection: &Path) -> bool {
    let [root] = roots else { return false };
    let recorded = Path::new(&root.path);
    if recorded == holds_collection.join(ROOT) {
        return true;
    }
    let unpacked_by_demo =
        recorded.parent().and_then(Path::file_name).is_some_and(|name| name.to_string_lossy().starts_with(UNPACKED));
    root.given == ROOT
        && unpacked_by_demo
        && inside(holds_collection, || index::moved(location, recorded, Path::new(ROOT)))
            .is_ok_and(|moved| moved.is_ok())
}

/// Does `work` with `folder` as the working directory, so that paths begin with the collection's name alone.
fn inside<T>(folder: &Path, work: impl FnOnce() -> T) -> io::Result<T> {
    let before = std::env::current_dir()?;
    std::env::set_current_dir(folder)?;
    let end = work();
    std::env::set_current_dir(before)?;
    Ok(end)
}

/// Indexes the collection.
fn update(globals: &Globals, location: &Location, model: &Model, holds_collection: &Path) -> anyhow::Result<()> {
    let options = UpdateOptions {
        paths: vec![PathBuf::from(ROOT)],
        listed: Vec::new(),
        exclude: Vec::new(),
        prune: true,
        verify: false,
        columns: None,
        max_article_bytes: Limits::default().max_article_bytes,
        threads: globals.threads.map(usize::from),
    };
    let reporter = Reporter::new(globals.notices(), None);
    let end = inside(holds_collection, || index::update(location, model, &options, &reporter));
    reporter.finish()?;
    end??;
    Ok(())
}

/// The same place, whatever the working directory becomes.
fn absolute(location: Location) -> anyhow::Result<Location> {
    match location {
        Location::Folder(folder) => Ok(Location::Folder(std::path::absolute(folder)?)),
    }
}

/// `whosaid search ferry`, with `--index` where the user gave one.
fn as_typed(globals: &Globals, command: &str) -> String {
    let unless_told = std::env::var(INDEX_VARIABLE).unwrap_or_else(|_| DEFAULT_INDEX.to_string());
    if globals.index_name() == unless_told {
        return format!("whosaid {command}");
    }
    format!("whosaid --index {} {command}", globals.index_name())
}

/// Runs a command line of [`SEARCHES`] as a user's.
fn run_search(globals: &Globals, location: &Location, command: &str) -> anyhow::Result<()> {
    let cli = Cli::try_parse_from(["whosaid"].into_iter().chain(command.split(' ')))?;
    let Location::Folder(folder) = location;
    let globals = Globals { index: vec![folder.to_string_lossy().into_owned()], quiet: true, ..globals.clone() };
    if let Command::Search(args) = &cli.command {
        search::run(args, &globals)?;
    }
    Ok(())
}

/// Says what to type next.
fn print_next(screen: &mut Screen, globals: &Globals, is_temporary: bool) -> anyhow::Result<()> {
    let mut next = vec![("whosaid --index news index PATH".to_string(), "your own articles, in their own index")];
    if is_temporary {
        next.insert(0, ("whosaid --index sample demo".to_string(), "the collection in an index that stays"));
    } else {
        next.insert(0, (as_typed(globals, "search WORDS"), "search the collection further"));
        next.insert(1, (as_typed(globals, "speakers"), "who speaks in it"));
        next.insert(2, (as_typed(globals, "show ID"), "a quote in its article, and why this speaker"));
    }
    next.push(("whosaid search --help".to_string(), "everything a search can ask"));
    screen.line(&Styled::of("What to type next", SPEAKER))?;
    let mut table = super::table::Table::new(&[super::table::Align::Left; 2]);
    for (command, what) in next {
        table.row(vec![Styled::of(&command, CUE), Styled::of(what, PLAIN)]);
    }
    Ok(screen.lines(&table.lines(screen.width(), 2))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_collection_is_carried_whole() {
        let folder = tempfile::tempdir().unwrap();
        unpack(folder.path()).unwrap();
        let unpacked = folder.path().join(ROOT);
        assert!(is_collection(&unpacked));
        let on_disk = Path::new(env!("CARGO_MANIFEST_DIR")).join(ROOT);
        assert!(is_collection(&on_disk));
        let first = COLLECTION.dirs().next().unwrap().files().next().unwrap();
        fs::write(unpacked.join(first.path()), "changed").unwrap();
        assert!(!is_collection(&unpacked));
    }

    #[test]
    fn every_search_is_one() {
        for (_, command) in SEARCHES {
            let cli = Cli::try_parse_from(["whosaid"].into_iter().chain(command.split(' '))).unwrap();
            assert!(matches!(cli.command, Command::Search(_)), "{command}");
        }
    }
}
