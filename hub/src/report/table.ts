// Aligned columns without frames.

export type Align = "left" | "right";

/** Lines of cells, each column as wide as its widest cell; colour is put on by `paint` after measuring. */
export function aligned(
  rows: readonly (readonly string[])[],
  alignment: readonly Align[],
  paint: (cell: string, row: number, column: number) => string = (cell) => cell,
): readonly string[] {
  const widths = alignment.map((_, column) =>
    Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ""))),
  );
  return rows.map((row, at) => {
    const cells = alignment.map((align, column) => {
      const cell = row[column] ?? "";
      const space = " ".repeat((widths[column] ?? 0) - widthOf(cell));
      const painted = paint(cell, at, column);
      return align === "right" ? space + painted : painted + space;
    });
    return cells.join("  ").trimEnd();
  });
}

const SEGMENTER = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Characters as a reader counts them. */
export function widthOf(text: string): number {
  return Array.from(SEGMENTER.segment(text)).length;
}
