import { createFakeClock, createFakeGateway, createMemoryRecordStore, createSeededRandom } from '@wicketgate/testing';
import { AuthValidator } from '../src/services/auth-validator.ts';
import { createHttpClient, type HttpClient } from '../src/services/http-client.ts';
import type { HttpClientOptions } from '../src/services/http-options.ts';
import type { AuthValidatorOptions } from '../src/services/validator-options.ts';

/** A fake gateway under a fake clock, and what clients of it need. */
export function createFakeWorld() {
  const clock = createFakeClock();
  const random = createSeededRandom();
  const gateway = createFakeGateway({
    clock,
    random,
    shapes: [{ name: 'chef', prefix: 'chef_', pattern: /[0-9a-f-]{36}/ }],
  });
  const store = createMemoryRecordStore();
  const options = { url: gateway.url, fetch: gateway.fetch, clock, random } satisfies HttpClientOptions;
  return {
    clock,
    gateway,
    /** Waits until so many requests were made: hashing a key takes real time, in which the fake clock must stand still. */
    asked: async (count = 1): Promise<void> => {
      while (gateway.requests.length < count) await clock.advance(0);
    },
    store,
    options,
    client: (change: Partial<HttpClientOptions> = {}): HttpClient => createHttpClient({ ...options, ...change }),
    validator: (change: Partial<AuthValidatorOptions> = {}): AuthValidator =>
      new AuthValidator({ ...options, ...change }),
  };
}

export type FakeWorld = ReturnType<typeof createFakeWorld>;

/** Something to wait for until it is opened. */
export function createGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** A `fetch` whose first answer is made at once and handed over when `release` is called, after all that came later. */
export function holdFirstAnswer({ gateway }: FakeWorld) {
  const [answer, handover] = [createGate(), createGate()];
  let asked = 0;
  const fetch: FakeWorld['gateway']['fetch'] = async (input, init) => {
    const isFirst = ++asked === 1;
    const made = await gateway.fetch(input, init);
    if (!isFirst) return made;
    answer.open();
    await handover.opened;
    return made;
  };
  return { fetch, answered: answer.opened, release: handover.open };
}

/** The reason of a rejection, for a promise that must not resolve. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('The promise resolved.');
    },
    (reason: unknown) => reason,
  );
}
