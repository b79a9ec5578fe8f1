//! What is said on standard error of the names that a search asks for: who they fit, what they leave out, what is near.

use super::notices::Notices;
use super::numbers::{counted, grouped};
use crate::index::Reader;
use crate::search::{self, Fitting, Request};

/// People that are named where several fit.
const MOST_NAMED: usize = 5;

/// Says what there is to say of the names of `request`, which found `total`.
pub fn say(reader: &Reader, request: &Request, total: usize, notices: Notices) -> anyhow::Result<()> {
    if request.speakers.is_empty() || notices.quiet {
        return Ok(());
    }
    for fitting in search::fitting(reader, request)? {
        notices.say_some(several(&fitting));
        notices.say_some(left_out(&fitting));
    }
    if total == 0 {
        for name in &request.speakers {
            notices.say_some(near(name, &search::near_names(reader, name)?));
        }
    }
    Ok(())
}

/// `3 people fit "clint": Hilla Clint 412, Bram Clint 38, Cleo Clint 9`
fn several(fitting: &Fitting) -> Option<String> {
    if fitting.several.is_empty() {
        return None;
    }
    let named = fitting.several.iter().take(MOST_NAMED);
    let mut parts: Vec<String> = named.map(|one| format!("{} {}", one.value, grouped(one.count as u64))).collect();
    if fitting.several.len() > MOST_NAMED {
        parts.push(format!("and {} more (`whosaid speakers` lists them)", fitting.several.len() - MOST_NAMED));
    }
    let who = if fitting.are_persons { "people" } else { "speakers" };
    Some(format!("{} {who} fit \"{}\": {}", fitting.several.len(), fitting.name, parts.join(", ")))
}

/// `17 more quotes by a "Clint" whose first name the article does not give: --loose`
fn left_out(fitting: &Fitting) -> Option<String> {
    let (surname, quotes) = fitting.left_out.as_ref()?;
    let more = counted(*quotes as u64, "more quote");
    Some(format!("{more} by a \"{surname}\" whose first name the article does not give: --loose"))
}

/// `nobody goes by "ursela": did you mean Ursula von der Lauen?`
fn near(name: &str, names: &[String]) -> Option<String> {
    let (last, first) = names.split_last()?;
    let names = if first.is_empty() { last.clone() } else { format!("{} or {last}", first.join(", ")) };
    Some(format!("nobody goes by \"{name}\": did you mean {names}?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::FacetCount;

    #[test]
    fn what_is_said_is_one_line_each() {
        let count = |name: &str, count| FacetCount { value: name.into(), id: Some("x".into()), count };
        let fitting = Fitting {
            name: "clint".into(),
            are_persons: true,
            several: vec![count("Hilla Clint", 1_412), count("Bram Clint", 38)],
            left_out: Some(("Clint".into(), 1)),
        };
        assert_eq!(several(&fitting).unwrap(), "2 people fit \"clint\": Hilla Clint 1,412, Bram Clint 38");
        assert_eq!(
            left_out(&fitting).unwrap(),
            "1 more quote by a \"Clint\" whose first name the article does not give: --loose"
        );
        let names = ["Ada Osei".to_string(), "Bea Osei".to_string()];
        assert_eq!(near("osai", &names).unwrap(), "nobody goes by \"osai\": did you mean Ada Osei or Bea Osei?");
        assert_eq!(near("osai", &[]), None);
    }
}
