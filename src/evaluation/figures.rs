//! Every figure of a tally in one order, so that figures and their intervals meet.

use super::measure::{Measure, Row, part};
use super::report::Of;
use super::tally::Tally;

/// The measures of each row, then part right, share and calibration error of the confidences in quotes and in names, each
/// for spoken and for all.
pub(super) fn values(tally: &Tally) -> Vec<Option<f64>> {
    let mut values = Vec::new();
    for row in Row::EVERY {
        for measure in Measure::EVERY {
            values.push(measure.of(tally, row));
        }
    }
    for of in Of::EVERY {
        let calibrations = match of {
            Of::Quotes => &tally.quotes,
            Of::Names => &tally.names,
        };
        for claims in [&calibrations.spoken, &calibrations.all] {
            values.push(part(claims.sure_right(), claims.sure()));
            values.push(part(claims.sure(), claims.claims()));
            values.push(claims.error());
        }
    }
    values
}
