import { shellLine } from './shell-line.ts';

export interface SetupEnd {
  /** Required secrets that are still not set. */
  readonly missing: readonly string[];
  /** Names that a vendor refused. */
  readonly refused: readonly string[];
  /** The options that lead other commands to the same secrets. */
  readonly where: readonly string[];
}

/** What to do after set-up, a line each: what is still amiss first, then how the keys are used. */
export function nextSteps({ missing, refused, where }: SetupEnd): readonly string[] {
  const line = (...words: readonly string[]) => shellLine(['wicketgate', ...words]);
  const again = missing.map((name) => [line('secrets', 'set', name, ...where), 'still missing']);
  const replaced = refused.map((name) => [line('secrets', 'set', name, ...where), 'refused by its vendor: replace it']);
  const usual = [
    [line('run', ...where, '--', 'npm', 'start'), 'a program with its keys, and none in its output'],
    [line('secrets', 'list', ...where), 'what is set, from where, never a value'],
    [line('secrets', 'check', ...where), 'for a script: exit code 4 when a required key is missing'],
  ];
  const lines = [...again, ...replaced, ...usual];
  const width = Math.max(...lines.map(([command = '']) => command.length));
  return lines.map(([command = '', meaning = '']) => `${command.padEnd(width)}  ${meaning}`);
}
