//! The shapes that results are printed in.

use clap::{Args, ValueEnum};

/// `--format` of a command whose results make sense as rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object a line.
    Jsonl,
    /// A table for spreadsheets.
    Csv,
}

/// `--format` of a command that prints no rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PlainFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Jsonl,
}

/// `--format text|jsonl|csv`.
#[derive(Clone, Copy, Debug, Args)]
pub struct FormatFlag {
    /// How results are printed: for people, one JSON object a line, or a table for spreadsheets
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|jsonl|csv")]
    pub format: Format,
}

/// `--format text|jsonl`.
#[derive(Clone, Copy, Debug, Args)]
pub struct PlainFormatFlag {
    /// How results are printed: for people, or one JSON object a line
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|jsonl")]
    pub format: PlainFormat,
}
