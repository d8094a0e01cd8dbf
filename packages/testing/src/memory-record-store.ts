/** One record of text per account, in memory. Fits the store of receipts of `@wicketgate/core`. */
export interface MemoryRecordStore {
  load(account: string): Promise<string | undefined>;
  save(account: string, record: string): Promise<void>;
  clear(account: string): Promise<void>;
  /** What is stored now, for a test to look at or to spoil. */
  readonly records: Map<string, string>;
}

export function createMemoryRecordStore(): MemoryRecordStore {
  const records = new Map<string, string>();
  return {
    load: (account) => Promise.resolve(records.get(account)),
    save: (account, record) => {
      records.set(account, record);
      return Promise.resolve();
    },
    clear: (account) => {
      records.delete(account);
      return Promise.resolve();
    },
    records,
  };
}
