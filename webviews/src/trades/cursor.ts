// Where the keyboard stands in the grid, and where each key takes it. Pure. Row −1 is the heading.

export interface GridCursor {
  readonly row: number;
  readonly column: number;
  /** The other end of the marked rows; equal to `row` when one is marked. */
  readonly anchor: number;
}

export interface GridSize {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Rows of a page. */
  readonly pageRows: number;
}

export interface GridKey {
  readonly key: string;
  readonly isControl: boolean;
  readonly isShift: boolean;
}

export const HEADING = -1;

/** Where the key leads, or null for a key that means nothing here. */
export function moved(cursor: GridCursor, size: GridSize, pressed: GridKey): GridCursor | null {
  const goal = goalOf(cursor, size, pressed);
  if (goal === null) return null;
  const row = Math.max(HEADING, Math.min(goal.row, size.rowCount - 1));
  const column = Math.max(0, Math.min(goal.column, size.columnCount - 1));
  const isMarking = pressed.isShift && row !== HEADING && cursor.anchor !== HEADING;
  return { row, column, anchor: isMarking ? cursor.anchor : row };
}

type Goal = Pick<GridCursor, "row" | "column">;

function goalOf({ row, column }: GridCursor, size: GridSize, pressed: GridKey): Goal | null {
  const lastRow = size.rowCount - 1;
  const lastColumn = size.columnCount - 1;
  const goals: Readonly<Record<string, Goal>> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    PageUp: { row: Math.max(0, row - size.pageRows), column },
    PageDown: { row: row + size.pageRows, column },
    Home: { row: pressed.isControl ? 0 : row, column: 0 },
    End: { row: pressed.isControl ? lastRow : row, column: lastColumn },
  };
  return goals[pressed.key] ?? null;
}
