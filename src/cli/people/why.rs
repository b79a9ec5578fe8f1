//! `whosaid people why`: why two names are one person, or are not.

use clap::Args;
use serde::Serialize;

use crate::cli::exit::Status;
use crate::cli::format::{PlainFormat, PlainFormatFlag};
use crate::cli::globals::Globals;
use crate::cli::numbers::counted;
use crate::cli::screen::Screen;
use crate::cli::styled::{PLAIN, Styled};
use crate::index::{Identities, Reader};
use crate::search;
use crate::speakers::{Clash, Comparison, NamesAre, SpeakerKey, compare, key_name};

/// Say why two names are one person, or are not.
#[derive(Debug, Args)]
#[command(before_help = "Example: whosaid people why \"Dora J. Osei\" \"Dora Osei\"")]
pub struct WhyArgs {
    /// A name as an article gives it, or an id
    #[arg(value_name = "A")]
    one: String,
    /// Another
    #[arg(value_name = "B")]
    two: String,
    #[command(flatten)]
    format: PlainFormatFlag,
}

/// A speaker that goes by one of the two names.
struct Named {
    place: usize,
    id: Option<String>,
    name: String,
    quotes: usize,
    row: Option<usize>,
    /// Its keys of that name, all keys where it was asked for by id.
    keys: Vec<SpeakerKey>,
    /// Whether one of these is a surname alone that joined it.
    is_bare: bool,
}

/// A pair as a line of JSON.
#[derive(Serialize)]
struct WhyLine<'a> {
    one: SideLine<'a>,
    two: SideLine<'a>,
    same: bool,
    reasons: &'a [String],
}

#[derive(Serialize)]
struct SideLine<'a> {
    id: Option<&'a str>,
    name: &'a str,
    quotes: usize,
}

/// Runs `whosaid people why`.
pub fn run(args: &WhyArgs, globals: &Globals) -> anyhow::Result<Status> {
    let reader = globals.reader()?;
    let named = |name: &str| reader.sound(|| named(reader.identities()?, name));
    let (ones, twos) = (named(&args.one)?, named(&args.two)?);
    let identities = reader.identities()?;
    let mut screen = Screen::stdout();
    for (name, found) in [(&args.one, &ones), (&args.two, &twos)] {
        if found.is_empty() {
            nobody(&reader, name, globals)?;
            return Ok(Status::NothingFound);
        }
    }
    for one in &ones {
        for two in &twos {
            let reasons = reasons(identities, one, two);
            match args.format.format {
                PlainFormat::Text => {
                    let same = if one.place == two.place { "are one" } else { "are two" };
                    let heading = format!("{} and {} {same}:", side(one), side(two));
                    screen.paragraph(&Styled::of(&heading, PLAIN))?;
                    for reason in &reasons {
                        screen.lines(&Styled::of(reason, PLAIN).wrap(screen.width(), 2, 2))?;
                    }
                }
                PlainFormat::Jsonl => screen.json(&WhyLine {
                    one: side_line(one),
                    two: side_line(two),
                    same: one.place == two.place && one.id.is_some(),
                    reasons: &reasons,
                })?,
            }
        }
    }
    screen.flush()?;
    Ok(Status::Done)
}

fn nobody(reader: &Reader, name: &str, globals: &Globals) -> anyhow::Result<()> {
    let near = search::near_names(reader, name)?;
    let near = if near.is_empty() { String::new() } else { format!(": did you mean {}?", near.join(", ")) };
    globals.notices().say(&format!("nobody is quoted as \"{name}\"{near}"));
    Ok(())
}

/// Speakers that an article names so; where none is named just so, those that the words fit.
fn named(identities: &Identities, name: &str) -> anyhow::Result<Vec<Named>> {
    if let Some(place) = identities.by_id(name.trim())? {
        return Ok(vec![speaker(identities, place, None)?]);
    }
    let wanted = key_name(name);
    let mut found = Vec::new();
    let places = identities.fitting(&crate::speakers::name_words(name));
    for place in &places {
        let speaker = speaker(identities, *place, Some(&wanted))?;
        if !speaker.keys.is_empty() {
            found.push(speaker);
        }
    }
    if found.is_empty() {
        for place in places {
            found.push(speaker(identities, place, None)?);
        }
    }
    Ok(found)
}

