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
  const rows = proof.figures.map(
    ({ figure, ours, unit, goal, holds }) => `| ${figure} | ${ours} ${unit} | ${goal} | ${holds ? 'yes' : 'no'} |`,
  );
  const entry = [
    `## ${proof.name}, ${proof.date}`,
    '',
    proof.what,
    '',
    `Machine: ${proof.machine}.`,
    '',
    '| figure | measured | goal | holds |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
  return `${document.trimEnd()}\n\n${entry.join('\n')}`;
}
