import { endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import { createGatewayClient } from '../../src/services/gateway-client.ts';
import { Secret } from '../../src/words/secret.ts';
import { createFakeWorld, failureOf } from '../fake-world.ts';

describe('createGatewayClient', () => {
  it('has a function for every endpoint of the contract', () => {
    const client = createGatewayClient(createFakeWorld().options);
    const names = (table: object) =>
      Object.entries(table).flatMap(([group, calls]) => Object.keys(calls as object).map((name) => `${group}.${name}`));
    expect(names(client)).toEqual(names(endpoints));
  });

  it('carries a key through its whole life', async () => {
    const { options, gateway } = createFakeWorld();
    const { keys, auth, system } = createGatewayClient({ ...options, credential: new Secret(gateway.adminKey) });
    const { key, apiKey } = await keys.create({
      body: { name: 'a key', owner: { id: 'owner-2' }, metadata: { team_name: 'x' } },
    });
    const params = { id: key.id };
    expect(key).toMatchObject({ status: 'active', metadata: { team_name: 'x' } });
    expect((await keys.show({ params })).key).toEqual(key);
    expect((await keys.edit({ params, body: { tier: 'pro', expiresAt: '2027-01-01T00:00:00Z' } })).key.tier).toBe(
      'pro',
    );
    expect((await keys.suspend({ params, body: { reason: 'a break' } })).key.status).toBe('suspended');
    expect((await keys.resume({ params })).key.status).toBe('active');
    const rotated = await keys.rotate({ params, body: { overlapSeconds: 60 } });
    expect(rotated.key.rotatedFrom).toBe(key.id);
    expect((await keys.revoke({ params, body: { reason: 'over' } })).key.status).toBe('revoked');
    expect((await keys.list({ query: { status: 'revoked' } })).items).toHaveLength(1);
    expect((await keys.list()).items).toHaveLength(3);
    expect((await auth.me()).role).toBe('admin');
    expect(await system.ready()).toMatchObject({ status: 'ready' });
    const mine = createGatewayClient({ ...options, credential: new Secret(rotated.apiKey) });
    expect(apiKey).not.toBe(rotated.apiKey);
    expect((await mine.auth.validate({ body: { installId: 'install-1' } })).valid).toBe(true);
  });

  it('asks a source for the key before each call, so that a new one is used at once', async () => {
    const { options, gateway } = createFakeWorld();
    const first = gateway.issue({ name: 'first' });
    const second = gateway.issue({ name: 'second' });
    let current: Secret | undefined = new Secret(first.apiKey);
    const { auth } = createGatewayClient({ ...options, credential: { credential: () => Promise.resolve(current) } });
    expect((await auth.me()).key?.name).toBe('first');
    current = new Secret(second.apiKey);
    expect((await auth.me()).key?.name).toBe('second');
    current = undefined;
    expect(await failureOf(auth.me())).toMatchObject({ code: 'missing_credentials' });
  });

  it('shares the client of a validator, and passes a signal on', async () => {
    const { validator, gateway } = createFakeWorld();
    const { system } = createGatewayClient({ http: validator().http });
    await system.health();
    expect(gateway.requests).toHaveLength(1);
    expect(await failureOf(system.health({}, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'aborted' });
  });

  it('is checked by the compiler against the contract', () => {
    const client = createGatewayClient(createFakeWorld().options);
    const misuse = () => [
      // @ts-expect-error a name is missing
      client.keys.create({ body: { owner: { id: 'owner-2' } } }),
      // @ts-expect-error there is no such tier
      client.keys.create({ body: { name: 'a key', owner: { id: 'owner-2' }, tier: 'gold' } }),
      // @ts-expect-error the id is missing
      client.keys.show(),
      // @ts-expect-error it takes no body
      client.auth.me({ body: {} }),
    ];
    expect(misuse).toBeTypeOf('function');
  });
});
