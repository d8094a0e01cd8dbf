import type { ByteAutomaton } from './byte-automaton.ts';

const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

export interface ReadingOptions {
  /** `skipped`: patterns may be broken into lines at any place. */
  readonly lineEnds: 'read' | 'skipped';
  /** Bytes of a pattern from which on a line end within it is held back. Shorter beginnings end lines by chance. */
  readonly fewestHeld: number;
}

/** The way of one automaton through a stream. Positions are counted from the stream's start. */
export class PatternReading {
  readonly #automaton: ByteAutomaton;
  readonly #options: ReadingOptions;
  /** Where the last bytes stood that the automaton was given, by their number: skipped ones lie between them. */
  readonly #positions: Float64Array;
  #state = 0;
  #given = 0;
  #read = 0;
  #free = 0;
  /** Line ends in a row. */
  #ends = 0;

  constructor(automaton: ByteAutomaton, options: ReadingOptions) {
    this.#automaton = automaton;
    this.#options = options;
    this.#positions = new Float64Array(automaton.longest + 1);
  }

  /** Where the longest pattern begins that ends with this byte; the position after the byte when none does. */
  next(byte: number): number {
    if (this.#skips(byte)) return ++this.#read;
    this.#positions[this.#given++ % this.#positions.length] = this.#read++;
    this.#state = this.#automaton.next(this.#state, byte);
    return this.#startOf(this.#automaton.match(this.#state));
  }

  /** The position before which no pattern begins that is not yet whole. */
  get settled(): number {
    return Math.max(this.#startOf(this.#automaton.begun(this.#state)), this.#free);
  }

  /** How many of the last bytes that the automaton was given begin a pattern. */
  get begun(): number {
    return this.#automaton.begun(this.#state);
  }

  /** A line ends with two bytes at most: what stands behind an empty line is something else. */
  #skips(byte: number): boolean {
    const isEnd = byte === LINE_FEED || byte === CARRIAGE_RETURN;
    this.#ends = isEnd ? this.#ends + 1 : 0;
    if (!isEnd || this.#options.lineEnds === 'read' || this.#ends > 2 || this.begun === 0) return false;
    // A person waits for the end of the line, and what is held back is shown only when something follows.
    const isHidden = this.#automaton.match(this.#state) >= this.begun;
    if (isHidden || this.begun < this.#options.fewestHeld) this.#free = this.#read + 1;
    return true;
  }

  #startOf(length: number): number {
    if (length === 0) return this.#read;
    return this.#positions[(this.#given - length) % this.#positions.length] ?? this.#read;
  }
}
