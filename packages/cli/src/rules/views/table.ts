import type { Style } from './style.ts';
import { textWidth } from './text-width.ts';

/** Two spaces and no lines: reads well, copies well, and cuts well with awk. */
const GAP = '  ';

/** Rows under a head. Cells must be clean text already; wide characters count as two columns. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
  return aligned([head.map((title) => style.faint(title)), ...rows]);
}

/** A name and its value to a line, the names as one column. */
export function detailText(details: readonly (readonly [name: string, value: string])[], style: Style): string {
  return aligned(details.map(([name, value]) => [style.faint(name), value]));
}

/** One pass to measure and one to pad: a list of all keys may have a hundred thousand rows. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, textWidth(cell));
  }
  const padded = (cell: string, at: number) => cell + ' '.repeat((widths[at] ?? 0) - textWidth(cell));
  return rows.map((row) => row.map(padded).join(GAP).trimEnd()).join('\n');
}
