import { createHash } from 'node:crypto';
import type { Misbehaviour } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { AuthValidator } from '../../src/services/auth-validator.ts';
import type { AuthValidatorOptions } from '../../src/services/validator-options.ts';
import { Secret } from '../../src/words/secret.ts';
import { createFakeWorld, failureOf } from '../fake-world.ts';

const VALIDATE = '/api/v1/auth/validate';
const FOREIGN = 'chef_123e4567-e89b-12d3-a456-426614174000';

describe('validate', () => {
  it('tells who a key speaks for and what it allows', async () => {
    const { validator, gateway, clock } = createFakeWorld();
    const { key, apiKey } = gateway.issue({
      name: 'mine',
      tier: 'pro',
      scopes: ['releases:read'],
      expiresAt: '2027-01-01T00:00:00Z',
    });
    expect(await validator().validate(apiKey)).toEqual({
      status: 'valid',
      via: 'gateway',
      identity: {
        key: { id: key.id, name: 'mine', env: 'live' },
        session: null,
        principal: { id: 'owner-1', email: null, name: null },
        tier: 'pro',
        role: 'user',
        scopes: ['releases:read'],
        limits: key.limits,
        expiresAt: '2027-01-01T00:00:00Z',
      },
      checkedAt: new Date(clock.now()).toISOString(),
      degraded: false,
    });
  });

  it('takes a Secret, a URL alone, and white space around the key', async () => {
    const { gateway, validator } = createFakeWorld();
    const { apiKey } = gateway.issue();
    expect(await validator().validate(new Secret(apiKey))).toMatchObject({ status: 'valid' });
    expect(await validator().validate(` ${apiKey}\r\n`)).toMatchObject({ status: 'valid' });
    expect(new AuthValidator('https://gateway.example.com/base').http.url).toBe('https://gateway.example.com/base');
    expect(new AuthValidator(new URL(gateway.url)).http.url).toBe(gateway.url);
  });

  it('makes one request and no more', async () => {
    const { validator, gateway } = createFakeWorld();
    await validator().validate(gateway.issue().apiKey);
    expect(gateway.requests).toEqual([{ method: 'POST', path: VALIDATE }]);
  });

  it.each(['', '   ', 'wg_', 'wg_live_short', 'two words', 'a'.repeat(513)])(
    'refuses %j without a request',
    async (key) => {
      const { validator, gateway } = createFakeWorld();
      expect(await validator().validate(key)).toMatchObject({
        status: 'invalid',
        reason: 'malformed',
        code: 'malformed_key',
        next: 'check_key',
      });
      expect(gateway.requests).toEqual([]);
    },
  );

  it('refuses a mistyped key of its brand without a request, and asks about any other text', async () => {
    const { validator, gateway } = createFakeWorld();
    const { apiKey } = gateway.issue();
    const typo = apiKey.slice(0, -1) + (apiKey.endsWith('0') ? '1' : '0');
    expect(await validator().validate(typo)).toMatchObject({ status: 'invalid', reason: 'malformed' });
    expect(gateway.requests).toEqual([]);
    expect(await validator({ brand: 'acme' }).validate(typo)).toMatchObject({
      status: 'invalid',
      reason: 'malformed',
      requestId: expect.any(String) as unknown,
    });
    expect(gateway.requests).toHaveLength(1);
  });

  it('opens for an imported foreign key', async () => {
    const { validator, gateway } = createFakeWorld();
    const sha256 = createHash('sha256').update(FOREIGN).digest('hex');
    gateway.keys.import({ name: 'old', owner: { id: 'owner-9' }, shape: 'chef', sha256 }, 'test');
    expect(await validator().validate(FOREIGN)).toMatchObject({
      status: 'valid',
      identity: { principal: { id: 'owner-9' } },
    });
    expect(await validator().validate(FOREIGN.replace('1', '2'))).toMatchObject({
      status: 'invalid',
      reason: 'unknown',
    });
    expect(await validator().validate('other_123')).toMatchObject({ status: 'invalid', reason: 'malformed' });
  });

  it('says that a key is unknown, suspended, revoked or expired, and what to do', async () => {
    const { validator, gateway, clock } = createFakeWorld();
    const suspended = gateway.issue();
    gateway.keys.suspend(suspended.key.id, 'a break');
    const revoked = gateway.issue();
    gateway.keys.revoke(revoked.key.id, 'over', 'test');
    const expired = gateway.issue({ expiresAt: new Date(clock.now() + 1_000).toISOString() });
    clock.set(clock.now() + 1_000);
    const unknown = createFakeWorld().gateway.issue({ name: 'elsewhere' }).apiKey.replace(/^wg/, 'zz');
    const told = await Promise.all(
      [suspended.apiKey, revoked.apiKey, expired.apiKey, unknown].map((key) => validator().validate(key)),
    );
    expect(told).toMatchObject([
      {
        status: 'invalid',
        reason: 'suspended',
        code: 'key_suspended',
        next: 'contact_operator',
        requestId: expect.any(String) as unknown,
      },
      { status: 'invalid', reason: 'revoked', code: 'key_revoked', next: 'renew_key' },
      { status: 'invalid', reason: 'expired', code: 'key_expired', next: 'renew_key' },
      { status: 'invalid', next: 'check_key' },
    ]);
  });

  it.each<[Misbehaviour, string, string, string]>([
    ['network', 'offline', 'offline', 'check_network'],
    ['hang', 'timeout', 'timeout', 'retry_later'],
    [{ code: 'too_many_requests', retryAfterSeconds: 90 }, 'throttled', 'too_many_requests', 'retry_later'],
    [{ code: 'unavailable' }, 'server', 'unavailable', 'retry_later'],
    [{ code: 'internal_error' }, 'server', 'internal_error', 'retry_later'],
    ['html', 'server', 'bad_answer', 'check_url'],
    ['truncate', 'server', 'bad_answer', 'check_url'],
    ['missing-members', 'server', 'bad_answer', 'check_url'],
    ['valid-false', 'server', 'bad_answer', 'check_url'],
    ['huge', 'server', 'too_large_answer', 'check_url'],
    ['redirect', 'server', 'redirected', 'check_url'],
    [{ code: 'not_found' }, 'server', 'not_found', 'check_url'],
    [
      { status: 401, headers: { 'Content-Type': 'text/html' }, body: '<h1>Hotel</h1>' },
      'server',
      'bad_answer',
      'check_url',
    ],
  ])('takes %j for unavailable and never for invalid or valid', async (how, ...expected) => {
    const [reason, code, next] = expected;
    const { validator, gateway, clock, asked } = createFakeWorld();
    gateway.fail(how, { times: Infinity });
    const verdict = validator().validate(gateway.adminKey);
    await asked();
    await clock.advance(40_000);
    expect(await verdict).toMatchObject({ status: 'unavailable', reason, code, next });
  });

  it.each([false, 0, null, 'true', 'yes', [], {}, 1])('takes 200 with valid: %j never for valid', async (valid) => {
    const { validator, gateway } = createFakeWorld();
    const headers = { 'Content-Type': 'application/json' };
    gateway.fail({ status: 200, headers, body: JSON.stringify({ valid }) });
    expect(await validator().validate(gateway.adminKey)).toMatchObject({ status: 'unavailable', code: 'bad_answer' });
  });

  it('passes on when to come back', async () => {
    const { validator, gateway } = createFakeWorld();
    gateway.fail({ code: 'too_many_requests', retryAfterSeconds: 90 });
    expect(await validator().validate(gateway.adminKey)).toMatchObject({ retryAfterMs: 90_000 });
  });

  it('throws aborted for a caller who leaves, and nothing else', async () => {
    const { validator, gateway, asked } = createFakeWorld();
    gateway.fail('hang', { times: Infinity });
    const leaving = new AbortController();
    const calls = [
      failureOf(validator().validate(gateway.adminKey, { signal: leaving.signal })),
      failureOf(validator().validateCached(gateway.adminKey, { signal: leaving.signal })),
      failureOf(validator().validate(gateway.adminKey, { signal: AbortSignal.abort() })),
    ];
    await asked(2);
    leaving.abort();
    for (const failure of await Promise.all(calls))
      expect(failure).toMatchObject({ code: 'aborted', name: 'WicketgateError' });
  });
});

