import type { JsonObject } from '../../words/tool.ts';

/** Code units of one part: with every escape of JSON within JSON still far below the 10 MB of a line. */
const PART_UNITS = 1_000_000;
const PART = /^(.*)\?part=([1-9]\d{0,5})$/;

export interface PartAddress {
  readonly uri: string;
  /** From 1. */
  readonly part: number;
}

/** Which part of a long text an address means: `…?part=2`, and the first without it. */
export function partOf(address: string): PartAddress {
  const [, uri, part] = PART.exec(address) ?? [];
  return uri === undefined ? { uri: address, part: 1 } : { uri, part: Number(part) };
}

/** A part of a text as contents of a resource, and where it goes on; undefined for a part that it does not have. */
export function partContents(text: string, { uri, part }: PartAddress): readonly JsonObject[] | undefined {
  const start = cutAt(text, (part - 1) * PART_UNITS);
  const end = cutAt(text, part * PART_UNITS);
  if (part > 1 && start >= text.length) return undefined;
  const address = part === 1 ? uri : `${uri}?part=${part}`;
  const isWhole = start === 0 && end === text.length;
  const piece = { uri: address, mimeType: isWhole ? 'application/json' : 'text/plain', text: text.slice(start, end) };
  if (end === text.length) return [piece];
  const next = `${uri}?part=${part + 1}`;
  return [piece, { uri: next, mimeType: 'text/plain', text: `[It goes on in the resource ${next}]` }];
}

/** Not within a pair of surrogates. */
function cutAt(text: string, at: number): number {
  if (at >= text.length) return text.length;
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}
