// Rows below each other, as wide as there is room for.

/** What one column tells of a row. */
export interface Column<Row> {
  readonly title: string;
  /** On a narrow screen those with the highest numbers are left out. */
  readonly rank: number;
  readonly isNumber?: true;
  cell(row: Row): string;
}

const GAP = 2;

/** The titles, then a line a row. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): string {
  const filled = columns.map((column) => {
    const cells = [column.title, ...rows.map((row) => column.cell(row))];
    const widest = cells.reduce((most, { length }) => Math.max(most, length), 0);
    return { ...column, cells, width: widest };
  });
  const shown = new Set<string>();
  let used = -GAP;
  for (const column of filled.toSorted((a, b) => a.rank - b.rank)) {
    used += GAP + column.width;
    if (used > width && shown.size > 0) break;
    shown.add(column.title);
  }
  const left = filled.filter(({ title }) => shown.has(title));
  return left[0].cells.map((_, row) => {
    const cells = left.map(({ cells, width, isNumber }) =>
      isNumber ? cells[row].padStart(width) : cells[row].padEnd(width)
    );
    return `${cells.join(" ".repeat(GAP)).trimEnd()}\n`;
  }).join("");
}
