import { Pointer } from './pointer.ts';

/** Steps of one check: a fraction of a second on any machine, where a schema can be written that takes years. */
export const MAX_STEPS = 500_000;
/** Schemas that are held against a value within one another. */
export const MAX_LEVELS = 500;

/** A check that was given up. */
export class OutOfBounds extends Error {
  override readonly name = 'OutOfBounds';
  readonly reason: 'too_deep' | 'too_much_work';

  constructor(reason: 'too_deep' | 'too_much_work') {
    super(`The check was given up: ${reason}.`);
    this.reason = reason;
  }
}

/** Whether a value fits a schema, or one keyword of it. */
export type Check = (value: unknown, run: Run) => boolean;

/** One check of one value: what it may still cost, and what was found. */
export class Run {
  /** Where the keyword stands that the value did not fit last. */
  flaw = new Pointer('#');
  #steps = MAX_STEPS;
  #level = 0;
  #skipped = 0;

  /** Throws `OutOfBounds` when there are no steps left. */
  spend(steps: number): void {
    this.#steps -= steps;
    if (this.#steps < 0) throw new OutOfBounds('too_much_work');
  }

  /** Holds a value against a schema within the last one. Throws `OutOfBounds` below the deepest level. */
  descend(check: Check, value: unknown): boolean {
    this.spend(1);
    if (++this.#level > MAX_LEVELS) throw new OutOfBounds('too_deep');
    const fits = check(value, this);
    this.#level--;
    return fits;
  }

  /** The same where fitting is not all that counts. `maybe`: it fits as far as it was looked at. */
  judge(check: Check, value: unknown): 'yes' | 'no' | 'maybe' {
    const before = this.#skipped;
    if (!this.descend(check, value)) return 'no';
    return this.#skipped > before ? 'maybe' : 'yes';
  }

  /** Answers false, and says of what. */
  fail(at: Pointer): false {
    this.flaw = at;
    return false;
  }

  /** Answers true for a keyword that nothing is held against. */
  skip(): true {
    this.spend(1);
    this.#skipped++;
    return true;
  }
}
