import type { Figure } from './figure.ts';

export interface Proof {
  readonly name: string;
  /** What was done, in one or two sentences. */
  readonly what: string;
  /** RFC 3339 date. */
  readonly date: string;
  readonly machine: string;
  readonly figures: readonly Figure[];
}

/** The document with one more entry at its end. */
export function withProof(document: string, proof: Proof): string {
  const rows = proof.figures.map(({ figure, ours, unit, goal, holds }) => [
    figure,
    `${ours} ${unit}`.trim(),
    goal,
    holds ? 'yes' : 'no',
  ]);
  const table = tableOf([['figure', 'measured', 'goal', 'holds'], ...rows]);
  const lines = [`## ${proof.name}, ${proof.date}`, '', proof.what, '', `Machine: ${proof.machine}.`, '', ...table, ''];
  return `${document.trimEnd()}\n\n${lines.join('\n')}`;
}

/** A Markdown table with columns as wide as their widest cell, as the formatter of this workspace wants it. */
function tableOf([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const padded = (row: readonly string[]) => line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
  return [padded(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(padded)];
}
