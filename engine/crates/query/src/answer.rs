//! What a query gives: columns with the names of their types, and rows as exact text.

/// A column of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// As the query names it.
    pub name: String,
    /// SQL's name of its type: `BIGINT`, `DECIMAL(24,5)`.
    pub type_name: String,
}

/// Cells of a row: exact decimals, times as ISO 8601 without an offset (they are UTC), numbers in the
/// shortest form that reads back the same; `None` is the missing value.
pub type Row = Vec<Option<String>>;

/// Some rows. The first batch comes even if there are none.
#[derive(Debug)]
pub struct Batch<'a> {
    /// The same in each batch of an answer.
    pub columns: &'a [Column],
    /// In order.
    pub rows: Vec<Row>,
}

/// What came in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Rows that were handed over.
    pub rows: u64,
    /// Whether there were more rows than asked for.
    pub is_cut: bool,
}
