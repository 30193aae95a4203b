//! Reads the tables of ARCHITECTURE.md. They are the rules themselves, so that text and check
//! cannot part.

use super::tree::{Tree, numbered};
use std::collections::BTreeSet;

/// The page that holds the tables.
pub(crate) const PAGE: &str = "ARCHITECTURE.md";

/// A row of a table: the line it stands on and its cells.
pub(crate) struct Row {
    pub(crate) line: usize,
    cells: Vec<String>,
}

impl Row {
    /// The first word in backticks of the first cell.
    pub(crate) fn name(&self) -> Option<String> {
        self.words(0).into_iter().next()
    }

    /// Everything in backticks in a cell.
    pub(crate) fn words(&self, cell: usize) -> BTreeSet<String> {
        self.cells
            .get(cell)
            .map(|text| quoted(text).map(str::to_owned).collect())
            .unwrap_or_default()
    }
}

/// The rows with a name in backticks under a heading of second level.
pub(crate) fn rows(tree: &Tree, heading: &str) -> Vec<Row> {
    let text = tree.text(PAGE).unwrap_or_default();
    numbered(text)
        .skip_while(|(_, line)| line.strip_prefix("## ") != Some(heading))
        .skip(1)
        .take_while(|(_, line)| !line.starts_with("## "))
        .filter(|(_, line)| line.starts_with('|'))
        .map(|(line, text)| Row {
            line,
            cells: cells(text),
        })
        .filter(|row| row.name().is_some())
        .collect()
}

/// Every folder that the page names, as in `server/src/`, with the line.
pub(crate) fn folders(tree: &Tree) -> Vec<(usize, &str)> {
    let text = tree.text(PAGE).unwrap_or_default();
    numbered(text)
        .flat_map(|(line, text)| quoted(text).map(move |word| (line, word)))
        .filter_map(|(line, word)| word.strip_suffix('/').map(|folder| (line, folder)))
        .filter(|(_, folder)| !folder.is_empty() && !folder.contains(['<', '*', ' ']))
        .collect()
}

/// The parts of a text that stand in backticks.
pub(crate) fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn cells(line: &str) -> Vec<String> {
    line.trim()
        .trim_matches('|')
        .split('|')
        .map(|cell| cell.trim().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# Shape
See `server/src/` and `a/<name>/`.
## Crates
| crate | what | may import |
|---|---|---|
| `sim` | fills | `base`, `market` |
## Next
| `other` | | |
";

    #[test]
    fn rows_stand_under_their_heading() {
        let tree = Tree::of(&[(PAGE, TEXT)]);
        let found = rows(&tree, "Crates");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 6);
        assert_eq!(found[0].name().as_deref(), Some("sim"));
        assert_eq!(
            found[0].words(2).into_iter().collect::<Vec<_>>(),
            ["base", "market"]
        );
    }

    #[test]
    fn folders_end_in_a_slash_and_patterns_are_none() {
        let tree = Tree::of(&[(PAGE, TEXT)]);
        assert_eq!(folders(&tree), [(2, "server/src")]);
    }
}
