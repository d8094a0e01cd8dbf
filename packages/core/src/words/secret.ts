/** Shown instead of a secret; the end of it only where that leaves at least twelve characters unsaid. */
const SHORTEST_WITH_TAIL = 16;

/** The symbol by which Node's `util.inspect` and `console.log` ask an object how it wants to be shown. */
const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * A value that must not be seen: printing it in any way (text, JSON, template, concatenation, `console.log`) answers
 * `[redacted …last4]`, or `[redacted]` when it has fewer than 16 characters. Only `reveal` answers the value.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    // Anything else would end up in a header as text that nobody meant, for instance "undefined".
    if (typeof value !== 'string') throw new TypeError('A Secret holds a string.');
    this.#value = value;
  }

  /** The value itself. Call it where the value leaves for its destination, and nowhere else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return maskSecret(this.#value);
  }

  toJSON(): string {
    return maskSecret(this.#value);
  }

  [Symbol.toPrimitive](): string {
    return maskSecret(this.#value);
  }

  [inspect](): string {
    return maskSecret(this.#value);
  }
}

/** What is shown of a secret text. */
export function maskSecret(value: string): string {
  return value.length >= SHORTEST_WITH_TAIL ? `[redacted …${value.slice(-4)}]` : '[redacted]';
}
