/** A map that holds at most `max` entries and drops the one that was used longest ago. */
export interface BoundedMap<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  delete(key: Key): void;
  clear(): void;
  entries(): IterableIterator<[Key, Value]>;
  readonly size: number;
}

export interface BoundedMapOptions<Value> {
  /** From 1 on. */
  readonly max: number;
  /** Told of an entry that made room for another. */
  readonly onEvict?: (value: Value) => void;
}

export function createBoundedMap<Key, Value>({ max, onEvict }: BoundedMapOptions<Value>): BoundedMap<Key, Value> {
  if (!Number.isInteger(max) || max < 1)
    throw new TypeError('A bounded map holds a whole number of entries from 1 on.');
  const map = new Map<Key, Value>();

  const evictOldest = () => {
    for (const [key, value] of map) {
      map.delete(key);
      onEvict?.(value);
      return;
    }
  };

  return {
    get(key) {
      const value = map.get(key);
      if (value === undefined) return undefined;
      map.delete(key);
      map.set(key, value);
      return value;
    },
    set(key, value) {
      if (!map.delete(key) && map.size >= max) evictOldest();
      map.set(key, value);
    },
    delete: (key) => void map.delete(key),
    clear: () => {
      map.clear();
    },
    entries: () => map.entries(),
    get size() {
      return map.size;
    },
  };
}
