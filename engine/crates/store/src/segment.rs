//! Tables as Parquet files: the same rows give the same bytes, and bytes that are not those that were
//! written give an error with file and place, never a value. Knows columns, not what they mean.

mod bars;
mod runs;
mod ticks;

pub use bars::BarColumns;
pub(crate) use bars::{PackedBars, read as read_bars, write as write_bars};
pub(crate) use runs::{
    COLUMNS_BEFORE_ENDS, read_equity, read_fills, read_trades, write_equity, write_fills,
    write_trades,
};
pub(crate) use ticks::{read as read_ticks, write as write_ticks};

use crate::crc::crc32c;
use crate::error::StoreError;
use crate::home::Home;
use bytes::Bytes;
use parquet::basic::{Compression, Encoding, Repetition, Type as Physical, ZstdLevel};
use parquet::column::reader::{ColumnReaderImpl, get_typed_column_reader};
use parquet::data_type::{DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::{FooterTail, KeyValue, ParquetMetaDataReader};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type};
use std::path::Path;
use std::sync::Arc;

/// More rows begin another segment.
pub(crate) const ROWS_MAX: usize = 1 << 20;
/// Bytes to which one block checksum belongs.
const BLOCK_BYTES: usize = 1 << 16;
/// Names the writer in the file; part of the bytes, so it changes only with the format.
const CREATED_BY: &str = "BackTestr segment 1";
/// On real quotes level 3 gains nothing, 9 gains 2 % and 19 gains 3 %, at several times the time: what
/// is left after packing is close to noise.
const ZSTD_LEVEL: i32 = 1;
/// Bytes behind the footer: its length and the mark of the format.
const FOOTER_END: u64 = 8;
const PAGE_BYTES: usize = 1 << 20;
const PAGE_ROWS: usize = 1 << 17;
const DICTIONARY_BYTES: usize = 1 << 18;

/// A table as bytes.
pub(crate) struct Encoded {
    pub(crate) bytes: Vec<u8>,
    pub(crate) hash: [u8; 32],
    pub(crate) blocks: Vec<u32>,
}

/// How a column is packed before it is compressed.
#[derive(Clone, Copy)]
enum Packing {
    /// Differences, bit-packed: times and prices.
    Delta,
    /// Few distinct values; differences where there are many.
    Dictionary,
    /// As they are, or few distinct values.
    Plain,
}

/// Values of a column.
enum Values<'a> {
    Integers(&'a [i64]),
    /// Integers that may be absent: the present ones, and 1 or 0 for each row.
    Optional(&'a [i64], &'a [i16]),
    Numbers(&'a [f64]),
}

struct Column<'a> {
    name: &'static str,
    packing: Packing,
    values: Values<'a>,
}

