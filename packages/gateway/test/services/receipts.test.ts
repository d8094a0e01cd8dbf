import { jwksSchema, receiptClaimsSchema, receiptHeaderSchema } from '@wicketgate/contract';
import { createLocalJWKSet, compactVerify, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import type { KeyCaller, SessionCaller } from '../../src/domain/caller.ts';
import type { KeyRecord } from '../../src/domain/key-record.ts';
import type { SessionRecord } from '../../src/domain/session-record.ts';
import { createReceiptIssuer, type ReceiptIssuer, type ReceiptIssuerOptions } from '../../src/services/receipts.ts';
import { keyRecord, NEW_YEAR } from '../support/records.ts';
import { sessionIdOf, sessionRecord } from '../support/session-records.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const OPTIONS: ReceiptIssuerOptions = {
  signing: [{ kid: 'current', seed: new Uint8Array(32).fill(7) }],
  issuer: 'https://gate.example.com',
  ttlSeconds: 3_600,
};
const INSTALL = 'install-0001';

const verified = (members: Partial<KeyRecord> = {}, sha256 = 'a'.repeat(43)): KeyCaller => ({
  kind: 'key',
  record: keyRecord(members),
  sha256,
  degraded: false,
});

const signedIn = (session: Partial<SessionRecord> = {}, members: Partial<SessionCaller> = {}): SessionCaller => ({
  kind: 'session',
  session: sessionRecord(session),
  scopes: ['releases:read'],
  tokenExpiresAt: NEW_YEAR + 30 * MINUTE,
  revision: 1,
  sha256: 'c'.repeat(43),
  degraded: false,
  ...members,
});

const claimsOf = (token: string) =>
  receiptClaimsSchema.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()));

/** What a client takes of the published keys. */
const keySetOf = ({ publicKeys }: ReceiptIssuer) =>
  createLocalJWKSet({
    keys: jwksSchema.parse({ keys: publicKeys }).keys.map(({ kty, crv, x, kid }) => ({ kty, crv, x, kid })),
  });

