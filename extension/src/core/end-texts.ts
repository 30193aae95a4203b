// Texts at the ends of lines while the text is edited: an edited line loses its own, the others move along.

export interface EndText {
  /** From 0. */
  readonly line: number;
  readonly text: string;
}

/** A change of a text by the lines it replaces, both included, and how many line ends it writes. */
export interface LineChange {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly linesWritten: number;
}

export function areSameTexts(some: readonly EndText[], others: readonly EndText[]): boolean {
  if (some.length !== others.length) return false;
  return some.every(({ line, text }, at) => line === others[at]?.line && text === others[at].text);
}

/** `changes` in the order in which they are applied, each in the lines of the text before it. */
export function endTextsAfter(
  texts: readonly EndText[],
  changes: readonly LineChange[],
): readonly EndText[] {
  return changes.reduce((left, change) => afterOne(left, change), texts);
}

function afterOne(texts: readonly EndText[], change: LineChange): readonly EndText[] {
  const { firstLine, lastLine, linesWritten } = change;
  const moved = linesWritten - (lastLine - firstLine);
  return texts.flatMap((one) => {
    if (one.line < firstLine) return [one];
    if (one.line <= lastLine) return [];
    return [moved === 0 ? one : { ...one, line: one.line + moved }];
  });
}
