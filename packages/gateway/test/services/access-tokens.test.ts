import { MAX_ACCESS_TOKEN_LENGTH, receiptHeaderSchema } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { createHmac, createPrivateKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSigningKey, publicJwkOf } from '../../src/adapters/ed25519.ts';
import { audiencesOf } from '../../src/domain/audience.ts';
import { type AccessTokens, type AccessTokensOptions, createAccessTokens } from '../../src/services/access-tokens.ts';
import { createReceiptIssuer } from '../../src/services/receipts.ts';
import { keyRecord, NEW_YEAR } from '../support/records.ts';
import { sessionRecord } from '../support/session-records.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const ISSUER = 'http://127.0.0.1:8787';
const [OLD, NEW] = [1, 2].map((fill) => ({ kid: `key ${fill}`, seed: new Uint8Array(32).fill(fill) })) as [Seed, Seed];
type Seed = AccessTokensOptions['signing'][number];

function create(members: Partial<AccessTokensOptions> = {}): Promise<AccessTokens> {
  const random = createSeededRandom();
  const audiences = audiencesOf(ISSUER);
  return createAccessTokens({ signing: [NEW], issuer: ISSUER, audiences, random, ttlSeconds: 1_800, ...members });
}

let tokens: AccessTokens;
beforeAll(async () => {
  tokens = await create();
});

const reasonOf = async (text: string, now = NEW_YEAR) => {
  const verdict = await tokens.verify(text, now);
  return verdict.ok ? 'passes' : verdict.reason;
};

describe('an access token', () => {
  it('says whose it is and for what, and nothing that may change before it ends', async () => {
    const { token, expiresAt } = await tokens.issue(sessionRecord({ dpopJkt: 'thumbprint' }), NEW_YEAR);
    expect(decodeProtectedHeader(token)).toEqual({
      alg: 'EdDSA',
      typ: 'at+jwt',
      kid: (await createSigningKey(NEW.seed)).kid,
    });
    expect(decodeJwt(token)).toEqual({
      iss: ISSUER,
      sub: 'work:ada',
      aud: ISSUER,
      client_id: 'wicketgate-cli',
      scope: 'releases:read',
      iat: NEW_YEAR / SECOND,
      exp: NEW_YEAR / SECOND + 1_800,
      jti: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      sid: sessionRecord().id,
      cnf: { jkt: 'thumbprint' },
    });
    expect(expiresAt).toBe(NEW_YEAR + 30 * MINUTE);
  });

  it('reads as it was written', async () => {
    const { token, expiresAt } = await tokens.issue(sessionRecord({ scopes: [] }), NEW_YEAR + 999);
    expect(await tokens.verify(token, NEW_YEAR + 999)).toMatchObject({
      ok: true,
      claims: { sub: 'work:ada', clientId: 'wicketgate-cli', scopes: [], iat: NEW_YEAR, exp: expiresAt, jkt: null },
    });
  });

  it.each([0, 1, 500, 999])(
    'of %i ms past a second lives no shorter than it should, and less than a second longer',
    async (ms) => {
      const issuedAt = NEW_YEAR + ms;
      const shortly = await (await create({ ttlSeconds: 1 })).issue(sessionRecord(), issuedAt);
      expect(await reasonOf(shortly.token, issuedAt + SECOND - 1)).toBe('passes');
      expect(await reasonOf(shortly.token, issuedAt + 2 * SECOND)).toBe('token_expired');
    },
  );

  it('lasts half an hour, and not a millisecond more', async () => {
    const { token } = await tokens.issue(sessionRecord(), NEW_YEAR);
    expect(await reasonOf(token, NEW_YEAR + 30 * MINUTE - 1)).toBe('passes');
    expect(await reasonOf(token, NEW_YEAR + 30 * MINUTE)).toBe('token_expired');
  });

  it('never outlives its session; that of a workload lasts as long as the session does', async () => {
    const ends = NEW_YEAR + 10 * MINUTE + 999;
    const last = await tokens.issue(sessionRecord({ expiresAt: ends }), NEW_YEAR);
    expect(last.expiresAt).toBe(NEW_YEAR + 10 * MINUTE);
    const source = { kind: 'federation', id: 'ci', subject: 'repo' } as const;
    const federated = await tokens.issue(sessionRecord({ source, expiresAt: NEW_YEAR + 60 * MINUTE }), NEW_YEAR);
    expect(federated.expiresAt).toBe(NEW_YEAR + 60 * MINUTE);
  });

  it.each([
    [60_000, 'passes'],
    [61_000, 'unknown_token'],
  ])('of a process whose clock is %i ms ahead: %s', async (ahead, outcome) => {
    const { token } = await tokens.issue(sessionRecord(), NEW_YEAR + ahead);
    expect(await reasonOf(token)).toBe(outcome);
  });

  it('of a key that no longer signs is good while the key is published, and unknown once it is retired', async () => {
    const { token } = await (await create({ signing: [OLD] })).issue(sessionRecord(), NEW_YEAR);
    expect((await (await create({ signing: [NEW, OLD] })).verify(token, NEW_YEAR)).ok).toBe(true);
    expect(await (await create({ signing: [NEW] })).verify(token, NEW_YEAR)).toEqual({
      ok: false,
      reason: 'unknown_token',
    });
  });

  it('is for the API or the MCP endpoint of its own gateway', async () => {
    const mcp = await tokens.issue(sessionRecord({ audience: `${ISSUER}/mcp` }), NEW_YEAR);
    expect(await tokens.verify(mcp.token, NEW_YEAR)).toMatchObject({ claims: { aud: `${ISSUER}/mcp` } });
    const another = await tokens.issue(sessionRecord({ audience: 'https://elsewhere.example.com' }), NEW_YEAR);
    expect(await reasonOf(another.token)).toBe('unknown_token');
    // The same key under two addresses: the issuer tells them apart.
    const twin = await create({ issuer: 'https://twin.example.com' });
    expect(await reasonOf((await twin.issue(sessionRecord(), NEW_YEAR)).token)).toBe('unknown_token');
  });
});

