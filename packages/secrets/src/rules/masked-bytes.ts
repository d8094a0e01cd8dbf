import { concatBytes, encodeText } from './binary.ts';
import { ByteQueue } from './byte-queue.ts';
import type { PatternReading } from './pattern-reading.ts';

/** Bytes of a secret's beginning that may stand at the very end: the public start of many keys, `ghp_` or `sk-`. */
export const MOST_AT_THE_END = 7;

const REDACTED = encodeText('[redacted]');

/** A stretch of the stream that is hidden, by positions counted from its start. */
interface Stretch {
  start: number;
  end: number;
  /** Its `[redacted]` was written when its beginning was. */
  isShown: boolean;
}

/** One stream of output on its way through a mask. */
export class MaskedBytes {
  readonly #readings: readonly PatternReading[];
  /** Bytes that were read; and of these, those that are dealt with. What lies between is held. */
  #read = 0;
  #done = 0;
  readonly #held = new ByteQueue();
  /** In order, apart from each other, none of them dealt with. */
  readonly #stretches: Stretch[] = [];

  constructor(readings: readonly PatternReading[]) {
    this.#readings = readings;
  }

  push(chunk: Uint8Array): Uint8Array {
    this.#held.put(chunk);
    for (const byte of chunk) {
      this.#read++;
      let start = this.#read;
      for (const reading of this.#readings) start = Math.min(start, reading.next(byte));
      if (start < this.#read) this.#hide(start);
    }
    return this.#release(Math.min(this.#read, ...this.#readings.map(({ settled }) => settled)));
  }

  end(): Uint8Array {
    const cut = this.#readings.filter(({ begun }) => begun > MOST_AT_THE_END).map(({ settled }) => settled);
    if (cut.length > 0) this.#hide(Math.min(...cut));
    return this.#release(this.#read);
  }

  /** Hides all from a position on. Positions of ends only rise, so that only the last stretches can be touched. */
  #hide(begin: number): void {
    // The beginning of a pattern that is broken into lines may have been shown with its line.
    const from = Math.max(begin, this.#done);
    const stretch = { start: from, end: this.#read, isShown: false };
    for (let last = this.#stretches.at(-1); last !== undefined && last.end > from; last = this.#stretches.at(-1)) {
      stretch.start = Math.min(stretch.start, last.start);
      stretch.isShown ||= last.isShown;
      this.#stretches.pop();
    }
    this.#stretches.push(stretch);
  }

  /** Writes what lies before a position in which no secret can begin any more. */
  #release(until: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let gone = 0;
    for (const stretch of this.#stretches) {
      if (stretch.start >= until) break;
      parts.push(...this.#takeUntil(stretch.start));
      if (!stretch.isShown) parts.push(REDACTED);
      this.#takeUntil(Math.min(stretch.end, until));
      if (stretch.end <= until) gone++;
      else Object.assign(stretch, { start: until, isShown: true });
    }
    this.#stretches.splice(0, gone);
    parts.push(...this.#takeUntil(until));
    return concatBytes(parts);
  }

  #takeUntil(position: number): Uint8Array[] {
    const taken = this.#held.take(position - this.#done);
    this.#done = position;
    return taken;
  }
}
