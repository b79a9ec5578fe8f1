//! The arithmetic of a small recurrent network in small integers: every path through the processor gives the same bits.
//!
//! It is a crate of its own so that it runs at full speed where everything else is built for tests.

mod cell;
mod functions;
mod products;

pub use cell::{Gates, STEPS, ZERO, add_rows};
pub use functions::{exp, logistic, logit, sigmoid, tanh};
pub use products::{Path, Weights};
