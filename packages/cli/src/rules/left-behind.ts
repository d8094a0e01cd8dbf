import type { Secret } from '@wicketgate/core';
import { cleanText } from './clean-text.ts';

type Values = ReadonlyMap<string, Secret>;

export interface Takeover {
  /** What the source has, by the names there. */
  readonly given: Values;
  /** What was stored of it, by the names in the store. */
  readonly taken: Values;
  /** What of the source was not read, in sentences. */
  readonly doubts: readonly string[];
}

/**
 * The advice to delete the file that values were taken from; undefined where there is no file afterwards, where nothing was
 * taken, and where something of the file was not taken, or not even read: it may be nowhere else.
 */
export function leftBehindText(path: string, { given, taken, doubts }: Takeover): string | undefined {
  const stored = new Set(Array.from(taken.values(), (secret) => secret.reveal()));
  const isWhole = [...given.values()].every((secret) => stored.has(secret.reveal()));
  if (!isLeftBehind(path) || stored.size === 0 || !isWhole || doubts.length > 0) return undefined;
  return `The values are still in ${cleanText(path)}: delete it when all works.`;
}

/** Whether there is a file afterwards: a pipe, as `<(sops -d app.env)` gives one, is gone. */
function isLeftBehind(path: string): boolean {
  return path !== '-' && !/^\/(?:dev|proc)\//.test(path);
}
