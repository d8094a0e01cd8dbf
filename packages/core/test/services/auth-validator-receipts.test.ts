import { endpoints, type PublicJwk, RECEIPT_TYPE, type WireReceiptClaims } from '@wicketgate/contract';
import type { Misbehaviour } from '@wicketgate/testing';
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { formatRecord, parseRecord } from '../../src/rules/receipt-record.ts';
import { parseReceipt } from '../../src/rules/receipt-token.ts';
import type { AuthValidatorOptions } from '../../src/services/validator-options.ts';
import { Secret } from '../../src/words/secret.ts';
import { createFakeWorld, createGate, failureOf, type FakeWorld, holdFirstAnswer } from '../fake-world.ts';

const VALIDATE = '/api/v1/auth/validate';
const JWKS = '/.well-known/jwks.json';
const HOUR = 3_600_000;
const LIFE = 72 * HOUR;
const MINUTE = 60_000;

/** A world in which one key was validated online once, with the receipt kept, and the gateway is gone since. */
async function afterLastContact(options: Partial<AuthValidatorOptions> = {}) {
  const world = createFakeWorld();
  const { key, apiKey } = world.gateway.issue({ name: 'mine', tier: 'pro' });
  const receipts = world.store;
  const online = { receipts, retries: 0, installId: 'install-1', ...options };
  await world.validator(online).validate(apiKey);
  world.gateway.fail('network', { times: Infinity });
  const recall = (change: Partial<AuthValidatorOptions> = {}) =>
    world.validator({ ...online, ...change }).validate(apiKey);
  const [account = '', line = ''] = [...world.store.records][0] ?? [];
  return { ...world, key, apiKey, recall, account, line };
}

/** Changes what the store holds, as somebody with a text editor does. */
function spoil(
  world: { store: FakeWorld['store']; account: string; line: string },
  change: (receipt: string) => string,
) {
  const record = parseRecord(world.line);
  if (!record) throw new Error('There is no record.');
  world.store.records.set(world.account, formatRecord({ ...record, receipt: change(record.receipt) }));
}

describe('grace', () => {
  it.each<[Misbehaviour, string]>([
    ['network', 'offline'],
    ['hang', 'timeout'],
    [{ code: 'too_many_requests', retryAfterSeconds: 90 }, 'throttled'],
    [{ code: 'unavailable', retryAfterSeconds: 90 }, 'server'],
    [{ status: 502, headers: { 'Content-Type': 'text/html' }, body: 'Bad gateway' }, 'server'],
    ['html', 'server'],
    ['redirect', 'server'],
  ])('lets a receipt stand in when the gateway does %j, and says until when and why', async (how, because) => {
    const { gateway, recall, clock, key, asked } = await afterLastContact();
    const from = clock.now();
    gateway.heal();
    gateway.fail(how, { times: Infinity });
    const verdict = recall();
    await asked(gateway.requests.length + 1);
    await clock.advance(10_000);
    expect(await verdict).toEqual({
      status: 'valid',
      via: 'receipt',
      identity: expect.objectContaining({ key: { id: key.id, name: 'mine', env: 'live' }, tier: 'pro' }) as unknown,
      checkedAt: new Date(from).toISOString(),
      degraded: false,
      grace: {
        until: new Date(from + LIFE).toISOString(),
        because,
        ...(typeof how === 'object' && 'retryAfterSeconds' in how && { retryAfterMs: 90_000 }),
      },
    });
  });

  it('serves until the receipt ends, in the millisecond', async () => {
    const { recall, clock } = await afterLastContact();
    clock.set(clock.now() + LIFE - 1);
    expect(await recall()).toMatchObject({ status: 'valid', via: 'receipt' });
    clock.set(clock.now() + 1);
    expect(await recall()).toMatchObject({ status: 'unavailable', reason: 'offline' });
  });

  it('never outlives the key', async () => {
    const world = createFakeWorld();
    const { apiKey } = world.gateway.issue({ expiresAt: new Date(world.clock.now() + HOUR).toISOString() });
    const one = world.validator({ receipts: world.store, retries: 0 });
    await one.validate(apiKey);
    world.gateway.fail('network', { times: Infinity });
    world.clock.set(world.clock.now() + HOUR - 1);
    expect(await one.validate(apiKey)).toMatchObject({ status: 'valid' });
    world.clock.set(world.clock.now() + 1);
    expect(await one.validate(apiKey)).toMatchObject({ status: 'unavailable' });
  });

  it('is remembered for 15 seconds, so that not every call waits for a dead network', async () => {
    const { validator, store, apiKey, gateway, clock } = await afterLastContact();
    const one = validator({ receipts: store, retries: 0, installId: 'install-1' });
    const before = gateway.requestsTo(VALIDATE);
    expect(await one.validateCached(apiKey)).toMatchObject({ via: 'receipt' });
    clock.set(clock.now() + 14_999);
    expect(await one.validateCached(apiKey)).toMatchObject({ via: 'receipt', grace: { because: 'offline' } });
    expect(gateway.requestsTo(VALIDATE)).toBe(before + 1);
    gateway.heal();
    clock.set(clock.now() + 1);
    expect(await one.validateCached(apiKey)).toMatchObject({ via: 'gateway' });
  });

  it('needs a store', async () => {
    const { validator, apiKey } = await afterLastContact();
    expect(await validator({ retries: 0 }).validate(apiKey)).toMatchObject({ status: 'unavailable' });
  });
});

