import type { KeyStore } from '../../src/ports/storage.ts';
import { createGate } from './gate.ts';

/** A store that counts what it is asked, and can be cut off or held up. */
export interface CountingStore extends KeyStore {
  readonly reads: number;
  readonly writes: number;
  /** From now on every call fails with this, until it is undefined again. */
  fail(error: Error | undefined): void;
  /** Reads that start from now on wait for the release. What they answer is read before they wait. */
  hold(): { readonly release: () => void };
}

export function createCountingStore(store: KeyStore): CountingStore {
  let reads = 0;
  let writes = 0;
  let failure: Error | undefined;
  let gate: Promise<void> = Promise.resolve();

  const read = async <T>(ask: () => Promise<T>) => {
    reads++;
    if (failure) throw failure;
    const held = gate;
    const answer = await ask();
    await held;
    return answer;
  };

  return {
    findById: (id) => read(() => store.findById(id)),
    findByDigest: (digests) => read(() => store.findByDigest(digests)),
    list: (filter, page) => read(() => store.list(filter, page)),
    act: async (act) => {
      writes++;
      if (failure) throw failure;
      return store.act(act);
    },
    fail: (error) => {
      failure = error;
    },
    hold: () => {
      const { opened, open } = createGate();
      gate = opened;
      return { release: open };
    },
    get reads() {
      return reads;
    },
    get writes() {
      return writes;
    },
  };
}