fn write(facts: &[(&str, String)], columns: &[Column<'_>]) -> Result<Encoded, StoreError> {
    let bytes = write_file(facts, columns).map_err(|error| {
        StoreError::refused(
            format!("rows cannot be packed: {error}"),
            "Report this with the rows: it is a fault of BackTestr.",
        )
    })?;
    Ok(Encoded {
        hash: *blake3::hash(&bytes).as_bytes(),
        blocks: bytes.chunks(BLOCK_BYTES).map(crc32c).collect(),
        bytes,
    })
}

fn write_file(facts: &[(&str, String)], columns: &[Column<'_>]) -> Result<Vec<u8>, ParquetError> {
    let schema = schema(columns)?;
    let properties = Arc::new(properties(facts, columns)?);
    let mut file = SerializedFileWriter::new(Vec::new(), Arc::new(schema), properties)?;
    let mut group = file.next_row_group()?;
    for column in columns {
        let mut writer = group
            .next_column()?
            .ok_or_else(|| ParquetError::General("a column too many".into()))?;
        match column.values {
            Values::Integers(values) => {
                writer
                    .typed::<Int64Type>()
                    .write_batch(values, None, None)?;
            }
            Values::Optional(values, levels) => {
                let typed = writer.typed::<Int64Type>();
                typed.write_batch(values, Some(levels), None)?;
            }
            Values::Numbers(values) => {
                writer
                    .typed::<DoubleType>()
                    .write_batch(values, None, None)?;
            }
        }
        writer.close()?;
    }
    group.close()?;
    file.into_inner()
}

fn schema(columns: &[Column<'_>]) -> Result<Type, ParquetError> {
    let fields = columns
        .iter()
        .map(|column| {
            let (physical, repetition) = match column.values {
                Values::Integers(_) => (Physical::INT64, Repetition::REQUIRED),
                Values::Optional(..) => (Physical::INT64, Repetition::OPTIONAL),
                Values::Numbers(_) => (Physical::DOUBLE, Repetition::REQUIRED),
            };
            let builder = Type::primitive_type_builder(column.name, physical);
            builder.with_repetition(repetition).build().map(Arc::new)
        })
        .collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder("rows").with_fields(fields).build()
}

fn properties(
    facts: &[(&str, String)],
    columns: &[Column<'_>],
) -> Result<WriterProperties, ParquetError> {
    let facts = facts
        .iter()
        .map(|(name, value)| KeyValue::new(format!("backtestr.{name}"), value.clone()))
        .collect();
    let mut builder = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_2_0)
        .set_created_by(CREATED_BY.to_owned())
        .set_key_value_metadata(Some(facts))
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL)?))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_data_page_size_limit(PAGE_BYTES)
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_max_row_group_row_count(None);
    for column in columns {
        let path = ColumnPath::from(column.name);
        let (encoding, has_dictionary) = match column.packing {
            Packing::Delta => (Encoding::DELTA_BINARY_PACKED, false),
            Packing::Dictionary => (Encoding::DELTA_BINARY_PACKED, true),
            Packing::Plain => (Encoding::PLAIN, true),
        };
        builder = builder
            .set_column_encoding(path.clone(), encoding)
            .set_column_dictionary_enabled(path, has_dictionary);
    }
    if let Some(first) = columns.first() {
        let path = ColumnPath::from(first.name);
        builder = builder.set_column_statistics_enabled(path, EnabledStatistics::Chunk);
    }
    Ok(builder.build())
}

/// What the journal says of a file.
#[derive(Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub(crate) hash: &'a [u8; 32],
    pub(crate) bytes: u64,
    pub(crate) blocks: &'a [u32],
}

/// Reads a file whole and refuses it if a single bit differs from what was written.
pub(crate) fn load(
    home: &Home,
    relative: &Path,
    expected: Expected<'_>,
) -> Result<Bytes, StoreError> {
    let bytes = home.read(relative, expected.bytes)?;
    if blake3::hash(&bytes).as_bytes() == expected.hash {
        return Ok(Bytes::from(bytes));
    }
    let (place, what) = damage(&bytes, expected);
    Err(StoreError::corrupt(
        &home.root().join(relative),
        place,
        what,
    ))
}

fn damage(bytes: &[u8], expected: Expected<'_>) -> (String, String) {
    let length = bytes.len() as u64;
    if length < expected.bytes {
        let what = format!("it is cut off: {} bytes were written", expected.bytes);
        return (format!("byte {length}"), what);
    }
    if length > expected.bytes {
        let what = "there are more bytes than were written".to_owned();
        return (format!("byte {}", expected.bytes), what);
    }
    let differs = |(chunk, &block): (&[u8], &u32)| crc32c(chunk) != block;
    let first = bytes
        .chunks(BLOCK_BYTES)
        .zip(expected.blocks)
        .position(differs);
    let place = first.map_or_else(
        || "whole file".to_owned(),
        |block| {
            let from = block * BLOCK_BYTES;
            format!("bytes {from} to {}", (from + BLOCK_BYTES).min(bytes.len()))
        },
    );
    (
        place,
        "the bytes are not those that were written".to_owned(),
    )
}

/// Number of columns of a table's file, from its last bytes; `None` where they cannot be read.
pub(crate) fn columns_of(home: &Home, relative: &Path, bytes: u64) -> Option<usize> {
    let end = bytes.checked_sub(FOOTER_END)?;
    let last = home.read_part(relative, end, bytes).ok()?;
    let length = FooterTail::try_new(last.as_slice().try_into().ok()?).ok()?;
    let length = u64::try_from(length.metadata_length()).ok()?;
    let footer = home.read_part(relative, end.checked_sub(length)?, end);
    let metadata = ParquetMetaDataReader::decode_metadata(&footer.ok()?).ok()?;
    Some(metadata.file_metadata().schema_descr().num_columns())
}

