import type { NegotiationRecord, NegotiationStore } from '../../ports/negotiation-store.ts';

/** Agreements for as long as the process lives. Clients that are given one store share it. */
export function createMemoryNegotiationStore(): NegotiationStore {
  const records = new Map<string, NegotiationRecord>();
  return {
    load: (key) => Promise.resolve(records.get(key)),
    save: (key, record) => {
      records.set(key, record);
      return Promise.resolve();
    },
    delete: (key) => {
      records.delete(key);
      return Promise.resolve();
    },
  };
}
