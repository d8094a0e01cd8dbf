/** One record per account, in memory. With core's `Secret` as record it fits `TokenStore` of `@wicketgate/core`. */
export interface MemoryTokenStore<Held extends { reveal(): string }> {
  readonly id: 'memory';
  load(account: string, signal?: AbortSignal): Promise<Held | undefined>;
  save(account: string, record: Held, signal?: AbortSignal): Promise<void>;
  clear(account: string, signal?: AbortSignal): Promise<boolean>;
  exclusively<T>(account: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** What is stored now, for a test to look at or to spoil. */
  readonly records: Map<string, Held>;
}

const MAX_RECORD_BYTES = 16_384;

export function createMemoryTokenStore<Held extends { reveal(): string }>(): MemoryTokenStore<Held> {
  const records = new Map<string, Held>();
  const last = new Map<string, Promise<unknown>>();
  const enter = (account: string, signal: AbortSignal | undefined) => {
    if (!/^[0-9a-f]{64}$/.test(account)) throw new TypeError('An account is 64 lower-case hexadecimal digits.');
    signal?.throwIfAborted();
    // Real stores answer from a disk or another process: never in the same turn.
    return Promise.resolve();
  };

  return {
    id: 'memory',
    load: async (account, signal) => {
      await enter(account, signal);
      return records.get(account);
    },
    save: async (account, record, signal) => {
      await enter(account, signal);
      checkRecord(record.reveal());
      records.set(account, record);
    },
    clear: async (account, signal) => {
      await enter(account, signal);
      return records.delete(account);
    },
    exclusively: async (account, work, signal) => {
      await enter(account, signal);
      const waiting = leaving(signal);
      const turn = (last.get(account) ?? Promise.resolve()).then(() => {
        waiting.end();
        signal?.throwIfAborted();
        return work();
      });
      last.set(
        account,
        turn.catch(() => undefined),
      );
      return Promise.race([turn, waiting.left]);
    },
    records,
  };
}

function checkRecord(text: string): void {
  const fits = text.trim() !== '' && !/[\r\n\0]/.test(text) && !/\p{Surrogate}/u.test(text);
  if (fits && new TextEncoder().encode(text).length <= MAX_RECORD_BYTES) return;
  throw Object.assign(new Error('A record is one line of 1 to 16,384 bytes.'), { code: 'invalid_value' });
}

/** A promise that rejects when the signal is aborted before the end. */
function leaving(signal: AbortSignal | undefined): { readonly left: Promise<never>; end(): void } {
  const controller = new AbortController();
  const left = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { signal: controller.signal });
  });
  return { left, end: () => controller.abort() };
}
