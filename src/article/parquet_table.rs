//! Tables of columns: Apache Parquet. Only the columns that are an article's are read, row group by row group.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::reader::{ChunkReader, FileReader, Length, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use serde_json::Value;

use super::Reason;
use super::csv_table::no_text_column;
use super::json_lines::Fields;
use super::reader::{Context, Fault, Item, Items};
use super::source::Seekable;

/// The articles of a table.
pub(super) struct ParquetRows {
    rows: RowIter<'static>,
    context: Context,
    row: u64,
    ended: bool,
}

impl ParquetRows {
    /// Reads the schema.
    ///
    /// # Errors
    /// Where it can't be read, or no column is one of texts.
    pub(super) fn new(source: Seekable, context: Context) -> Result<ParquetRows, Reason> {
        let source = match source {
            Seekable::File(file) => Source::File(file),
            Seekable::Memory(bytes) => Source::Memory(Bytes::from_owner(Arc::clone(bytes.get_ref()))),
        };
        let reader = SerializedFileReader::new(source).map_err(|error| reason(&error))?;
        check_sizes(&reader, &context)?;
        let schema = reader.metadata().file_metadata().schema();
        let names: Vec<String> = schema.get_fields().iter().map(|field| field.name().to_owned()).collect();
        if !context.columns.have_text(names.iter().map(String::as_str)) {
            return Err(no_text_column(&names));
        }
        let wanted = schema.get_fields().iter().filter(|field| context.columns.field_of(field.name()).is_some());
        let projection = Type::group_type_builder(schema.name()).with_fields(wanted.cloned().collect()).build();
        let projection = projection.map_err(|error| reason(&error))?;
        let rows =
            RowIter::from_file_into(Box::new(reader)).project(Some(projection)).map_err(|error| reason(&error))?;
        Ok(ParquetRows { rows, context, row: 0, ended: false })
    }
}

/// Refuses a table that says itself that it unpacks to too much.
fn check_sizes(reader: &SerializedFileReader<Source>, context: &Context) -> Result<(), Reason> {
    for group in reader.metadata().row_groups() {
        for column in group.columns() {
            let size = u64::try_from(column.uncompressed_size()).unwrap_or(u64::MAX);
            context.budget.take(size).map_err(|_| Reason::Bomb)?;
        }
    }
    Ok(())
}

fn reason(error: &ParquetError) -> Reason {
    Reason::BrokenFile { format: "parquet", why: error.to_string() }
}

impl<'s> Items<'s> for ParquetRows {
    fn next(&mut self) -> Option<Result<Item<'s>, Fault>> {
        if self.ended {
            return None;
        }
        self.row += 1;
        let row = match self.rows.next()? {
            Ok(row) => row,
            Err(error) => {
                self.ended = true;
                return Some(Err(Fault::last(reason(&error))));
            }
        };
        let article = fields_of(&row, &self.context).article().map_err(|_| Reason::Empty);
        Some(match article {
            Ok(article) => Ok(Item::Article { article, line: self.row, extracted: None }),
            Err(reason) => Err(Fault::at_line(self.row, reason)),
        })
    }
}

fn fields_of(row: &Row, context: &Context) -> Fields {
    let mut fields = Fields::default();
    for (name, field) in row.get_column_iter() {
        if let Some(slot) = fields.slot(name, &context.columns) {
            *slot = value_of(field);
        }
    }
    fields
}

/// A value as JSON would have it; days and times as text that begins with the day.
fn value_of(field: &Field) -> Value {
    match field {
        Field::Str(text) => Value::String(text.clone()),
        Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).map_or(Value::Null, Value::from),
        Field::Int(number) => Value::from(*number),
        Field::Long(number) => Value::from(*number),
        Field::UInt(number) => Value::from(*number),
        Field::ULong(number) => Value::from(*number),
        Field::Date(_) | Field::TimestampMillis(_) | Field::TimestampMicros(_) => {
            Value::String(field.to_string().trim_matches('"').to_owned())
        }
        Field::ListInternal(list) => list.elements().iter().map(value_of).collect(),
        Field::Group(row) => row
            .get_column_iter()
            .map(|(name, field)| (name.clone(), value_of(field)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        _ => Value::Null,
    }
}

/// Where the bytes are.
enum Source {
    File(File),
    Memory(Bytes),
}

impl Length for Source {
    fn len(&self) -> u64 {
        match self {
            Source::File(file) => file.len(),
            Source::Memory(bytes) => bytes.len() as u64,
        }
    }
}

impl ChunkReader for Source {
    type T = Box<dyn Read + Send>;

    fn get_read(&self, start: u64) -> ParquetResult<Self::T> {
        Ok(match self {
            Source::File(file) => {
                let mut file = file.try_clone()?;
                file.seek(SeekFrom::Start(start))?;
                Box::new(BufReader::new(file))
            }
            Source::Memory(bytes) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX).min(bytes.len());
                Box::new(Cursor::new(bytes.slice(start..)))
            }
        })
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        if start.checked_add(length as u64).is_none_or(|end| end > Length::len(self)) {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        match self {
            Source::File(file) => file.get_bytes(start, length),
            Source::Memory(bytes) => bytes.get_bytes(start, length),
        }
    }
}
