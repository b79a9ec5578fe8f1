//! How many digits of an id are needed to name one quote of an index.

use super::block::{ID_DIGITS, digits_to_tell_apart};
use crate::index::{IndexError, Reader};

/// Most quotes whose ids are looked up: with more on the page, ids are told apart from each other alone.
const MAX_LOOK_UPS: usize = 100;

/// Most ids of the index that one short id is compared to.
const MAX_NEIGHBOURS: usize = 50;

/// Fewest digits, at least [`ID_DIGITS`], that name each of `ids` alone among all quotes of the index.
///
/// # Errors
/// When the index can't be read.
pub fn digits<'a>(reader: &Reader, ids: impl Iterator<Item = &'a str>) -> Result<usize, IndexError> {
    let ids: Vec<&str> = ids.collect();
    let mut digits = digits_to_tell_apart(ids.iter().copied());
    if ids.len() > MAX_LOOK_UPS {
        return Ok(digits);
    }
    for id in ids {
        let prefix = id.get(..ID_DIGITS).unwrap_or(id);
        let neighbours = reader.ids_beginning_with(prefix, MAX_NEIGHBOURS)?;
        let all = neighbours.iter().map(String::as_str).chain([id]);
        digits = digits.max(digits_to_tell_apart(all));
    }
    Ok(digits)
}
