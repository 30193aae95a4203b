// Where a long table stands: rows to pixels and back. Pure. Browsers lay out at most some 16 million pixels, so that longer tables scroll in a shorter box.

export interface ScrollSpace {
  readonly rowHeight: number;
  readonly rowCount: number;
  /** Height in which rows are seen, without the heading. */
  readonly viewHeight: number;
}

/** Half of what a browser lays out at twice the size. */
const BOX_MAX = 8_000_000;

/** Height of the box that is scrolled. */
export function boxHeight({ rowHeight, rowCount }: ScrollSpace): number {
  return Math.min(BOX_MAX, rowHeight * rowCount);
}

/** Highest offset: rows begin so many pixels above the view when the last row stands at its end. */
export function offsetMax({ rowHeight, rowCount, viewHeight }: ScrollSpace): number {
  return Math.max(0, rowHeight * rowCount - viewHeight);
}

function scrollMax(space: ScrollSpace): number {
  return Math.max(0, boxHeight(space) - space.viewHeight);
}

export function offsetAt(space: ScrollSpace, scrollTop: number): number {
  const most = scrollMax(space);
  if (most === 0) return 0;
  return Math.min(1, Math.max(0, scrollTop / most)) * offsetMax(space);
}

export function scrollTopAt(space: ScrollSpace, offset: number): number {
  const most = offsetMax(space);
  if (most === 0) return 0;
  return (offset / most) * scrollMax(space);
}

export function clampedOffset(space: ScrollSpace, offset: number): number {
  return Math.max(0, Math.min(offset, offsetMax(space)));
}

/** The nearest offset at which a row is wholly seen. */
export function offsetShowing(space: ScrollSpace, offset: number, row: number): number {
  const top = row * space.rowHeight;
  const bottom = top + space.rowHeight - space.viewHeight;
  return clampedOffset(space, Math.max(bottom, Math.min(offset, top)));
}

export interface RowSpan {
  readonly first: number;
  readonly count: number;
}

/** Rows of which any part is seen. */
export function rowsSeen(space: ScrollSpace, offset: number): RowSpan {
  const first = Math.floor(offset / space.rowHeight);
  const end = Math.min(space.rowCount, Math.ceil((offset + space.viewHeight) / space.rowHeight));
  return { first, count: Math.max(0, end - first) };
}
