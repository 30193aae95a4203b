//! Columns that DuckDB hands over, as text without loss.

use crate::answer::Row;
use duckdb::arrow::array::{Array, ArrayRef, AsArray, StructArray};
use duckdb::arrow::datatypes::{DataType, Decimal128Type, TimeUnit, TimestampMicrosecondType};
use duckdb::arrow::error::ArrowError;
use duckdb::arrow::util::display::{ArrayFormatter, FormatOptions};
use std::sync::Arc;

/// Columns of a block as they can be written: Arrow knows instants in UTC by their offset only.
pub(crate) fn writable(block: &StructArray) -> Vec<ArrayRef> {
    let columns = block.columns().iter();
    columns
        .map(|column| match column.data_type() {
            DataType::Timestamp(TimeUnit::Microsecond, Some(_)) => {
                let instants = column.as_primitive::<TimestampMicrosecondType>();
                Arc::new(instants.clone().with_timezone("+00:00"))
            }
            _ => Arc::clone(column),
        })
        .collect()
}

/// The texts of a block, row by row.
pub(crate) struct Texts<'a> {
    columns: Vec<(&'a dyn Array, ArrayFormatter<'a>)>,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(
        columns: &'a [ArrayRef],
        options: &'a FormatOptions<'a>,
    ) -> Result<Self, ArrowError> {
        let columns = columns.iter().map(|column| {
            let column: &dyn Array = column.as_ref();
            ArrayFormatter::try_new(column, options).map(|formatter| (column, formatter))
        });
        Ok(Self {
            columns: columns.collect::<Result<_, _>>()?,
        })
    }

    pub(crate) fn row(&self, row: usize) -> Result<Row, ArrowError> {
        let cells = self.columns.iter();
        cells
            .map(|(column, formatter)| cell(*column, formatter, row))
            .collect()
    }
}

fn cell(
    column: &dyn Array,
    formatter: &ArrayFormatter<'_>,
    row: usize,
) -> Result<Option<String>, ArrowError> {
    if column.is_null(row) {
        return Ok(None);
    }
    // A HUGEINT comes as a decimal of 38 digits and may have 39, of which Arrow prints 38.
    if let DataType::Decimal128(_, 0) = column.data_type() {
        let value = column.as_primitive::<Decimal128Type>().value(row);
        return Ok(Some(value.to_string()));
    }
    formatter.value(row).try_to_string().map(Some)
}

/// Inside lists and structures a missing value needs a word.
pub(crate) fn options() -> FormatOptions<'static> {
    FormatOptions::new().with_null("NULL")
}

/// SQL's name of a type, where DuckDB was not asked.
pub(crate) fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "VARCHAR".to_owned(),
        DataType::Boolean => "BOOLEAN".to_owned(),
        DataType::Int32 => "INTEGER".to_owned(),
        DataType::Int64 => "BIGINT".to_owned(),
        DataType::Float64 => "DOUBLE".to_owned(),
        DataType::Decimal128(width, scale) => format!("DECIMAL({width},{scale})"),
        other => other.to_string().to_uppercase(),
    }
}