/** A token that whoever holds the signing key could make: the claims of a good one, changed. */
async function signed(header: Partial<JWTHeaderParameters>, claims: Record<string, unknown> = {}): Promise<string> {
  const { token } = await tokens.issue(sessionRecord(), NEW_YEAR);
  const payload = { ...decodeJwt(token), ...claims };
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), NEW.seed]);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const { kid } = await createSigningKey(NEW.seed);
  const whole = { alg: 'EdDSA', typ: 'at+jwt', kid, ...header };
  return new SignJWT(payload).setProtectedHeader(whole).sign(key, { crit: { understand: true } });
}

describe('no access token is', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payloadOf = (token: string) => token.split('.')[1] ?? '';

  it('one that is not signed at all', async () => {
    const { token } = await tokens.issue(sessionRecord(), NEW_YEAR);
    for (const alg of ['none', 'None', 'NONE']) {
      const head = encode({ ...decodeProtectedHeader(token), alg });
      for (const signature of ['', token.split('.')[2]]) {
        expect(await reasonOf(`${head}.${payloadOf(token)}.${signature ?? ''}`)).toBe('unknown_token');
      }
    }
  });

  it('one that is signed with our public key as a shared secret', async () => {
    const { token } = await tokens.issue(sessionRecord(), NEW_YEAR);
    const jwk = publicJwkOf(await createSigningKey(NEW.seed));
    const spellings = [jwk.x, Buffer.from(jwk.x, 'base64url'), JSON.stringify(jwk)];
    for (const alg of ['HS256', 'EdDSA']) {
      const head = encode({ ...decodeProtectedHeader(token), alg });
      for (const secret of spellings) {
        const mac = createHmac('sha256', secret)
          .update(`${head}.${payloadOf(token)}`)
          .digest('base64url');
        expect(await reasonOf(`${head}.${payloadOf(token)}.${mac}`)).toBe('unknown_token');
      }
    }
  });

  it('one that is signed with a key which it brings along', async () => {
    const { token } = await tokens.issue(sessionRecord(), NEW_YEAR);
    for (const alg of ['ES256', 'EdDSA']) {
      const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
      const jwk = await crypto.subtle.exportKey('jwk', publicKey);
      const header = { ...decodeProtectedHeader(token), alg, jwk } as JWTHeaderParameters;
      const forged = await new SignJWT(decodeJwt(token)).setProtectedHeader(header).sign(privateKey);
      expect(await reasonOf(forged)).toBe('unknown_token');
    }
  });

  it.each<[string, Partial<JWTHeaderParameters>, Record<string, unknown>]>([
    ['another type', { typ: 'JWT' }, {}],
    ['the type of a receipt', { typ: 'wicketgate-receipt+jwt' }, {}],
    ['another key id', { kid: 'key 2' }, {}],
    ['another issuer', {}, { iss: 'https://evil.example.com' }],
    ['another audience', {}, { aud: 'https://elsewhere.example.com' }],
    ['no audience', {}, { aud: undefined }],
    ['several audiences', {}, { aud: [ISSUER, 'https://elsewhere.example.com'] }],
    ['no end', {}, { exp: undefined }],
    ['an end that is a text', {}, { exp: '9999999999' }],
    ['no beginning', {}, { iat: undefined }],
    ['a beginning in the future', {}, { nbf: NEW_YEAR / SECOND + 10 }],
    ['no session', {}, { sid: undefined }],
    ['a session that cannot be one', {}, { sid: '../../etc' }],
    ['nobody', {}, { sub: '' }],
    ['a key that it is bound to and that is none', {}, { cnf: { jkt: 1 } }],
    ['an extension that must be understood', { crit: ['understand'], understand: 1 }, {}],
  ])('one with %s, even when our key signed it', async (_, header, claims) => {
    expect(await reasonOf(await signed({}, {}))).toBe('passes');
    expect(await reasonOf(await signed(header, claims))).toBe('unknown_token');
  });

  it('a receipt, nor a receipt an access token, though one key signs both', async () => {
    const receipts = await createReceiptIssuer({ signing: [NEW], issuer: ISSUER });
    const caller = { kind: 'key', record: keyRecord(), sha256: 'a'.repeat(43), degraded: false } as const;
    const receipt = await receipts.issue(caller, undefined, NEW_YEAR);
    expect(await reasonOf(receipt.token)).toBe('unknown_token');
    const { token } = await tokens.issue(sessionRecord(), NEW_YEAR);
    expect(receiptHeaderSchema.safeParse(decodeProtectedHeader(receipt.token)).success).toBe(true);
    expect(receiptHeaderSchema.safeParse(decodeProtectedHeader(token)).success).toBe(false);
  });

  it('one of which any part was changed', async () => {
    const { token } = await tokens.issue(sessionRecord(), NEW_YEAR);
    for (const [at, part] of token.split('.').entries()) {
      const changed = token.split('.');
      changed[at] = (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
      expect(await reasonOf(changed.join('.'))).toBe('unknown_token');
    }
    for (const text of ['', 'eyJ', '..', 'a.b.c', `${token}.x`, token.slice(0, -1)]) {
      expect(await reasonOf(text)).toBe('unknown_token');
    }
  });

  it('one of more than 4,096 characters', async () => {
    const padded = (length: number, extra = 0) => signed({}, { scope: 'a'.repeat(length + extra) });
    const short = await padded(1_000);
    // Three characters of text are four of base64url.
    const room = 1_000 + Math.floor(((MAX_ACCESS_TOKEN_LENGTH - short.length) * 3) / 4);
    expect(await reasonOf(await padded(room - 3))).toBe('passes');
    expect(await reasonOf(await padded(room + 3))).toBe('unknown_token');
  });
});

it('refuses options that would make bad tokens', async () => {
  await expect(create({ signing: [] })).rejects.toThrow(TypeError);
  await expect(create({ audiences: [] })).rejects.toThrow(TypeError);
  for (const ttlSeconds of [0, 1.5, NaN]) await expect(create({ ttlSeconds })).rejects.toThrow(TypeError);
});
