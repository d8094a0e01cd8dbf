import type { CatalogRecord, CatalogStore } from '../ports/catalog-store.ts';
import type { NegotiationRecord, NegotiationStore } from '../ports/negotiation-store.ts';
import type { PinRecord, PinStore } from '../ports/pin-store.ts';

/** Listings for as long as the process lives. Clients that are given one store share it. */
export function createMemoryCatalogStore(): CatalogStore {
  return createMemoryRecords<CatalogRecord>();
}

/** Approvals for as long as the process lives. Clients that are given one store share it. */
export function createMemoryPinStore(): PinStore {
  const { load, save } = createMemoryRecords<PinRecord>();
  return { load, save };
}

/** Agreements for as long as the process lives. Clients that are given one store share it. */
export function createMemoryNegotiationStore(): NegotiationStore {
  return createMemoryRecords<NegotiationRecord>();
}

function createMemoryRecords<T>() {
  const records = new Map<string, T>();
  return {
    load: (key: string) => Promise.resolve(records.get(key)),
    save: (key: string, record: T) => {
      records.set(key, record);
      return Promise.resolve();
    },
    delete: (key: string) => {
      records.delete(key);
      return Promise.resolve();
    },
  };
}
