//! Whether a confidence means what it says.

/// Above this confidence something counts as sure.
pub const SURE: f32 = 0.9;

/// Equal parts of 0 to 1 that confidences are sorted into.
const BINS: usize = 10;

/// Claims with a confidence each, and how many of them are right.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Calibration {
    bins: [Bin; BINS],
    sure: u64,
    sure_right: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bin {
    claims: u64,
    right: u64,
    confidence: f64,
}

impl Calibration {
    /// Takes in one claim.
    pub(super) fn claim(&mut self, confidence: f32, right: bool) {
        let bin = &mut self.bins[((confidence * BINS as f32) as usize).min(BINS - 1)];
        bin.claims += 1;
        bin.right += u64::from(right);
        bin.confidence += f64::from(confidence);
        if confidence > SURE {
            self.sure += 1;
            self.sure_right += u64::from(right);
        }
    }

    pub(super) fn add(&mut self, other: &Calibration) {
        for (bin, more) in self.bins.iter_mut().zip(&other.bins) {
            bin.claims += more.claims;
            bin.right += more.right;
            bin.confidence += more.confidence;
        }
        self.sure += other.sure;
        self.sure_right += other.sure_right;
    }

    /// Claims in all.
    pub(super) fn claims(&self) -> u64 {
        self.bins.iter().map(|bin| bin.claims).sum()
    }

    /// Claims above [`SURE`].
    pub(super) fn sure(&self) -> u64 {
        self.sure
    }

    /// Claims above [`SURE`] that are right.
    pub(super) fn sure_right(&self) -> u64 {
        self.sure_right
    }

    /// Expected calibration error: the distance between mean confidence and part right, averaged over the bins by their
    /// claims. `None` without claims.
    pub(super) fn error(&self) -> Option<f64> {
        let distance: f64 = self.bins.iter().map(|bin| (bin.confidence - bin.right as f64).abs()).sum();
        let claims = self.claims();
        (claims > 0).then(|| distance / claims as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_the_mean_distance_of_the_bins() {
        let mut calibration = Calibration::default();
        for right in [true, true, false, false] {
            calibration.claim(0.75, right);
        }
        calibration.claim(1.0, true);
        // Four claims are off by a quarter, one is not.
        assert!((calibration.error().unwrap() - 0.2).abs() < 1e-9);
        assert_eq!(Calibration::default().error(), None);
    }

    #[test]
    fn sure_is_above_nine_tenths() {
        let mut calibration = Calibration::default();
        calibration.claim(0.9, false);
        calibration.claim(0.901, true);
        calibration.claim(0.95, false);
        assert_eq!((calibration.claims(), calibration.sure(), calibration.sure_right()), (3, 2, 1));
    }

    #[test]
    fn a_confidence_outside_its_range_harms_nobody() {
        let mut calibration = Calibration::default();
        for odd in [f32::NAN, -1.0, 7.0] {
            calibration.claim(odd, true);
        }
        assert_eq!(calibration.claims(), 3);
    }
}
