/** What a writer is told to do, as the last word of its command line. */
export type WriterOrder = StoreOrder | RoundsOrder;

/** Store each of these names with its own write. */
export interface StoreOrder {
  readonly kind: 'store';
  readonly file: string;
  readonly names: readonly string[];
}

/** Write all names at once with the number of the round, from this one on and without an end. */
export interface RoundsOrder {
  readonly kind: 'rounds';
  readonly file: string;
  readonly names: readonly string[];
  readonly from: number;
}

/** Whether a round also replaces the data key. */
export function isRotation(round: number): boolean {
  return round % 4 === 0;
}

/** What a name holds after a `store`: another value for each name. */
export function storedValue(name: string): string {
  return `the value of ${name}`;
}