fn speaker(identities: &Identities, place: usize, name: Option<&str>) -> anyhow::Result<Named> {
    let (record, details) = (identities.record(place)?, identities.details(place)?);
    let mut keys = Vec::new();
    let mut is_bare = false;
    for (text, _) in &details.keys {
        let Some(key) = SpeakerKey::parse(text) else { continue };
        if name.is_none_or(|name| key.name == name) {
            is_bare |= name.is_some() && details.bare.contains(text);
            keys.push(key);
        }
    }
    Ok(Named { place, id: record.id, name: record.name, quotes: record.quotes, row: record.row, keys, is_bare })
}

/// `Dora Osei (7f0a1b2c3d4e, 12 quotes)`
fn side(named: &Named) -> String {
    let id = named.id.as_deref().unwrap_or("no identity");
    format!("{} ({id}, {})", named.name, counted(named.quotes as u64, "quote"))
}

fn side_line(named: &Named) -> SideLine<'_> {
    SideLine { id: named.id.as_deref(), name: &named.name, quotes: named.quotes }
}

/// In words, one reason a line.
fn reasons(identities: &Identities, one: &Named, two: &Named) -> Vec<String> {
    let comparison = compare(&one.keys, &two.keys);
    let mut reasons = Vec::new();
    for named in [one, two] {
        if let Some(row) = named.row.map(|row| &identities.people().rows[row]) {
            let how = if row.pins.is_empty() { "names" } else { "pins" };
            reasons.push(format!("the table of people {how} {} ({})", row.name, row.id));
        }
    }
    reasons.dedup();
    reasons.push(names_in_words(comparison.names).to_owned());
    if let Some(clash) = comparison.clash {
        reasons.push(clash_in_words(clash).to_owned());
    } else if comparison.shares_role {
        reasons.push("they share a job, a place or a body".to_owned());
    }
    if one.place == two.place {
        if one.is_bare || two.is_bare {
            reasons.push(format!("nobody else here who may be meant bears the surname of {}", one.name));
        }
        if comparison.clash.is_none() {
            reasons.push("nothing speaks against it".to_owned());
        }
    } else if comparison.clash.is_none() && one.row.is_none() && two.row.is_none() {
        reasons.extend(in_doubt(comparison, one, two));
    }
    reasons
}

/// Why two are kept apart against whom nothing speaks.
fn in_doubt(comparison: Comparison, one: &Named, two: &Named) -> Option<String> {
    Some(match comparison.names {
        NamesAre::OfTwoKinds | NamesAre::Different | NamesAre::DifferentGiven => return None,
        NamesAre::SurnameAlone if one.id.is_none() || two.id.is_none() => {
            "several here bear the surname, and the article does not say which of them it means".to_owned()
        }
        NamesAre::Weak if !comparison.shares_role => {
            "nothing besides the name says that they are one; in doubt they stay apart".to_owned()
        }
        _ => "the name fits several here who can't be one; in doubt it stays apart".to_owned(),
    })
}

fn names_in_words(names: NamesAre) -> &'static str {
    match names {
        NamesAre::OfTwoKinds => "one is a person, the other an organization",
        NamesAre::Different => "the names are different",
        NamesAre::DifferentGiven => "the surname is one, the given names are different",
        NamesAre::SurnameAlone => "one is the surname alone",
        NamesAre::Initials => "one may be the other's initials",
        NamesAre::Weak => "one may be a short form of the other, a middle name, or the name without Jr.",
        NamesAre::Variant => "one gives a middle name, an initial or a nickname more",
        NamesAre::Same => "the names are the same, spelling aside",
    }
}

fn clash_in_words(clash: Clash) -> &'static str {
    match clash {
        Clash::Gender => "one is he, the other she",
        Clash::Decades => "thirty years and more lie between the articles",
        Clash::Places => "they hold the same post in different places",
        Clash::Roles => "their jobs do not go together",
    }
}
