//! What several benchmarks need.

#![allow(dead_code, reason = "each benchmark uses its part")]

pub mod collection;
pub mod measure;
pub mod numbers;