/// A file that is whole, open for its columns.
struct Table<'a> {
    path: &'a Path,
    reader: SerializedFileReader<Bytes>,
}

impl<'a> Table<'a> {
    fn open(path: &'a Path, bytes: Bytes) -> Result<Self, StoreError> {
        let reader =
            SerializedFileReader::new(bytes).map_err(|error| unreadable(path, "footer", &error))?;
        Ok(Self { path, reader })
    }

    fn rows(&self) -> usize {
        usize::try_from(self.reader.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    fn columns(&self) -> usize {
        let schema = self.reader.metadata().file_metadata().schema_descr();
        schema.num_columns()
    }

    fn integers(&self, column: usize) -> Result<Vec<i64>, StoreError> {
        self.required::<Int64Type>(column)
    }

    fn numbers(&self, column: usize) -> Result<Vec<f64>, StoreError> {
        self.required::<DoubleType>(column)
    }

    fn required<T: DataType>(&self, column: usize) -> Result<Vec<T::T>, StoreError> {
        let rows = self.rows();
        let mut values = Vec::with_capacity(rows);
        if rows == 0 {
            return Ok(values);
        }
        let mut reader = self.column::<T>(column)?;
        while values.len() < rows {
            let wanted = rows - values.len();
            let (read, ..) = reader
                .read_records(wanted, None, None, &mut values)
                .map_err(|error| self.column_error(column, &error))?;
            if read == 0 {
                break;
            }
        }
        self.complete(column, values.len())?;
        Ok(values)
    }

    /// The values that are present, and for each row whether it has one; no such list where all have.
    fn optional(&self, column: usize) -> Result<(Vec<i64>, Vec<i16>), StoreError> {
        let schema = self.reader.metadata().file_metadata().schema_descr();
        if column < schema.num_columns() && schema.column(column).max_def_level() == 0 {
            return Ok((self.integers(column)?, Vec::new()));
        }
        let rows = self.rows();
        let (mut values, mut levels) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        let mut reader = self.column::<Int64Type>(column)?;
        while levels.len() < rows {
            let wanted = rows - levels.len();
            let (read, ..) = reader
                .read_records(wanted, Some(&mut levels), None, &mut values)
                .map_err(|error| self.column_error(column, &error))?;
            if read == 0 {
                break;
            }
        }
        self.complete(column, levels.len())?;
        Ok((values, levels))
    }

    fn column<T: DataType>(&self, column: usize) -> Result<ColumnReaderImpl<T>, StoreError> {
        let has_type = |physical| physical == T::get_physical_type();
        let schema = self.reader.metadata().file_metadata().schema_descr();
        if column >= schema.num_columns() || !has_type(schema.column(column).physical_type()) {
            let what = "it is not of the type that this version reads";
            return Err(StoreError::corrupt(
                self.path,
                format!("column {column}"),
                what,
            ));
        }
        self.reader
            .get_row_group(0)
            .and_then(|group| group.get_column_reader(column))
            .map(get_typed_column_reader::<T>)
            .map_err(|error| self.column_error(column, &error))
    }

    fn complete(&self, column: usize, read: usize) -> Result<(), StoreError> {
        if read == self.rows() {
            return Ok(());
        }
        let what = format!("it ends after {read} of {} rows", self.rows());
        Err(StoreError::corrupt(
            self.path,
            format!("column {column}"),
            what,
        ))
    }

    fn column_error(&self, column: usize, error: &ParquetError) -> StoreError {
        unreadable(self.path, &format!("column {column}"), error)
    }

    /// A fact from the footer.
    fn fact(&self, name: &str) -> Option<&str> {
        let facts = self
            .reader
            .metadata()
            .file_metadata()
            .key_value_metadata()?;
        let wanted = facts
            .iter()
            .find(|fact| fact.key.strip_prefix("backtestr.") == Some(name))?;
        wanted.value.as_deref()
    }

    /// Refuses a file that is a table of another kind.
    fn check_kind(&self, kind: &str) -> Result<(), StoreError> {
        if self.fact("kind") == Some(kind) {
            return Ok(());
        }
        let what = format!("it holds no {kind}");
        Err(StoreError::corrupt(self.path, "footer", what))
    }
}

fn unreadable(path: &Path, place: &str, error: &ParquetError) -> StoreError {
    StoreError::corrupt(path, place, error.to_string())
}
