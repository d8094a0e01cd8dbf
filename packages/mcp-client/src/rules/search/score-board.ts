/** Scores of all slots, kept between searches, so that a search makes no garbage. */
export class ScoreBoard {
  #boards: Float64Array[] = [];
  #size = 0;
  #taken = 0;

  /** Begins a search over `size` slots: every board may be taken again. */
  begin(size: number): void {
    if (size > this.#size) {
      this.#boards = [];
      this.#size = Math.max(size, this.#size * 2);
    }
    this.#taken = 0;
  }

  /** A board of zeros, until it is released or the next search begins. */
  take(): Float64Array {
    const at = this.#taken;
    this.#taken += 1;
    const board = (this.#boards[at] ??= new Float64Array(this.#size));
    board.fill(0);
    return board;
  }

  /** Where the boards that are taken from now on begin. */
  get mark(): number {
    return this.#taken;
  }

  /** Gives back what was taken since `mark`. */
  release(mark: number): void {
    this.#taken = mark;
  }
}

export function highest(scores: Float64Array): number {
  let top = 0;
  for (const score of scores) if (score > top) top = score;
  return top;
}

/** Every score divided by one number, in its place or on another board. */
export function divided(scores: Float64Array, { by, into }: { by: number; into: Float64Array }): Float64Array {
  for (let slot = 0; slot < into.length; slot += 1) into[slot] = (scores[slot] ?? 0) / by;
  return into;
}
