import { endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { signIn } from './signed-in.ts';
import type { Wire } from './wire.ts';

const { me, usage } = endpoints.auth;
const LIMITS = { requests: 70, windowSeconds: 60, burst: 70 };

export function usageRules(wire: () => Wire): void {
  describe('usage', () => {
    ofKeys(wire);
    ofSignIns(wire);
  });
}

function ofKeys(wire: () => Wire): void {
  it('of a key that has not called is nothing, with the limits in force', async () => {
    const { apiKey } = await wire().createKey({ limits: LIMITS });
    const { answer } = await wire().call(usage, { key: apiKey });
    expect(answer).toEqual({ calls: { total: 0, lastUsedAt: null }, limits: LIMITS });
  });

  it('counts the calls of the key that asks and of no other, a minute late at most', async (context) => {
    const owner = { id: 'usage-keys' };
    const { apiKey } = await wire().createKey({ owner });
    const other = await wire().createKey({ owner });
    for (const key of [apiKey, apiKey, other.apiKey]) await wire().call(me, { key });
    await written(wire(), context);
    const { calls } = (await wire().call(usage, { key: apiKey })).answer;
    expect(calls).toEqual({ total: 2, lastUsedAt: expect.any(String) as string });
  });
}

function ofSignIns(wire: () => Wire): void {
  it('counts what all sign-ins and keys of the person have called', async (context) => {
    const owner = { id: 'usage-person' };
    const first = await signIn(wire(), context, { owner });
    const second = await signIn(wire(), context, { owner });
    const stranger = await signIn(wire(), context, { owner: { id: 'usage-stranger' } });
    const { apiKey } = await wire().createKey({ owner });
    await written(wire(), context);
    // What signing in has cost by itself is the gateway's affair.
    const before = (await wire().call(usage, { key: first.accessToken })).answer.calls.total;
    const callers = [first.accessToken, second.accessToken, second.accessToken, apiKey, stranger.accessToken];
    for (const key of callers) await wire().call(me, { key });
    await written(wire(), context);
    const { calls } = (await wire().call(usage, { key: second.accessToken })).answer;
    // The first question is a call as well.
    expect(calls.total - before).toBe(5);
    expect((await wire().call(usage, { key: apiKey })).answer.calls.total).toBe(1);
  });
}

/** Waits until what was counted is there. */
async function written({ subject: { clock } }: Wire, context: { skip(note: string): never }): Promise<void> {
  if (!clock) return context.skip('this gateway has no clock that can be turned');
  await clock.advance(60_000);
}
