//! Quotes as a table of columns (Apache Parquet): typed, dictionary-encoded, packed with Zstandard. Rows are held until a
//! group of them is full, so that memory is bounded.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::Arc;

use anyhow::bail;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, FloatType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use super::output_file::OutputFile;
use crate::index::days_since_1970;
use crate::search::IndexLine;
use crate::speakers::SpanLine;

/// Columns as they are read; the same in every version, added to at the end only.
const SCHEMA: &str = "message quotes {
    REQUIRED BYTE_ARRAY id (UTF8);
    REQUIRED BYTE_ARRAY quote (UTF8);
    REQUIRED BYTE_ARRAY kind (UTF8);
    REQUIRED BYTE_ARRAY act (UTF8);
    OPTIONAL BYTE_ARRAY cue (UTF8);
    REQUIRED FLOAT confidence;
    OPTIONAL BYTE_ARRAY speaker (UTF8);
    REQUIRED BYTE_ARRAY speaker_kind (UTF8);
    OPTIONAL BYTE_ARRAY mention (UTF8);
    OPTIONAL BYTE_ARRAY role (UTF8);
    REQUIRED FLOAT speaker_confidence;
    REQUIRED BYTE_ARRAY basis (UTF8);
    OPTIONAL BYTE_ARRAY speaker_id (UTF8);
    OPTIONAL BYTE_ARRAY canonical (UTF8);
    OPTIONAL BYTE_ARRAY title (UTF8);
    OPTIONAL INT32 date (DATE);
    OPTIONAL BYTE_ARRAY source (UTF8);
    OPTIONAL BYTE_ARRAY url (UTF8);
    OPTIONAL BYTE_ARRAY author (UTF8);
    OPTIONAL BYTE_ARRAY path (UTF8);
    REQUIRED INT32 paragraph;
    REQUIRED BYTE_ARRAY article (UTF8);
    REQUIRED group content (LIST) { REPEATED group list { REQUIRED group element { REQUIRED INT32 start; REQUIRED INT32 end; } } }
    REQUIRED group verbatim (LIST) { REPEATED group list { REQUIRED group element { REQUIRED INT32 start; REQUIRED INT32 end; } } }
    OPTIONAL BYTE_ARRAY within (UTF8);
    REQUIRED BOOLEAN corrected;
}";

/// Rows and bytes of text of a group at most.
const GROUP_ROWS: usize = 50_000;
const GROUP_BYTES: usize = 32 << 20;

/// A table being written.
pub struct ParquetFile {
    writer: SerializedFileWriter<Box<dyn Write + Send>>,
    rows: Vec<IndexLine>,
    /// Bytes of text in `rows`.
    bytes: usize,
}

impl ParquetFile {
    /// Begins a table in a file, or on standard output unless that is a terminal.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn to(file: Option<&OutputFile>) -> anyhow::Result<ParquetFile> {
        let out: Box<dyn Write + Send> = match file {
            Some(file) => Box::new(file.file()?),
            None if io::stdout().is_terminal() => bail!("parquet is not for a terminal: send it to a file"),
            None => Box::new(io::stdout()),
        };
        ParquetFile::new(Box::new(BufWriter::with_capacity(1 << 16, out)))
    }

    fn new(out: Box<dyn Write + Send>) -> anyhow::Result<ParquetFile> {
        let properties = WriterProperties::builder()
            .set_created_by(format!("whosaid {}", env!("CARGO_PKG_VERSION")))
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_dictionary_enabled(true)
            .build();
        let schema = Arc::new(parse_message_type(SCHEMA).map_err(told)?);
        let writer = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(told)?;
        Ok(ParquetFile { writer, rows: Vec::new(), bytes: 0 })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn add(&mut self, line: IndexLine) -> anyhow::Result<()> {
        self.bytes += line.quote.quote.len();
        self.rows.push(line);
        if self.rows.len() >= GROUP_ROWS || self.bytes >= GROUP_BYTES { self.write_group() } else { Ok(()) }
    }

    /// Ends the table.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn finish(mut self) -> anyhow::Result<()> {
        if !self.rows.is_empty() {
            self.write_group()?;
        }
        let mut out = self.writer.into_inner().map_err(told)?;
        Ok(out.flush()?)
    }

    fn write_group(&mut self) -> anyhow::Result<()> {
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        let mut group = self.writer.next_row_group().map_err(told)?;
        let mut at = 0;
        while let Some(mut column) = group.next_column().map_err(told)? {
            write_column(at, &rows, &mut column).map_err(told)?;
            column.close().map_err(told)?;
            at += 1;
        }
        group.close().map_err(told)?;
        Ok(())
    }
}

