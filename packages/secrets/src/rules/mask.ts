import type { Secret } from '@wicketgate/core';
import { encodeText } from './binary.ts';
import { ByteAutomaton } from './byte-automaton.ts';
import { MaskedBytes, MOST_AT_THE_END } from './masked-bytes.ts';
import { PatternReading } from './pattern-reading.ts';
import { spellingsOf, wrappedSpellingsOf } from './secret-spellings.ts';

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
 * A mask that replaces each secret by `[redacted]`: as it is; in JSON, and in JSON within JSON; URI-encoded once and twice; as
 * shells, Python, JavaScript and HTML quote it; in hexadecimal, base64 and base64url, also when these are broken into lines; a
 * value of several lines also line by line. Secrets that overlap are hidden together. Bytes that are part of none pass
 * unchanged, so that no character breaks. Takes linear time.
 */
export function createMask(secrets: ReadonlyMap<string, Secret>): Mask {
  const unmaskable: string[] = [];
  const texts: string[] = [];
  for (const [name, secret] of secrets) {
    const value = secret.reveal();
    if (value.length < SHORTEST_MASKED) unmaskable.push(name);
    else texts.push(value, ...longLinesOf(value));
  }
  const whole = new ByteAutomaton(patternsOf(texts, spellingsOf));
  const wrapped = new ByteAutomaton(patternsOf(texts, wrappedSpellingsOf));
  const fewestHeld = MOST_AT_THE_END + 1;
  return {
    unmaskable,
    stream: () =>
      new MaskedBytes([
        new PatternReading(whole, { lineEnds: 'read', fewestHeld }),
        new PatternReading(wrapped, { lineEnds: 'skipped', fewestHeld }),
      ]),
  };
}

function longLinesOf(value: string): string[] {
  const lines = value.split(/[\r\n]+/).map((line) => line.trim());
  return lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE) : [];
}

/** One at a time: all of them together would take many times the room of the automaton. */
function* patternsOf(texts: readonly string[], spell: (text: string) => Iterable<string>): Iterable<Uint8Array> {
  for (const text of texts) for (const spelling of spell(text)) yield encodeText(spelling);
}
