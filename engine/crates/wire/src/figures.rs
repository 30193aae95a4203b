//! Figures of a run as the wire carries them.

use stats::Figure;

/// Figures in their order; an absent value is null with its reason.
#[must_use]
pub fn figures(figures: &[Figure]) -> Vec<protocol::Figure> {
    let figure = |figure: &Figure| protocol::Figure {
        name: figure.name.to_owned(),
        value: figure.value.ok(),
        note: figure.value.err().map(str::to_owned),
        low: figure.interval.map(|(low, _)| low),
        high: figure.interval.map(|(_, high)| high),
    };
    figures.iter().map(figure).collect()
}