/// Writes the column of this number, counted over the leaves of [`SCHEMA`].
fn write_column(at: usize, rows: &[IndexLine], column: &mut SerializedColumnWriter) -> Result<(), ParquetError> {
    let mut texts = |text: &dyn Fn(&IndexLine) -> String| {
        let values: Vec<ByteArray> = rows.iter().map(|row| ByteArray::from(text(row).into_bytes())).collect();
        column.typed::<ByteArrayType>().write_batch(&values, None, None).map(drop)
    };
    match at {
        0 => return texts(&|row| row.quote.id.clone()),
        1 => return texts(&|row| row.quote.quote.clone()),
        2 => return texts(&|row| row.quote.kind.name().to_owned()),
        3 => return texts(&|row| row.quote.act.name().to_owned()),
        7 => return texts(&|row| row.quote.speaker.kind.name().to_owned()),
        11 => return texts(&|row| row.quote.speaker.basis.name().to_string()),
        21 => return texts(&|row| row.quote.article.id.clone()),
        _ => {}
    }
    let mut some_texts = |text: &dyn Fn(&IndexLine) -> Option<String>| {
        let texts: Vec<Option<String>> = rows.iter().map(text).collect();
        let defined: Vec<i16> = texts.iter().map(|text| i16::from(text.is_some())).collect();
        let values: Vec<ByteArray> =
            texts.into_iter().flatten().map(|text| ByteArray::from(text.into_bytes())).collect();
        column.typed::<ByteArrayType>().write_batch(&values, Some(&defined), None).map(drop)
    };
    match at {
        4 => return some_texts(&|row| row.quote.cue.clone()),
        6 => return some_texts(&|row| row.quote.speaker.name.clone()),
        8 => return some_texts(&|row| row.quote.speaker.mention.clone()),
        9 => return some_texts(&|row| row.quote.speaker.role.clone()),
        12 => return some_texts(&|row| row.quote.speaker.id.clone()),
        13 => return some_texts(&|row| row.quote.speaker.canonical.clone()),
        14 => return some_texts(&|row| row.quote.article.title.clone()),
        16 => return some_texts(&|row| row.quote.article.source.clone()),
        17 => return some_texts(&|row| row.quote.article.url.clone()),
        18 => return some_texts(&|row| row.quote.article.author.clone()),
        19 => return some_texts(&|row| row.quote.article.path.clone()),
        26 => return some_texts(&|row| row.quote.within.clone()),
        _ => {}
    }
    match at {
        5 | 10 => {
            let value = |row: &IndexLine| if at == 5 { row.quote.confidence } else { row.quote.speaker.confidence };
            let values: Vec<f32> = rows.iter().map(value).collect();
            column.typed::<FloatType>().write_batch(&values, None, None).map(drop)
        }
        15 => {
            let defined: Vec<i16> = rows.iter().map(|row| i16::from(row.quote.article.date.is_some())).collect();
            let values: Vec<i32> = rows.iter().filter_map(|row| row.quote.article.date).map(days_since_1970).collect();
            column.typed::<Int32Type>().write_batch(&values, Some(&defined), None).map(drop)
        }
        20 => {
            let values: Vec<i32> = rows.iter().map(|row| number(row.quote.paragraph)).collect();
            column.typed::<Int32Type>().write_batch(&values, None, None).map(drop)
        }
        22..=25 => write_spans(rows, at, column),
        _ => {
            let values: Vec<bool> = rows.iter().map(|row| row.corrected).collect();
            column.typed::<BoolType>().write_batch(&values, None, None).map(drop)
        }
    }
}

/// Writes one end of every span of a list.
fn write_spans(rows: &[IndexLine], at: usize, column: &mut SerializedColumnWriter) -> Result<(), ParquetError> {
    let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let spans: &[SpanLine] = if at < 24 { &row.quote.spans.content } else { &row.quote.spans.verbatim };
        if spans.is_empty() {
            defined.push(0);
            repeated.push(0);
        }
        for (place, span) in spans.iter().enumerate() {
            values.push(number(span[at % 2]));
            defined.push(1);
            repeated.push(i16::from(place > 0));
        }
    }
    column.typed::<Int32Type>().write_batch(&values, Some(&defined), Some(&repeated)).map(drop)
}

fn number(value: usize) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

/// The error beneath, so that a reader that went away is known for it.
fn told(error: ParquetError) -> anyhow::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => anyhow::Error::from(*error).context("the results can't be written"),
            Err(other) => anyhow::anyhow!("the results can't be written: {other}"),
        },
        other => anyhow::anyhow!("the results can't be written: {other}"),
    }
}
