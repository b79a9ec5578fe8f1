//! Where an index is.

use std::fmt;
use std::path::PathBuf;

use super::IndexError;

/// Where an index is: what `--index` names. A folder today; parsed, so that a server's address can follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A folder on this machine.
    Folder(PathBuf),
}

impl Location {
    /// Reads what a user gave.
    ///
    /// # Errors
    /// [`IndexError::BadLocation`] for an empty text and for an address (`https://…`), which no engine here serves.
    pub fn parse(text: &str) -> Result<Location, IndexError> {
        if text.is_empty() || text.contains("://") {
            return Err(IndexError::BadLocation(text.to_owned()));
        }
        Ok(Location::Folder(PathBuf::from(text)))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Location::Folder(folder) = self;
        write!(f, "{}", folder.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_refused_in_words() {
        let error = Location::parse("https://example.org/index").unwrap_err();
        assert!(error.to_string().contains("give a folder"));
        assert_eq!(Location::parse("archive").unwrap(), Location::Folder("archive".into()));
    }
}
