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

  /** A board of zeros, until the next `begin`. */
  take(): Float64Array {
    const at = this.#taken;
    this.#taken += 1;
    const board = (this.#boards[at] ??= new Float64Array(this.#size));
    board.fill(0);
    return board;
  }

  /** Gives back what was taken since `mark`. */
  release(mark: number): void {
    this.#taken = mark;
  }

  get mark(): number {
    return this.#taken;
  }
}
