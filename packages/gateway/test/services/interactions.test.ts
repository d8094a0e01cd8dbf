import { createSeededRandom } from '@wicketgate/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNodeDigests } from '../../src/node/node-digests.ts';
import { openSqliteStorage } from '../../src/node/sqlite-storage.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { createInteractions, type Interactions, type Wanted } from '../../src/services/interactions.ts';
import { type CountingStorage, countingStorage } from '../support/counting-storage.ts';
import { NEW_YEAR } from '../support/records.ts';

const WANTED: Wanted = {
  kind: 'device',
  clientName: 'Wicketgate command',
  grant: { id: '0'.repeat(32), clientId: 'wicketgate-cli', requestedScopes: null, askerIp: null, createdAt: NEW_YEAR },
};
const [BROWSER, OTHER] = ['A'.repeat(43), 'B'.repeat(43)];

describe('what a browser is in the middle of', () => {
  let storage: Storage;
  let counting: CountingStorage;
  let interactions: Interactions;
  beforeEach(async () => {
    storage = await openSqliteStorage({ file: ':memory:' });
    await storage.migrate();
    counting = countingStorage(storage);
    const parts = { digests: createNodeDigests(), random: createSeededRandom() };
    interactions = createInteractions({ store: counting.storage, ...parts });
  });
  afterEach(() => storage.close());

  it('is found by that browser, with what belongs to it, for 10 minutes', async () => {
    const begun = await interactions.begin(BROWSER, WANTED, NEW_YEAR);
    const { reference } = begun;
    expect(await interactions.find(BROWSER, reference, NEW_YEAR + 599_999)).toEqual(begun);
    expect(await interactions.find(BROWSER, reference, NEW_YEAR + 600_000)).toBeUndefined();
    expect(await interactions.find(OTHER, reference, NEW_YEAR)).toBeUndefined();
    const another = await interactions.begin(BROWSER, WANTED, NEW_YEAR);
    expect(another.reference).not.toBe(reference);
  });

  it('is kept under nothing that opens it: neither the cookie nor the reference is in the store', async () => {
    const { reference } = await interactions.begin(BROWSER, WANTED, NEW_YEAR);
    const kept = JSON.stringify(counting.given('insertInteraction'));
    expect(kept).toMatch(/"id":"[0-9a-f]{64}"/);
    expect(kept).not.toContain(reference);
    expect(kept).not.toContain(BROWSER);
  });

  it('costs no look-up for a text that is no reference', async () => {
    for (const text of ['', 'x', 'A'.repeat(23), `${'A'.repeat(21)}/`, 'A'.repeat(100_000)]) {
      expect(await interactions.find(BROWSER, text, NEW_YEAR)).toBeUndefined();
    }
    expect(counting.calls).toEqual({});
  });

  it('is changed by one of two at once', async () => {
    const begun = await interactions.begin(BROWSER, WANTED, NEW_YEAR);
    const changed = await Promise.all([1, 2].map((failures) => interactions.change(begun, { failures })));
    expect(changed.filter((result) => result !== undefined)).toHaveLength(1);
    expect(await interactions.find(BROWSER, begun.reference, NEW_YEAR)).toEqual(changed.find(Boolean));
  });

  it('is not found any more once it is decided or has ended', async () => {
    const [decided, ended] = [
      await interactions.begin(BROWSER, WANTED, NEW_YEAR),
      await interactions.begin(BROWSER, WANTED, NEW_YEAR),
    ];
    await interactions.change(decided, { decided: true });
    await interactions.end(ended);
    for (const { reference } of [decided, ended]) {
      expect(await interactions.find(BROWSER, reference, NEW_YEAR)).toBeUndefined();
    }
  });
});
