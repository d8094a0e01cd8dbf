import { concatBytes, encodeText } from './binary.ts';
import type { ByteAutomaton } from './byte-automaton.ts';
import { ByteQueue } from './byte-queue.ts';

/** Bytes of a secret's beginning that may stand at the very end: the public start of many keys, `ghp_` or `sk-`. */
const MOST_AT_THE_END = 7;

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
  readonly #automaton: ByteAutomaton;
  #state = 0;
  /** Bytes that were read; and of these, those that are dealt with. What lies between is held. */
  #read = 0;
  #done = 0;
  readonly #held = new ByteQueue();
  /** In order, apart from each other, none of them dealt with. */
  readonly #stretches: Stretch[] = [];

  constructor(automaton: ByteAutomaton) {
    this.#automaton = automaton;
  }

  push(chunk: Uint8Array): Uint8Array {
    this.#held.put(chunk);
    for (const byte of chunk) {
      this.#state = this.#automaton.next(this.#state, byte);
      this.#read++;
      const length = this.#automaton.match(this.#state);
      if (length > 0) this.#hide(this.#read - length);
    }
    return this.#release(this.#read - this.#automaton.begun(this.#state));
  }

  end(): Uint8Array {
    const begun = this.#automaton.begun(this.#state);
    if (begun > MOST_AT_THE_END) this.#hide(this.#read - begun);
    const rest = this.#release(this.#read);
    this.#state = 0;
    return rest;
  }

  /** Hides all from a position on. Positions of ends only rise, so that only the last stretches can be touched. */
  #hide(from: number): void {
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