describe('require', () => {
  it('answers the valid verdict', async () => {
    const { validator, gateway } = createFakeWorld();
    expect((await validator().require(gateway.adminKey)).identity.role).toBe('admin');
  });

  it('throws an AuthenticationError with the outcome for an invalid key', async () => {
    const { validator } = createFakeWorld();
    expect(await failureOf(validator().require('wg_nonsense'))).toMatchObject({
      name: 'AuthenticationError',
      code: 'malformed_key',
      outcome: { status: 'invalid', reason: 'malformed' },
    });
  });

  it('throws another error when nobody knows: nothing is wrong with the key', async () => {
    const { validator, gateway } = createFakeWorld();
    gateway.fail('network', { times: Infinity });
    expect(await failureOf(validator({ retries: 0 }).require(gateway.adminKey))).toMatchObject({
      name: 'GatewayUnavailableError',
      code: 'offline',
      outcome: { status: 'unavailable', reason: 'offline' },
    });
  });
});

describe('close', () => {
  it('ends questions under way and refuses new ones', async () => {
    const { validator, gateway, clock, asked } = createFakeWorld();
    gateway.fail('hang', { times: Infinity });
    const one = validator();
    const calls = [failureOf(one.validate(gateway.adminKey)), failureOf(one.validateCached(gateway.adminKey))];
    await asked(2);
    one.close();
    one.close();
    for (const failure of await Promise.all(calls)) expect(failure).toMatchObject({ code: 'closed' });
    expect(await failureOf(one.validate(gateway.adminKey))).toMatchObject({ code: 'closed' });
    expect(await failureOf(one.require(''))).toMatchObject({ code: 'closed' });
    expect(clock.sleepers).toBe(0);
  });
});

describe('options', () => {
  it.each<[string, Partial<AuthValidatorOptions>]>([
    ['brand', { brand: 'Not A Brand' }],
    ['installId', { installId: 'short' }],
    ['installId', { installId: 'a'.repeat(65) }],
    ['publicKeys', { publicKeys: [] }],
    ['publicKeys', { publicKeys: [{ kty: 'OKP', crv: 'Ed25519', x: 'short', kid: 'k' }] }],
    ['cacheMs', { cacheMs: 300_001 }],
    ['negativeCacheMs', { negativeCacheMs: 30_001 }],
    ['cacheSize', { cacheSize: 0 }],
    ['url', { url: 'http://gateway.example.com' }],
  ])('refuse a wrong %s with a TypeError at construction', (_, change) => {
    const { validator } = createFakeWorld();
    expect(() => validator(change)).toThrow(TypeError);
  });
});
