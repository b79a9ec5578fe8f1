//! Reports by rule inside one unit, for what the tagger leaves.

use super::candidate::Candidate;
use super::model::Model;
use super::units::Unit;
use super::{frames, labels, merge, signs, unclaimed};
use crate::text::Document;

/// Most that a rule is believed, 0 to 1.
const SUREST: f32 = 0.99;

/// The reports of a unit that are believed more than not.
pub(super) fn find(unit: &Unit, document: &Document, model: &Model) -> Vec<Candidate> {
    let mut candidates = frames::find(unit, document, model);
    candidates.extend(labels::find(unit, document, model, unit.paragraph == 0));
    for candidate in &mut candidates {
        let shifts = &model.signs[candidate.pattern as usize];
        let shift: f32 = signs::of(candidate, unit, document).iter().map(|&sign| shifts[sign]).sum();
        candidate.weight = shifted(candidate.weight, shift);
    }
    let mut chosen = merge::choose(candidates, model.threshold);
    chosen.extend(unclaimed::find(unit, document, &chosen));
    chosen
}

/// A probability with its log-odds moved by `shift`.
fn shifted(weight: f32, shift: f32) -> f32 {
    if weight <= 0.0 {
        return 0.0;
    }
    let odds = weight / (1.0 - weight).max(1e-3) * shift.exp();
    (odds / (1.0 + odds)).min(SUREST)
}
