//! A measure and its value.

/// What a measure is, for documentation and hover texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Snake case, the unit last.
    pub name: &'static str,
    /// Unit of the value, in words.
    pub unit: &'static str,
    /// How it is computed, in words.
    pub formula: &'static str,
}

/// A value, or why there is none.
pub type Value = Result<f64, &'static str>;

/// A measure's value in one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name of the measure.
    pub name: &'static str,
    /// The value, or why there is none.
    pub value: Value,
    /// 95 % bootstrap interval of a headline figure.
    pub interval: Option<(f64, f64)>,
}
