import type { Secret } from '@wicketgate/core';
import { encodeText } from './binary.ts';
import { ByteAutomaton } from './byte-automaton.ts';
import { MaskedBytes } from './masked-bytes.ts';
import { spellingsOf } from './secret-spellings.ts';

/** Characters of the shortest value that is masked. A shorter one stands in any text by chance. */
const SHORTEST_MASKED = 4;

/** Characters of the shortest line that is masked by itself when a value has several. */
const SHORTEST_LINE = 8;

/** Hides secrets in streams of bytes. */
export interface Mask {
  /** Names of the secrets that have fewer than 4 characters: they are not hidden. */
  readonly unmaskable: readonly string[];
  /** One stream with nothing read yet. */
  stream(): MaskStream;
}

/** One stream of output. */
export interface MaskStream {
  /** Takes the next bytes, and answers what may be shown: all but an end that could begin a secret. */
  push(chunk: Uint8Array): Uint8Array;
  /** Answers the rest. A beginning of a secret of 8 bytes or more stays hidden: its end was only cut off. */
  end(): Uint8Array;
}

/**
 * A mask that replaces each secret by `[redacted]`: as it is, JSON-escaped, URI-encoded, in hexadecimal, base64 and
 * base64url; a value of several lines also line by line. Secrets that overlap are hidden together. Bytes that are part of
 * none pass unchanged, so that no character breaks. Takes linear time.
 */
export function createMask(secrets: ReadonlyMap<string, Secret>): Mask {
  const unmaskable: string[] = [];
  const patterns: Uint8Array[] = [];
  for (const [name, secret] of secrets) {
    const value = secret.reveal();
    if (value.length < SHORTEST_MASKED) unmaskable.push(name);
    else patterns.push(...patternsOf(value));
  }
  const automaton = new ByteAutomaton(patterns);
  return { unmaskable, stream: () => new MaskedBytes(automaton) };
}

function patternsOf(value: string): Uint8Array[] {
  const lines = value.split(/[\r\n]+/).map((line) => line.trim());
  const long = lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE) : [];
  return [value, ...long].flatMap((text) => Array.from(spellingsOf(text), encodeText));
}
