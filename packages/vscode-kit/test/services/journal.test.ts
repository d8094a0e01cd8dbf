import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createGateWorld } from './gate-world.ts';

describe('the journal', () => {
  it('tells the beginning and each change of the state, and what it is about', async () => {
    const world = createGateWorld();
    const window = world.open();
    await world.rest();
    const { key, apiKey } = world.gateway.issue();
    await window.signIn(apiKey);
    world.gateway.keys.revoke(key.id, 'over', 'test');
    const checked = window.engine.check();
    await world.rest();
    await checked;
    const lines = window.logger.lines.filter(({ message }) => /began|changed/.test(message));
    expect(lines).toMatchObject([
      { message: 'the gate began', fields: { status: 'noKey', why: 'none' } },
      { message: 'the state changed', fields: { status: 'active', degraded: false, how: 'asked' } },
      { message: 'the state changed', fields: { status: 'invalid', reason: 'revoked', code: 'key_revoked' } },
    ]);
    expect(lines.at(-1)?.fields['requestId']).toEqual(expect.any(String));
  });

  it('holds no key and no person, whatever happens', async () => {
    const world = createGateWorld({ settings: { 'acme.apiKey': '' } });
    const window = world.open({ options: { legacySettings: ['acme.apiKey'] } });
    await world.rest();
    const owner = { id: 'owner-1', name: 'Dev', email: 'dev@example.com' };
    const keys = [world.gateway.issue({ owner }), world.gateway.issue({ owner })];
    const [first, second] = keys.map(({ apiKey }) => apiKey);
    await window.signIn(first ?? '');
    world.gateway.fail('network', { times: Infinity });
    void window.engine.check();
    await world.advance(10_000);
    world.gateway.heal();
    world.gateway.keys.revoke(keys[0]?.key.id ?? '', 'over', 'test');
    await window.engine.client.auth.me().catch(() => undefined);
    await world.rest();
    world.settings.fail('user', new Error('read-only'));
    world.settings.set('acme.apiKey', second);
    await world.rest();
    await window.signIn(second ?? '');
    await window.engine.run('signOut');
    await world.rest();
    const everything = inspect([window.logger.lines, window.dialogue.told], { depth: 12, maxStringLength: null });
    expect(everything).toContain('acme.apiKey');
    expect(everything).toContain('grace');
    for (const secret of [first, second, 'dev@example.com']) expect(everything).not.toContain(secret);
    const log = inspect(window.logger.lines, { depth: 12, maxStringLength: null });
    expect(log).not.toContain('Dev');
  });
});
