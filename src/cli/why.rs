//! Why a quote has the name it has, in words.

use super::places::Places;
use crate::speakers::{Basis, QuoteLine, SpeakerKind};

/// `He → Abbas Mousavi (full name in ¶2; pronoun; 0.93)`.
pub fn why(quote: &QuoteLine, places: &Places<'_>) -> String {
    let speaker = &quote.speaker;
    let Some(name) = &speaker.name else {
        let mention = speaker.mention.as_deref().unwrap_or("no mention");
        return format!("{mention} → unknown speaker (nobody can be told)");
    };
    let mut reasons = Vec::new();
    if let Some(evidence) = speaker.evidence {
        let noun = if speaker.kind == SpeakerKind::Person { "full name" } else { "name" };
        reasons.push(format!("{noun} in ¶{}", places.paragraph(places.byte(evidence[0]))));
    }
    if let Some(basis) = basis_in_words(speaker.basis) {
        reasons.push(basis.to_string());
    }
    reasons.push(format!("{:.2}", speaker.confidence));
    let reasons = reasons.join("; ");
    match &speaker.mention {
        Some(mention) if mention == name => format!("{name} ({reasons})"),
        Some(mention) => format!("{mention} → {name} ({reasons})"),
        None => format!("no mention → {name} ({reasons})"),
    }
}

/// How close the next candidate must come to be told: its belief as a part of the name's own.
const CLOSE: f32 = 1.0 / 3.0;

/// `or Pia Sand (0.31)`: who else may be meant, where the next best is close, and those after it as far as they are too.
pub fn alternatives(quote: &QuoteLine) -> Option<String> {
    let speaker = &quote.speaker;
    let least = speaker.name.as_ref().map_or(0.0, |_| CLOSE * speaker.confidence);
    let close = speaker.candidates.iter().flatten().filter(|candidate| candidate.confidence >= least);
    let told: Vec<String> =
        close.map(|candidate| format!("{} ({:.2})", candidate.name, candidate.confidence)).collect();
    (!told.is_empty() && speaker.basis != Basis::Corrected).then(|| told.join(" or "))
}

/// What a name rests on.
fn basis_in_words(basis: Basis) -> Option<&'static str> {
    match basis {
        Basis::FullName => Some("named there"),
        Basis::PartOfName => Some("part of the name"),
        Basis::Description => Some("description"),
        Basis::Pronoun => Some("pronoun"),
        Basis::Continued => Some("the quote before goes on"),
        Basis::Corrected => Some("corrected by you"),
        Basis::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::block::tests::quote;
    use super::*;
    use crate::attribution::Kind;
    use crate::speakers::CandidateLine;

    const TEXT: &str = "The fund is sound.\n\nRuth Okafor said so.\n\n“Yes,” she said.\n";

    #[test]
    fn a_name_is_led_back_to_where_it_stands() {
        let mut quote = quote(Kind::Direct, "“Yes,”");
        quote.speaker.mention = Some("she".into());
        quote.speaker.basis = Basis::Pronoun;
        quote.speaker.evidence = Some([20, 31]);
        quote.speaker.confidence = 0.934;
        assert_eq!(why(&quote, &Places::new(TEXT)), "she → Ruth Okafor (full name in ¶2; pronoun; 0.93)");
    }

    #[test]
    fn who_else_may_be_meant_is_told_where_it_is_close() {
        let candidate =
            |name: &str, confidence| CandidateLine { name: name.into(), kind: SpeakerKind::Person, confidence };
        let mut quote = quote(Kind::Direct, "“Yes,”");
        quote.speaker.confidence = 0.6;
        quote.speaker.candidates = Some(vec![candidate("Pia Sand", 0.25), candidate("Bo Rask", 0.1)]);
        assert_eq!(alternatives(&quote).as_deref(), Some("Pia Sand (0.25)"));
        quote.speaker.confidence = 0.8;
        assert_eq!(alternatives(&quote), None);
        quote.speaker.name = None;
        assert_eq!(alternatives(&quote).as_deref(), Some("Pia Sand (0.25) or Bo Rask (0.10)"));
    }

    #[test]
    fn nobody_is_said_to_be_nobody() {
        let mut quote = quote(Kind::Direct, "“Yes,”");
        quote.speaker.name = None;
        quote.speaker.mention = None;
        assert_eq!(why(&quote, &Places::new(TEXT)), "no mention → unknown speaker (nobody can be told)");
    }
}
