import { type AnswerOf, endpoints, type RequestOf } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { hex, sha256 } from '../fake-gateway/receipts.ts';
import type { Wire } from './wire.ts';

const { keys } = endpoints;
type Page = AnswerOf<typeof keys.list>;
type Query = NonNullable<RequestOf<typeof keys.list>['query']>;

export function administrationRules(wire: () => Wire): void {
  describe('administration of keys', () => {
    issuing(wire);
    lists(wire);
    changes(wire);
    imports(wire);
  });
}

function issuing(wire: () => Wire): void {
  it('issues a key with the documented defaults', async () => {
    const { key, apiKey } = await wire().createKey({ name: '  plain  ', owner: { id: 'owner-1' } });
    expect(apiKey).toMatch(/^wg_live_[0-9A-Za-z]{48}$/);
    expect(apiKey.slice(8, 18)).toBe(key.id);
    expect(key).toMatchObject({
      kind: 'issued',
      name: 'plain',
      env: 'live',
      owner: { id: 'owner-1', email: null, name: null },
      tier: 'free',
      role: 'user',
      scopes: [],
      metadata: {},
      status: 'active',
      expiresAt: null,
      revokedAt: null,
      rotatedFrom: null,
      rotatedTo: null,
      usageCount: 0,
    });
  });

  it('shows the text of a key once and never again', async () => {
    const { key, apiKey } = await wire().createKey({ name: 'once' });
    const shown = await wire().call(keys.show, { params: { id: key.id } });
    const listed = await wire().call(keys.list, { query: { name: 'once' } });
    expect(shown.answer.key).toEqual(key);
    expect(JSON.stringify([shown.answer, listed.answer])).not.toContain(apiKey.slice(18));
  });

  it('keeps the spelling of metadata', async () => {
    const metadata = { cost_center: 'a', costCenter: 1, 'a.b-c': null, flag: true };
    const { key } = await wire().createKey({ metadata });
    expect(key.metadata).toEqual(metadata);
  });
}

function lists(wire: () => Wire): void {
  it('lists keys newest first, in pages that neither repeat nor omit', async () => {
    const made: string[] = [];
    for (let at = 0; at < 5; at++) {
      made.push((await wire().createKey({ owner: { id: 'pages' } })).key.id);
      await wire().subject.clock?.advance(1000);
    }
    const seen: Page['items'] = [];
    let cursor: string | null = null;
    do {
      const query: Query = { owner: 'pages', limit: '2', ...(cursor !== null && { cursor }) };
      const { answer }: { readonly answer: Page } = await wire().call(keys.list, { query });
      expect(answer.items.length).toBeLessThanOrEqual(2);
      seen.push(...answer.items);
      cursor = answer.nextCursor;
    } while (cursor !== null);
    expect(seen.map(({ id }) => id).sort()).toEqual(made.sort());
    const times = seen.map(({ createdAt }) => Date.parse(createdAt));
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('ends a list without an empty page', async () => {
    for (let at = 0; at < 2; at++) await wire().createKey({ owner: { id: 'exactly-two' } });
    const { answer } = await wire().call(keys.list, { query: { owner: 'exactly-two', limit: '2' } });
    expect(answer.items).toHaveLength(2);
    expect(answer.nextCursor).toBeNull();
  });

  it('finds keys by status, tier, role and part of a name', async () => {
    const owner = { id: 'filters' };
    const pro = await wire().createKey({ owner, tier: 'pro', name: '100% Sure_thing' });
    const viewer = await wire().createKey({ owner, role: 'viewer', name: 'other' });
    await wire().call(keys.suspend, { params: { id: viewer.key.id } });
    const find = async (query: object) => {
      const { answer } = await wire().call(keys.list, { query: { owner: 'filters', ...query } });
      return answer.items.map(({ id }) => id);
    };
    expect(await find({ tier: 'pro' })).toEqual([pro.key.id]);
    expect(await find({ role: 'viewer' })).toEqual([viewer.key.id]);
    expect(await find({ status: 'suspended' })).toEqual([viewer.key.id]);
    expect(await find({ name: 'SURE' })).toEqual([pro.key.id]);
    // Wildcards of the store stand for themselves.
    expect(await find({ name: '0%' })).toEqual([pro.key.id]);
    expect(await find({ name: 'e_t' })).toEqual([pro.key.id]);
    expect(await find({ name: '_ther' })).toEqual([]);
    expect(await find({ env: 'test' })).toEqual([]);
  });
}

function changes(wire: () => Wire): void {
  it('changes what is given and leaves the rest', async () => {
    const { key } = await wire().createKey({ name: 'before', tier: 'pro', metadata: { a: 1 } });
    const limits = { requests: 5, windowSeconds: 10, burst: 5 };
    const { answer } = await wire().call(keys.edit, { params: { id: key.id }, body: { name: 'after', limits } });
    expect(answer.key).toEqual({ ...key, name: 'after', limits });
    const back = await wire().call(keys.edit, { params: { id: key.id }, body: { limits: null, metadata: {} } });
    expect(back.answer.key).toEqual({ ...key, name: 'after', metadata: {} });
  });

  it('does not know a key that does not exist', async () => {
    const params = { id: '0000000000' };
    await wire().refusal(keys.show, { params }, 'not_found');
    await wire().refusal(keys.edit, { params, body: { name: 'a' } }, 'not_found');
    await wire().refusal(keys.suspend, { params }, 'not_found');
    await wire().refusal(keys.resume, { params }, 'not_found');
    await wire().refusal(keys.revoke, { params, body: { reason: 'a' } }, 'not_found');
    await wire().refusal(keys.rotate, { params }, 'not_found');
  });
}

function imports(wire: () => Wire): void {
  it('takes over a key of a registered foreign shape by its hash, once', async (context) => {
    const { foreign, clock } = wire().subject;
    if (!foreign) context.skip('this gateway has no registered foreign shape');
    else {
      const body = {
        name: 'legacy',
        owner: { id: 'legacy' },
        shape: foreign.shape,
        sha256: hex(await sha256(foreign.key)),
      };
      // A gateway may remember for some seconds that it does not know a key, so time has to pass in between.
      if (clock) {
        await wire().refusal(endpoints.auth.me, { key: foreign.key }, 'unknown_key');
        await clock.advance(60_000);
      }
      const { answer } = await wire().call(keys.import, { body });
      expect(answer.key).toMatchObject({ kind: 'imported', name: 'legacy', status: 'active' });
      const opened = await wire().call(endpoints.auth.validate, { key: foreign.key });
      expect(opened.answer).toMatchObject({ valid: true, principal: { id: 'legacy' }, key: { id: answer.key.id } });
      await wire().refusal(keys.import, { body }, 'conflict');
    }
  });
}