describe('a receipt', () => {
  it('is verified by another implementation with the published keys alone', async () => {
    const issuer = await createReceiptIssuer(OPTIONS);
    const { token } = await issuer.issue(verified(), INSTALL, NEW_YEAR);
    const { payload, protectedHeader } = await compactVerify(token, keySetOf(issuer));
    expect(receiptHeaderSchema.parse(protectedHeader)).toEqual(protectedHeader);
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(claimsOf(token));
  });

  it('is not verified when a character of it is another', async () => {
    const issuer = await createReceiptIssuer(OPTIONS);
    const { token } = await issuer.issue(verified(), INSTALL, NEW_YEAR);
    const keys = keySetOf(issuer);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const flipped = payload.slice(0, 40) + (payload[40] === 'A' ? 'B' : 'A') + payload.slice(41);
    await expect(compactVerify([header, flipped, signature].join('.'), keys)).rejects.toThrow();
  });

  it('says who, for which key and installation, from when until when', async () => {
    const issuer = await createReceiptIssuer(OPTIONS);
    const { token, expiresAt } = await issuer.issue(verified(), INSTALL, NEW_YEAR + 999);
    expect(claimsOf(token)).toEqual({
      iss: 'https://gate.example.com',
      sub: 'dev',
      iat: NEW_YEAR / SECOND,
      exp: NEW_YEAR / SECOND + 3_600,
      key_sha256: 'a'.repeat(43),
      install_id: INSTALL,
      identity: {
        key: { id: 'key0000001', name: 'Build server', env: 'live' },
        session: null,
        principal: { id: 'dev', email: 'dev@example.com', name: 'Developer' },
        tier: 'free',
        role: 'user',
        scopes: [],
        limits: { requests: 60, window_seconds: 60, burst: 60 },
        expires_at: null,
      },
    });
    expect(expiresAt).toBe(NEW_YEAR + HOUR);
  });

  it('names no installation when none was given', async () => {
    const issuer = await createReceiptIssuer(OPTIONS);
    const { token } = await issuer.issue(verified(), undefined, NEW_YEAR);
    expect(claimsOf(token)).not.toHaveProperty('install_id');
  });

  it('never outlives the key', async () => {
    const issuer = await createReceiptIssuer(OPTIONS);
    const end = NEW_YEAR + 10 * SECOND + 900;
    const { token, expiresAt } = await issuer.issue(verified({ expiresAt: end }), INSTALL, NEW_YEAR);
    expect(claimsOf(token).exp).toBe(NEW_YEAR / SECOND + 10);
    expect(expiresAt).toBe(NEW_YEAR + 10 * SECOND);
  });

  it('lasts 72 hours when nothing is said', async () => {
    const { ttlSeconds: _, ...rest } = OPTIONS;
    const issuer = await createReceiptIssuer(rest);
    expect((await issuer.issue(verified(), INSTALL, NEW_YEAR)).expiresAt).toBe(NEW_YEAR + 72 * HOUR);
  });

  it('is the same for ten minutes, also for many who ask at once, and another after them', async () => {
    const issuer = await createReceiptIssuer(OPTIONS);
    const receipts = await Promise.all(Array.from({ length: 100 }, () => issuer.issue(verified(), INSTALL, NEW_YEAR)));
    expect(new Set(receipts.map(({ token }) => token)).size).toBe(1);
    const first = receipts[0]?.token;
    expect((await issuer.issue(verified(), INSTALL, NEW_YEAR + 10 * MINUTE - 1)).token).toBe(first);
    expect((await issuer.issue(verified(), INSTALL, NEW_YEAR + 10 * MINUTE)).token).not.toBe(first);
  });

  it('is another when the clock was set back', async () => {
    const issuer = await createReceiptIssuer(OPTIONS);
    const { token } = await issuer.issue(verified(), INSTALL, NEW_YEAR);
    expect((await issuer.issue(verified(), INSTALL, NEW_YEAR - SECOND)).token).not.toBe(token);
  });

  it('of a short life is given again for no longer than half of it', async () => {
    const issuer = await createReceiptIssuer({ ...OPTIONS, ttlSeconds: 60 });
    const { token } = await issuer.issue(verified(), INSTALL, NEW_YEAR);
    expect((await issuer.issue(verified(), INSTALL, NEW_YEAR + 30 * SECOND - 1)).token).toBe(token);
    expect((await issuer.issue(verified(), INSTALL, NEW_YEAR + 30 * SECOND)).token).not.toBe(token);
  });

  it('is another for another installation, another key, and after any change of the key', async () => {
    const issuer = await createReceiptIssuer(OPTIONS);
    const issue = async (key: KeyCaller, install: string | undefined) =>
      (await issuer.issue(key, install, NEW_YEAR)).token;
    const tokens = [
      await issue(verified(), INSTALL),
      await issue(verified(), 'install-0002'),
      await issue(verified(), undefined),
      await issue(verified({}, 'b'.repeat(43)), INSTALL),
      await issue(verified({ revision: 2, tier: 'pro' }), INSTALL),
    ];
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(claimsOf(tokens[4] ?? '').identity.tier).toBe('pro');
  });

  it('is made anew for a key that was forgotten, and for no other', async () => {
    const issuer = await createReceiptIssuer(OPTIONS);
    const other = verified({ id: 'key0000002' }, 'b'.repeat(43));
    const [mine, its] = [
      await issuer.issue(verified(), INSTALL, NEW_YEAR),
      await issuer.issue(other, INSTALL, NEW_YEAR),
    ];
    issuer.forget('key0000001');
    const later = NEW_YEAR + SECOND;
    expect((await issuer.issue(verified(), INSTALL, later)).token).not.toBe(mine.token);
    expect((await issuer.issue(other, INSTALL, later)).token).toBe(its.token);
  });
});

