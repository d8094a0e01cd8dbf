import { endpoints } from '@wicketgate/contract';
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/services/http-client.ts';
import { WicketgateError } from '../../src/words/errors.ts';
import { Secret } from '../../src/words/secret.ts';
import { createFakeWorld, failureOf } from '../fake-world.ts';

/** A world where a key was revoked and another one works. */
function createRevokedWorld() {
  const world = createFakeWorld();
  const worn = world.gateway.issue({ role: 'admin' });
  world.gateway.keys.revoke(worn.key.id, 'by the test', 'bootstrap');
  const { apiKey } = world.gateway.issue({ role: 'admin', name: 'newer' });
  return { ...world, worn: new Secret(worn.apiKey), newer: new Secret(apiKey) };
}

describe('a 401 to a call that can be renewed', () => {
  it('is answered with another credential, once, and the call succeeds', async () => {
    const { client, worn, newer, gateway } = createRevokedWorld();
    const http = client();
    const refusals: Refusal[] = [];
    http.onRefusal((refusal) => void refusals.push(refusal));
    const asked: string[] = [];
    const renew = (refused: Secret) => Promise.resolve((asked.push(refused.reveal()), newer));
    const me = await http.call(endpoints.auth.me, {}, { credential: worn, renew });
    expect(me.key?.name).toBe('newer');
    expect(asked).toEqual([worn.reveal()]);
    expect(refusals).toEqual([]);
    expect(gateway.requestsTo('/api/v1/me')).toBe(2);
  });

  it('is tried again also where a call may not be repeated: a 401 did nothing', async () => {
    const { client, worn, newer } = createRevokedWorld();
    const body = { name: 'made once', owner: { id: 'owner-1' } };
    const options = { credential: worn, renew: () => Promise.resolve(newer) };
    const made = await client().call(endpoints.keys.create, { body }, options);
    expect(made.key.name).toBe('made once');
  });

  it('stands when there is no other credential, or the same again, and is told then', async () => {
    const { client, worn, gateway } = createRevokedWorld();
    for (const renew of [() => Promise.resolve(undefined), () => Promise.resolve(new Secret(worn.reveal()))]) {
      const http = client();
      const refusals: Refusal[] = [];
      http.onRefusal((refusal) => void refusals.push(refusal));
      const before = gateway.requests.length;
      const error = await failureOf(http.call(endpoints.auth.me, {}, { credential: worn, renew }));
      expect(error).toMatchObject({ code: 'key_revoked', attempts: 1 });
      expect(refusals.map(({ credential }) => credential)).toEqual([worn]);
      expect(gateway.requests.length).toBe(before + 1);
    }
  });

  it('is thrown when the second credential is refused too, and told of that one, and not tried a third time', async () => {
    const { client, worn, newer, gateway } = createRevokedWorld();
    gateway.keys.list().forEach(({ id, status }) => {
      if (status === 'active') gateway.keys.revoke(id, 'by the test', 'bootstrap');
    });
    const http = client();
    const refusals: Refusal[] = [];
    http.onRefusal((refusal) => void refusals.push(refusal));
    let renewals = 0;
    const renew = () => Promise.resolve((renewals++, newer));
    const error = await failureOf(http.call(endpoints.auth.me, {}, { credential: worn, renew }));
    expect(error).toMatchObject({ code: 'key_revoked', attempts: 2 });
    expect(refusals.map(({ credential }) => credential)).toEqual([newer]);
    expect(renewals).toBe(1);
  });

  it('gives way to what renewing throws', async () => {
    const { client, worn } = createRevokedWorld();
    const offline = new WicketgateError('offline', 'The gateway could not be reached.');
    const renew = () => Promise.reject(offline);
    expect(await failureOf(client().call(endpoints.auth.me, {}, { credential: worn, renew }))).toBe(offline);
  });

  it('alone is renewed: no other refusal, and no public endpoint', async () => {
    const { client, newer, gateway } = createRevokedWorld();
    let renewals = 0;
    const renew = () => Promise.resolve((renewals++, newer));
    const user = new Secret(gateway.issue({ role: 'user' }).apiKey);
    const http = client();
    expect(await failureOf(http.call(endpoints.keys.list, {}, { credential: user, renew }))).toMatchObject({
      code: 'forbidden',
    });
    gateway.fail({ code: 'unknown_key' }, { path: '/health' });
    expect(await failureOf(http.call(endpoints.system.health, {}, { credential: user, renew }))).toMatchObject({
      status: 401,
    });
    expect(renewals).toBe(0);
  });
});