describe('a receipt does not stand in', () => {
  it('when the clock went back behind the latest time seen by more than five minutes', async () => {
    const { recall, clock } = await afterLastContact();
    const latest = clock.now() + 10 * HOUR;
    clock.set(latest);
    expect(await recall()).toMatchObject({ status: 'valid' });
    clock.set(latest - 5 * MINUTE);
    expect(await recall()).toMatchObject({ status: 'valid' });
    clock.set(latest - 5 * MINUTE - 1);
    expect(await recall()).toMatchObject({ status: 'unavailable' });
  });

  it('when it is from the future', async () => {
    const { recall, clock } = await afterLastContact();
    clock.set(clock.now() - 5 * MINUTE - 1);
    expect(await recall()).toMatchObject({ status: 'unavailable' });
  });

  it('for another key, also when it is put in the place of that key', async () => {
    const world = await afterLastContact();
    const other = world.gateway.issue();
    world.gateway.heal();
    const options = { receipts: world.store, retries: 0, installId: 'install-1' };
    await world.validator(options).validate(other.apiKey);
    world.gateway.fail('network', { times: Infinity });
    const [, line] = [...world.store.records].find(([account]) => account !== world.account) ?? [];
    world.store.records.set(world.account, line ?? '');
    expect(await world.recall()).toMatchObject({ status: 'unavailable' });
  });

  it('for another installation, also when it is put in its place', async () => {
    const world = await afterLastContact();
    expect(await world.recall({ installId: 'install-2' })).toMatchObject({ status: 'unavailable' });
    const options = { receipts: world.store, retries: 0, installId: 'install-2' };
    world.gateway.heal();
    await world.validator(options).validate(world.apiKey);
    world.gateway.fail('network', { times: Infinity });
    const [account] = [...world.store.records.keys()].filter((name) => name !== world.account);
    world.store.records.set(account ?? '', world.line);
    expect(await world.recall({ installId: 'install-2' })).toMatchObject({ status: 'unavailable' });
  });

  it('for another gateway', async () => {
    const { recall, gateway } = await afterLastContact();
    expect(await recall({ url: 'https://other.example.com' })).toMatchObject({ status: 'unavailable' });
    expect(await recall({ issuer: 'https://other.example.com' })).toMatchObject({ status: 'unavailable' });
    expect(await recall({ issuer: gateway.url })).toMatchObject({ status: 'valid' });
  });

  it.each<[string, (receipt: string) => string]>([
    ['its signature is changed', (receipt) => receipt.slice(0, -5) + (receipt.endsWith('AAAAA') ? 'BBBBB' : 'AAAAA')],
    ['its signature is missing', (receipt) => receipt.slice(0, receipt.lastIndexOf('.') + 1)],
    ['its claims are changed', (receipt) => editPart(receipt, 1, (claims) => ({ ...claims, exp: 9_999_999_999 }))],
    ['its alg is none', (receipt) => editPart(receipt, 0, (header) => ({ ...header, alg: 'none' }))],
    ['its alg is HS256', (receipt) => editPart(receipt, 0, (header) => ({ ...header, alg: 'HS256' }))],
    ['its typ is another', (receipt) => editPart(receipt, 0, (header) => ({ ...header, typ: 'JWT' }))],
    ['its kid is unknown', (receipt) => editPart(receipt, 0, (header) => ({ ...header, kid: 'other' }))],
    [
      'it has critical extensions',
      (receipt) => editPart(receipt, 0, (header) => ({ ...header, crit: ['b64'], b64: false })),
    ],
    ['it is nothing', () => ''],
    ['it has a part too many', (receipt) => `${receipt}.x`],
    ['it is padded', (receipt) => `${receipt}==`],
    ['it is huge', (receipt) => receipt + 'A'.repeat(20_000)],
  ])('when %s', async (_, change) => {
    const world = await afterLastContact();
    spoil(world, change);
    expect(await world.recall()).toMatchObject({ status: 'unavailable' });
  });

  it('when it is unsecured, or signed with a key that nobody published', async () => {
    const world = await afterLastContact();
    const claims = claimsOf(world.line);
    const { privateKey } = await generateKeyPair('EdDSA');
    const { kid } = parseReceipt(parseRecord(world.line)?.receipt ?? '') ?? {};
    const forged = await sign(claims, privateKey, kid ?? '');
    for (const receipt of [new UnsecuredJWT({ ...claims }).encode(), forged]) {
      spoil(world, () => receipt);
      expect(await world.recall()).toMatchObject({ status: 'unavailable' });
    }
  });

  it('when the store fails or holds anything else', async () => {
    const world = await afterLastContact();
    for (const line of ['', 'null', '{"version":9}', '\u0000']) {
      world.store.records.set(world.account, line);
      expect(await world.recall()).toMatchObject({ status: 'unavailable' });
    }
    const broken = { ...world.store, load: () => Promise.reject(new Error('disk')) };
    expect(await world.recall({ receipts: broken })).toMatchObject({ status: 'unavailable', reason: 'offline' });
  });

  it.each<[string, Misbehaviour]>([
    ['200 and valid: false', 'valid-false'],
    ['200 and valid: 0', { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"valid":0}' }],
  ])('when the service answers %s', async (_, how) => {
    const { gateway, recall } = await afterLastContact();
    gateway.heal();
    gateway.fail(how);
    expect(await recall()).toMatchObject({ status: 'unavailable', code: 'bad_answer' });
  });
});

describe('a refusal by the gateway', () => {
  it('ends the grace for good', async () => {
    const { gateway, recall, key, store } = await afterLastContact();
    gateway.heal();
    gateway.keys.revoke(key.id, 'over', 'test');
    expect(await recall()).toMatchObject({ status: 'invalid', reason: 'revoked' });
    expect(store.records.size).toBe(0);
    gateway.fail('network', { times: Infinity });
    expect(await recall()).toMatchObject({ status: 'unavailable' });
  });

  it('ends the grace also when another call of the client met it', async () => {
    const { gateway, validator, store, key, apiKey } = await afterLastContact();
    gateway.heal();
    gateway.keys.suspend(key.id, 'a break');
    const one = validator({ receipts: store, installId: 'install-1' });
    await failureOf(one.http.call(endpoints.auth.me, {}, { credential: new Secret(apiKey) }));
    expect(store.records.size).toBe(0);
  });

  it('ends the grace within the process even when the store cannot forget', async () => {
    const { gateway, validator, store, key, apiKey } = await afterLastContact();
    const receipts = { ...store, clear: () => Promise.reject(new Error('disk')) };
    const one = validator({ receipts, installId: 'install-1', retries: 0 });
    gateway.heal();
    gateway.keys.suspend(key.id, 'a break');
    await one.validate(apiKey);
    gateway.fail('network', { times: Infinity });
    expect(await one.validate(apiKey)).toMatchObject({ status: 'unavailable' });
    gateway.heal();
    gateway.keys.resume(key.id);
    await one.validate(apiKey);
    gateway.fail('network', { times: Infinity });
    expect(await one.validate(apiKey)).toMatchObject({ status: 'valid', via: 'receipt' });
  });

  it('is not undone by a receipt that was asked for before it and arrives after it', async () => {
    const world = createFakeWorld();
    const { fetch, answered, release } = holdFirstAnswer(world);
    const one = world.validator({ fetch, receipts: world.store, retries: 0 });
    const { key, apiKey } = world.gateway.issue();
    const slow = one.validate(apiKey);
    await answered;
    world.gateway.keys.revoke(key.id, 'over', 'test');
    await one.validate(apiKey);
    release();
    expect(await slow).toMatchObject({ status: 'valid' });
    expect(world.store.records.size).toBe(0);
    world.gateway.fail('network');
    expect(await one.validate(apiKey)).toMatchObject({ status: 'unavailable' });
  });

  it('is not undone by a receipt that the store was just writing', async () => {
    const { validator, gateway, store } = createFakeWorld();
    const [writing, written] = [createGate(), createGate()];
    const save = async (account: string, record: string) => {
      writing.open();
      await written.opened;
      await store.save(account, record);
    };
    const one = validator({ receipts: { ...store, save } });
    const { key, apiKey } = gateway.issue();
    const slow = one.validate(apiKey);
    await writing.opened;
    gateway.keys.revoke(key.id, 'over', 'test');
    await one.validate(apiKey);
    written.open();
    await slow;
    expect(store.records.size).toBe(0);
  });

  it('does not end it with 403, which says nothing against the key', async () => {
    const { gateway, recall, store } = await afterLastContact();
    gateway.heal();
    gateway.fail({ code: 'forbidden' });
    expect(await recall()).toMatchObject({ status: 'invalid', reason: 'forbidden' });
    expect(store.records.size).toBe(1);
  });
});

describe('keeping receipts', () => {
  it('fetches the public keys once, without the key of the caller, and none when they are pinned', async () => {
    const { validator, gateway, store } = createFakeWorld();
    const one = validator({ receipts: store });
    await one.validate(gateway.adminKey);
    await one.validate(gateway.adminKey);
    expect([gateway.requestsTo(VALIDATE), gateway.requestsTo(JWKS)]).toEqual([2, 1]);
    const publicKeys = await gateway.publicKeys();
    const keptKeys = () => [...store.records.values()].map((line) => parseRecord(line)?.keys.length);
    expect(keptKeys()).toEqual([1]);
    await validator({ receipts: store, publicKeys }).validate(gateway.adminKey);
    expect(gateway.requestsTo(JWKS)).toBe(1);
    expect(keptKeys()).toEqual([0]);
  });

  it('trusts pinned keys alone, whatever lies beside the receipt', async () => {
    const world = await afterLastContact();
    const { privateKey, jwk } = await newKey('attacker');
    const receipt = await sign({ ...claimsOf(world.line), exp: 9_999_999_999 }, privateKey, 'attacker');
    const seenAt = world.clock.now();
    world.store.records.set(world.account, formatRecord({ receipt, keys: [jwk], seenAt }));
    const publicKeys = await world.gateway.publicKeys();
    expect(await world.recall({ publicKeys })).toMatchObject({ status: 'unavailable' });
    world.store.records.set(world.account, world.line);
    expect(await world.recall({ publicKeys })).toMatchObject({ status: 'valid' });
  });

  it('follows the gateway to a new signing key', async () => {
    const { gateway, recall, clock } = await afterLastContact();
    gateway.heal();
    gateway.rotateSigningKey();
    clock.set(clock.now() + HOUR);
    expect(await recall()).toMatchObject({ via: 'gateway' });
    gateway.fail('network', { times: Infinity });
    clock.set(clock.now() + LIFE - 1);
    expect(await recall()).toMatchObject({ via: 'receipt' });
  });

  it('keeps no receipt that it cannot verify, and takes the verdict all the same', async () => {
    const { validator, gateway, store } = createFakeWorld();
    const lines: unknown[] = [];
    const quiet = () => undefined;
    const logger = { debug: quiet, info: quiet, warn: (fields: unknown) => lines.push(fields), error: quiet };
    gateway.fail('forged-receipt');
    expect(await validator({ receipts: store, logger }).validate(gateway.adminKey)).toMatchObject({ status: 'valid' });
    expect(store.records.size).toBe(0);
    expect(lines).toEqual([{ flaw: 'not_verifiable' }]);
  });

  it('takes the verdict also when the public keys do not come, after five seconds at most', async () => {
    const { validator, gateway, store, clock } = createFakeWorld();
    gateway.fail('hang', { path: JWKS, times: Infinity });
    const verdict = validator({ receipts: store }).validate(gateway.adminKey);
    while (gateway.requestsTo(JWKS) === 0) await clock.advance(0);
    await clock.advance(5_000);
    expect(await verdict).toMatchObject({ status: 'valid', via: 'gateway' });
    expect(store.records.size).toBe(0);
  });

  it('finds its own kind of public key among others', async () => {
    const { validator, gateway, store } = createFakeWorld();
    const keys = [{ kty: 'RSA', kid: 'other', n: 'AQAB', e: 'AQAB' }, null, ...(await gateway.publicKeys())];
    const body = JSON.stringify({ keys });
    gateway.fail({ status: 200, headers: { 'Content-Type': 'application/json' }, body }, { path: JWKS });
    await validator({ receipts: store }).validate(gateway.adminKey);
    expect(store.records.size).toBe(1);
  });

  it.each(['load', 'save', 'clear'] as const)(
    'waits for a store that hangs in %s for five seconds at most',
    async (act) => {
      const { gateway, validator, store, key, apiKey, clock } = await afterLastContact();
      const hanging = createGate();
      const hang = () => {
        hanging.open();
        return new Promise<never>(() => undefined);
      };
      const one = validator({ receipts: { ...store, [act]: hang }, installId: 'install-1', retries: 0 });
      if (act !== 'load') gateway.heal();
      if (act === 'clear') gateway.keys.suspend(key.id, 'a break');
      const verdict = one.validate(apiKey);
      await hanging.opened;
      await clock.advance(5_000);
      expect((await verdict).status).toBe({ load: 'unavailable', save: 'valid', clear: 'invalid' }[act]);
    },
  );

  it('lets a caller leave and the validator close while the store hangs', async () => {
    const { gateway, validator, store } = createFakeWorld();
    let hanging = createGate();
    const save = () => {
      hanging.open();
      return new Promise<never>(() => undefined);
    };
    const one = validator({ receipts: { ...store, save } });
    const leaving = new AbortController();
    const left = failureOf(one.validate(gateway.adminKey, { signal: leaving.signal }));
    await hanging.opened;
    leaving.abort();
    expect(await left).toMatchObject({ code: 'aborted' });
    hanging = createGate();
    const closed = failureOf(one.validate(gateway.adminKey));
    await hanging.opened;
    one.close();
    expect(await closed).toMatchObject({ code: 'closed' });
  });

  it('takes the verdict also when the store fails', async () => {
    const { validator, gateway, store } = createFakeWorld();
    const receipts = { ...store, save: () => Promise.reject(new Error('disk')) };
    expect(await validator({ receipts }).validate(gateway.adminKey)).toMatchObject({ status: 'valid' });
  });

  it('stores neither the key nor anything that leads to it under a name that leads to it', async () => {
    const { apiKey, account, line } = await afterLastContact();
    expect(account).toMatch(/^[0-9a-f]{64}$/);
    expect(line).not.toContain(apiKey.slice(8));
    expect(line).not.toContain('\n');
  });

  it('writes the latest time down once it has moved on by a minute', async () => {
    const { recall, clock, store, account } = await afterLastContact();
    const start = clock.now();
    const seenAt = () => parseRecord(store.records.get(account) ?? '')?.seenAt;
    clock.set(start + MINUTE - 1);
    await recall();
    expect(seenAt()).toBe(start);
    clock.set(start + MINUTE);
    await recall();
    expect(seenAt()).toBe(start + MINUTE);
  });

  it('forgives a clock that once ran ahead as soon as the gateway vouches for the time', async () => {
    const { gateway, recall, clock } = await afterLastContact();
    const start = clock.now();
    clock.set(start + 30 * HOUR);
    expect(await recall()).toMatchObject({ status: 'valid' });
    clock.set(start + HOUR);
    expect(await recall()).toMatchObject({ status: 'unavailable' });
    gateway.heal();
    expect(await recall()).toMatchObject({ via: 'gateway' });
    gateway.fail('network', { times: Infinity });
    expect(await recall()).toMatchObject({ via: 'receipt' });
  });

  it('verifies what another implementation has signed, and every signature it did not make is refused', async () => {
    const world = await afterLastContact();
    const { privateKey, jwk } = await newKey('jose');
    const receipt = await sign(claimsOf(world.line), privateKey, 'jose');
    const seenAt = world.clock.now();
    world.store.records.set(world.account, formatRecord({ receipt, keys: [], seenAt }));
    expect(await world.recall({ publicKeys: [jwk] })).toMatchObject({ status: 'valid', via: 'receipt' });
    expect(await world.recall({ publicKeys: [(await newKey('jose')).jwk] })).toMatchObject({ status: 'unavailable' });
  });
});

function editPart(receipt: string, at: 0 | 1, change: (part: Record<string, unknown>) => object): string {
  const parts = receipt.split('.');
  const part = JSON.parse(Buffer.from(parts[at] ?? '', 'base64url').toString()) as Record<string, unknown>;
  parts[at] = Buffer.from(JSON.stringify(change(part))).toString('base64url');
  return parts.join('.');
}

function claimsOf(line: string): WireReceiptClaims {
  const token = parseReceipt(parseRecord(line)?.receipt ?? '');
  if (!token) throw new Error('There is no receipt.');
  return token.claims;
}

function sign(claims: WireReceiptClaims, key: GenerateKeyPairResult['privateKey'], kid: string): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: 'EdDSA', typ: RECEIPT_TYPE, kid }).sign(key);
}

async function newKey(kid: string): Promise<{ privateKey: GenerateKeyPairResult['privateKey']; jwk: PublicJwk }> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const { x = '' } = await exportJWK(publicKey);
  return { privateKey, jwk: { kty: 'OKP', crv: 'Ed25519', x, kid } };
}
