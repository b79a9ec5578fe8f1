//! Across articles: which names are one identity.
//!
//! [`group`] is a pure function of the set of [`SpeakerKey`]s and the table of people: neither order nor number of quotes
//! matter. Keys are told apart by surname class first, so that a new key touches one class only.
//!
//! - `spelling`: letters in which spellings meet; `person_name`: a name taken apart, how alike two are;
//! - `traits`: what speaks for and against one person besides the name;
//! - `unite`: what of one class belongs together; `bodies`: the same for organizations;
//! - `people`: the user's own table; `classes`: what has to be grouped anew when a key comes or goes.
//!
//! **In doubt, apart**: a wrong merge puts words into the wrong mouth. A name that fits two persons who can't be one stays
//! by itself; a bare surname joins a person only where no other bearer is plausible.

mod bodies;
#[cfg(test)]
mod cases;
#[cfg(feature = "engine")]
mod classes;
mod grouping;
mod people;
mod person_name;
mod spelling;
mod traits;
mod unite;
mod why;

#[cfg(feature = "engine")]
pub(crate) use classes::{class_of, classes_of_rows};
#[cfg(feature = "engine")]
pub(crate) use grouping::ID_DIGITS;
pub use grouping::{Grouping, Identity, IdentityId, group};
pub use people::{People, PeopleError, Person, Pin};
#[cfg(feature = "engine")]
pub(crate) use spelling::sound;
pub use traits::Clash;
pub use why::{Comparison, NamesAre, compare};

use super::SpeakerKey;
