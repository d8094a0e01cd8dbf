import type { CatalogRecord, CatalogStore } from '../../ports/catalog-store.ts';
import type { PinRecord, PinStore } from '../../ports/pin-store.ts';

/** Listings for as long as the process lives. Clients that are given one store share it. */
export function createMemoryCatalogStore(): CatalogStore {
  const records = new Map<string, CatalogRecord>();
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

/** Approvals for as long as the process lives. Clients that are given one store share it. */
export function createMemoryPinStore(): PinStore {
  const records = new Map<string, PinRecord>();
  return {
    load: (server) => Promise.resolve(records.get(server)),
    save: (server, record) => {
      records.set(server, record);
      return Promise.resolve();
    },
  };
}
