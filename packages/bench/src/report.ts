import type { Figure } from './figure.ts';

/** The figures for a program: one JSON array. */
export function asJson(figures: readonly Figure[]): string {
  return `${JSON.stringify(figures, undefined, 2)}\n`;
}

/** The figures for a person: one row each, as wide as its widest cell. */
export function asTable(figures: readonly Figure[]): string {
  const peers = [...new Set(figures.flatMap((figure) => Object.keys(figure.peers)))];
  const head = ['figure', 'unit', 'ours', ...peers, 'goal', 'holds'];
  const rows = figures.map((figure) => [
    figure.figure,
    figure.unit,
    String(figure.ours),
    ...peers.map((peer) => String(figure.peers[peer] ?? '-')),
    figure.goal,
    figure.holds ? 'yes' : 'NO',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map((row) => `${line(row).trimEnd()}\n`).join('');
}
