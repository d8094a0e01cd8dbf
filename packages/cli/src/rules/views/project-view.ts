import type { SecretProbe } from '@wicketgate/secrets';
import { cleanText } from '../clean-text.ts';
import type { Style } from './style.ts';
import { tableText } from './table.ts';

/** What a project's file wants to do for one secret. */
export interface Power {
  readonly name: string;
  readonly command?: readonly string[];
  readonly probe?: SecretProbe;
  readonly default?: string;
}

/** Each program that would be started, each address that would be sent a value and each default, whole: nothing is cut. */
export function powersTable(powers: readonly Power[], style: Style): string {
  const rows = powers.flatMap(({ name, command, probe, default: fallback }) => [
    ...(command === undefined ? [] : [[name, 'starts', command.map(quoted).join(' ')]]),
    ...(probe === undefined ? [] : [[name, 'sends it to', `${probe.method} ${cleanText(probe.url)}`]]),
    ...(fallback === undefined ? [] : [[name, 'is, unless set,', quoted(fallback)]]),
  ]);
  return tableText(['NAME', 'WISH', 'WHAT'], rows, style);
}

/** An argument so that one can see where it begins and ends. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(cleanText(word));
}
