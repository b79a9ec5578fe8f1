//! Functions of one number, made of additions, products and quotients alone, so that every machine gives the same bits.

/// Hyperbolic tangent by its continued fraction, cut after the fifth term (J. H. Lambert, 1761) and held between −1 and 1; off by
/// at most 0.003.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let x = x.clamp(-5.0, 5.0);
    let square = x * x;
    let above = x * ((square + 105.0) * square + 945.0);
    let below = (15.0 * square + 420.0) * square + 945.0;
    (above / below).clamp(-1.0, 1.0)
}

/// The logistic function, by [`tanh`].
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}

/// e to the power of `x`: a power of two times a polynomial of the rest; relative error below 1e-5. 0 below −80, and as at 80 above.
pub fn exp(x: f32) -> f32 {
    if x < -80.0 {
        return 0.0;
    }
    let scaled = x.min(80.0) * std::f32::consts::LOG2_E;
    let whole = scaled.floor();
    // Of 2^rest, 0 ≤ rest < 1: Taylor's series of e^(rest ln 2).
    let rest = (scaled - whole) * std::f32::consts::LN_2;
    let mut sum = 1.0;
    for term in (1..=7u8).rev() {
        sum = 1.0 + rest / f32::from(term) * sum;
    }
    sum * f32::from_bits(((whole as i32 + 127) as u32) << 23)
}

/// 1 / (1 + e^−x).
pub fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The log-odds of a probability, which is kept 0.0001 away from 0 and 1: found by halving, so that it is the same everywhere.
pub fn logit(probability: f32) -> f32 {
    let probability = probability.clamp(1e-4, 1.0 - 1e-4);
    let (mut low, mut high) = (-10.0f32, 10.0f32);
    for _ in 0..24 {
        let middle = 0.5 * (low + high);
        if logistic(middle) < probability { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_near_the_true_functions() {
        for step in -2000..=2000 {
            let x = step as f32 / 100.0;
            assert!((tanh(x) - x.tanh()).abs() < 0.003, "tanh {x}");
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 0.002, "sigmoid {x}");
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "exp {x}");
        }
        assert_eq!(exp(-1e9), 0.0);
        assert!(exp(1e9).is_finite());
    }

    #[test]
    fn log_odds_are_undone_by_the_logistic_function() {
        for step in 1..1000 {
            let probability = step as f32 / 1000.0;
            assert!((logistic(logit(probability)) - probability).abs() < 1e-4, "{probability}");
        }
        assert!(logit(1.0).is_finite() && logit(0.0) < -9.0);
    }

    #[test]
    fn zero_and_one_are_exact() {
        assert_eq!((tanh(0.0), sigmoid(0.0), exp(0.0)), (0.0, 0.5, 1.0));
    }
}
