/** Counts that wait for a write, one entry per name. */
export interface Tally<Entry> {
  /** How many entries wait. */
  readonly size: number;
  add(entry: Entry): void;
  /** Hands over what was counted; takes it back when `write` fails, and throws what it threw. */
  drain(write: (batch: readonly Entry[]) => Promise<void>): Promise<void>;
}

export interface TallyRules<Entry> {
  /** Entries of one name are counted as one. */
  readonly nameOf: (entry: Entry) => string;
  readonly merge: (before: Entry, added: Entry) => Entry;
}

export function createTally<Entry>({ nameOf, merge }: TallyRules<Entry>): Tally<Entry> {
  let entries = new Map<string, Entry>();

  const add = (entry: Entry) => {
    const name = nameOf(entry);
    const before = entries.get(name);
    entries.set(name, before === undefined ? entry : merge(before, entry));
  };

  return {
    get size() {
      return entries.size;
    },
    add,
    async drain(write) {
      if (entries.size === 0) return;
      const batch = [...entries.values()];
      entries = new Map();
      try {
        await write(batch);
      } catch (error) {
        batch.forEach(add);
        throw error;
      }
    },
  };
}
