import { Secret, type Verdict } from '@wicketgate/core';
import { createFakeClock, createFakeGateway, createMemoryRecordStore, createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { KeyChecker, type KeyCheckerOptions } from '../../src/services/key-checker.ts';
import { createCollectingLogger } from '../doubles/collecting-logger.ts';
import { createSteps } from './gate-world.ts';

function createBench(change: Partial<KeyCheckerOptions> = {}) {
  const clock = createFakeClock();
  const gateway = createFakeGateway({ clock, random: createSeededRandom() });
  const checker = new KeyChecker({
    ...{ url: gateway.url, brand: 'wg', installId: 'a'.repeat(26), publicKeys: undefined, issuer: undefined },
    ...{ receipts: createMemoryRecordStore(), logger: createCollectingLogger(), random: createSeededRandom() },
    ...{ clock, fetch: gateway.fetch, ...change },
  });
  return { clock, gateway, checker, key: new Secret(gateway.adminKey), ...createSteps(clock) };
}

const awake = new AbortController().signal;

describe('KeyChecker', () => {
  it('asks the gateway each time, and remembers no verdict', async () => {
    const { checker, gateway, key, rest } = createBench();
    for (let round = 1; round <= 2; round++) {
      const [verdict] = await Promise.all([checker.check(key, awake), rest()]);
      expect(verdict).toMatchObject({ status: 'valid', via: 'gateway' });
      expect(gateway.requestsTo('/api/v1/auth/validate')).toBe(round);
    }
  });

  it('answers within ten seconds when the gateway hangs, and the store of the receipts too', async () => {
    const hang = () => new Promise<never>(() => undefined);
    const { checker, gateway, key, advance } = createBench({ receipts: { load: hang, save: hang, clear: hang } });
    gateway.fail('hang', { times: Infinity });
    let verdict: Verdict | undefined;
    void checker.check(key, awake).then((answer) => (verdict = answer));
    await advance(10_000);
    expect(verdict).toMatchObject({ status: 'unavailable', reason: 'timeout', next: 'retry_later' });
  });

  it('throws the reason of its caller, and leaves no timer behind', async () => {
    const { checker, gateway, clock, key, rest } = createBench();
    gateway.fail('hang', { times: Infinity });
    const leaving = new AbortController();
    const checking = checker.check(key, leaving.signal);
    await rest();
    leaving.abort(new Error('left'));
    await expect(checking).rejects.toThrow('left');
    await rest();
    expect(clock.sleepers).toBe(0);
  });

  it('is unavailable, and never valid or invalid, once it is closed', async () => {
    const { checker, key } = createBench();
    checker.close();
    expect(await checker.check(key, awake)).toMatchObject({ status: 'unavailable', reason: 'server' });
  });

  it('refuses at construction what no gateway has', () => {
    expect(() => createBench({ url: 'http://gateway.example.com' })).toThrow(TypeError);
    expect(() => createBench({ publicKeys: [] })).toThrow(TypeError);
  });
});