describe('a receipt of a sign-in', () => {
  const issuing = () => createReceiptIssuer({ ...OPTIONS, ttlSeconds: 72 * 3_600 });

  it('is bound to the presented token, and says who signed in with what', async () => {
    const issuer = await issuing();
    const claims = claimsOf((await issuer.issue(signedIn(), INSTALL, NEW_YEAR)).token);
    expect(claims).toMatchObject({ sub: 'work:ada', key_sha256: 'c'.repeat(43), install_id: INSTALL });
    expect(claims.identity).toMatchObject({
      key: null,
      session: { id: sessionIdOf(1), client_id: 'wicketgate-cli', client_name: 'Wicketgate command' },
      tier: 'pro',
      scopes: ['releases:read'],
    });
  });

  it('outlives the token, which is renewed, and never the sign-in', async () => {
    const issuer = await issuing();
    const end = (expiresAt: number) =>
      issuer.issue(signedIn({ expiresAt }, { revision: expiresAt }), INSTALL, NEW_YEAR);
    expect((await end(NEW_YEAR + 72 * HOUR)).expiresAt).toBe(NEW_YEAR + 72 * HOUR);
    expect((await end(NEW_YEAR + 72 * HOUR + SECOND)).expiresAt).toBe(NEW_YEAR + 72 * HOUR);
    expect((await end(NEW_YEAR + 72 * HOUR - SECOND)).expiresAt).toBe(NEW_YEAR + 72 * HOUR - SECOND);
  });

  it('is another for another token and after any change of the sign-in', async () => {
    const issuer = await issuing();
    const callers = [signedIn(), signedIn({}, { sha256: 'd'.repeat(43) }), signedIn({ tier: 'free' }, { revision: 2 })];
    const receipts = await Promise.all(callers.map((caller) => issuer.issue(caller, INSTALL, NEW_YEAR)));
    expect(new Set(receipts.map(({ token }) => token)).size).toBe(callers.length);
  });

  it('is made anew when its sign-in is forgotten, the key behind it, or every sign-in, and for nothing else', async () => {
    const issuer = await issuing();
    const caller = signedIn({ source: { kind: 'key', id: 'key0000001' } });
    let at = NEW_YEAR;
    const changes = async (forget: () => void) => {
      const before = await issuer.issue(caller, INSTALL, at);
      forget();
      return (await issuer.issue(caller, INSTALL, (at += SECOND))).token !== before.token;
    };
    expect(await changes(() => issuer.forget(sessionIdOf(1)))).toBe(true);
    expect(await changes(() => issuer.forget('key0000001'))).toBe(true);
    expect(await changes(() => issuer.forgetSessions())).toBe(true);
    expect(await changes(() => issuer.forget(sessionIdOf(2)))).toBe(false);
    expect(await changes(() => issuer.forget('key0000002'))).toBe(false);
    const ofKey = await issuer.issue(verified(), INSTALL, NEW_YEAR);
    issuer.forgetSessions();
    expect((await issuer.issue(verified(), INSTALL, NEW_YEAR + SECOND)).token).toBe(ofKey.token);
  });
});

describe('the issuer', () => {
  it('signs with the first key, and publishes the others, so that their receipts stay good', async () => {
    const before = await createReceiptIssuer(OPTIONS);
    const { token } = await before.issue(verified(), INSTALL, NEW_YEAR);
    const seeds = [{ kid: 'next', seed: new Uint8Array(32).fill(8) }, ...OPTIONS.signing];
    const after = await createReceiptIssuer({ ...OPTIONS, signing: seeds });
    const fresh = await after.issue(verified(), INSTALL, NEW_YEAR);
    expect(after.publicKeys).toHaveLength(2);
    const keys = keySetOf(after);
    await compactVerify(token, keys);
    await compactVerify(fresh.token, keys);
    expect(decodeProtectedHeader(fresh.token).kid).toBe(after.publicKeys[0]?.kid);
    expect(decodeProtectedHeader(token).kid).toBe(after.publicKeys[1]?.kid);
  });

  it.each<[string, Partial<ReceiptIssuerOptions>]>([
    ['without a key', { signing: [] }],
    ['with a seed of 31 bytes', { signing: [{ kid: 'x', seed: new Uint8Array(31) }] }],
    ['with a life of nothing', { ttlSeconds: 0 }],
    ['with half a second of life', { ttlSeconds: 0.5 }],
  ])('is not made %s', async (_, options) => {
    await expect(createReceiptIssuer({ ...OPTIONS, ...options })).rejects.toThrow(TypeError);
  });
});
