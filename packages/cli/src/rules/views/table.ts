import Table from 'cli-table3';
import type { Style } from './style.ts';

/** Columns two spaces apart and no lines: reads well, copies well, and cuts well with awk. */
const BARE = {
  chars: {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '  ',
  },
  style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
};

/** Rows under a head. Cells must be clean text already; wide characters count as two columns. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
  const table = new Table({ ...BARE, head: head.map((title) => style.faint(title)) });
  table.push(...rows.map((row) => [...row]));
  return trimEnds(table.toString());
}

/** A name and its value to a line, the names as one column. */
export function detailText(details: readonly (readonly [name: string, value: string])[], style: Style): string {
  const table = new Table(BARE);
  table.push(...details.map(([name, value]) => [style.faint(name), value]));
  return trimEnds(table.toString());
}

function trimEnds(text: string): string {
  return text.replace(/[ \t]+$/gm, '');
}
