/** A map that forgets what was used longest ago once it holds more than `limit` entries. */
export class RecentMap<Value> {
  readonly #limit: number;
  readonly #entries = new Map<string, Value>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Looking something up counts as using it. */
  get(name: string): Value | undefined {
    const value = this.#entries.get(name);
    if (value !== undefined) this.#moveToEnd(name, value);
    return value;
  }

  set(name: string, value: Value): void {
    this.#moveToEnd(name, value);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#limit && oldest !== undefined) this.#entries.delete(oldest);
  }

  delete(name: string): void {
    this.#entries.delete(name);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** A `Map` keeps the order of insertion: the first is the one used longest ago. */
  #moveToEnd(name: string, value: Value): void {
    this.#entries.delete(name);
    this.#entries.set(name, value);
  }
}
