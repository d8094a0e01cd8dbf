/** What the client and its helper process say to each other: one JSON document a line, on the helper's stdin and stdout. */

/** One thing to be done with the keyring. A helper is asked one at a time. */
export type HelperRequest =
  | { readonly id: number; readonly do: 'get' | 'delete'; readonly service: string; readonly account: string }
  | {
      readonly id: number;
      readonly do: 'set';
      readonly service: string;
      readonly account: string;
      readonly value: string;
    }
  /** Writes an entry of its own, reads it back and deletes it. */
  | { readonly id: number; readonly do: 'probe'; readonly service: string };

/** `load`: the native module; `open`: the store; `use`: the entry; `compare`: what came back is something else. */
export type FailedStep = 'load' | 'open' | 'use' | 'compare';

export type HelperAnswer =
  /** The value, or null for none, of `get`; whether it was there, of `delete`; null of the others. */
  | { readonly id: number; readonly ok: true; readonly value: string | boolean | null }
  | { readonly id: number; readonly ok: false; readonly step: FailedStep; readonly text: string };

/** Bytes of the longest line: 65,536 bytes of value, each of which JSON may write as six, and room for the rest. */
export const LONGEST_LINE = 512 * 1024;

/** The answer that a line holds; undefined for anything else. */
export function parseAnswer(line: string): HelperAnswer | undefined {
  const { id, ok, value, step, text } = parseMembers(line);
  if (typeof id !== 'number') return undefined;
  if (ok === true) {
    const fits = typeof value === 'string' || typeof value === 'boolean' || value === null;
    return fits ? { id, ok, value } : undefined;
  }
  return ok === false && isStep(step) && typeof text === 'string' ? { id, ok, step, text } : undefined;
}

/** The request that a line holds; undefined for anything else. */
export function parseRequest(line: string): HelperRequest | undefined {
  const { id, do: what, service, account, value } = parseMembers(line);
  if (typeof id !== 'number' || typeof service !== 'string') return undefined;
  if (what === 'probe') return { id, do: what, service };
  if (typeof account !== 'string') return undefined;
  if (what === 'get' || what === 'delete') return { id, do: what, service, account };
  return what === 'set' && typeof value === 'string' ? { id, do: what, service, account, value } : undefined;
}

interface Members {
  readonly id?: unknown;
  readonly do?: unknown;
  readonly ok?: unknown;
  readonly service?: unknown;
  readonly account?: unknown;
  readonly value?: unknown;
  readonly step?: unknown;
  readonly text?: unknown;
}

function parseMembers(line: string): Members {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

function isStep(step: unknown): step is FailedStep {
  return step === 'load' || step === 'open' || step === 'use' || step === 'compare';
}
