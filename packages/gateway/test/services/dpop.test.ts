import { base64url, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createProofCheck, type ProofVerdict } from '../../src/services/dpop.ts';
import { createProofKey, type ProofMembers, tokenDigest } from '../support/proofs.ts';
import { NEW_YEAR } from '../support/records.ts';

const SECOND = 1_000;
const NOW = NEW_YEAR + 500;
const IAT = NEW_YEAR / SECOND;
const TOKEN = 'eyJhbGciOiJFZERTQSJ9.e30.c2ln';
const URL_OF_ME = 'https://gate.example.com/base/api/v1/me';
const ME = { method: 'GET', path: '/api/v1/me' } as const;
const CLAIMS = { htm: 'GET', htu: URL_OF_ME, iat: IAT, ath: tokenDigest(TOKEN) } satisfies ProofMembers;

const key = await createProofKey();
const checking = () => createProofCheck({ publicUrl: 'https://gate.example.com/base' });

/** What a fresh check says of a header that comes with the token. */
const verdictOn = (header: string | null, now = NOW): Promise<ProofVerdict> =>
  checking().check({ ...ME, header, accessToken: TOKEN }, now);

const encoded = (value: unknown) => base64url.encode(JSON.stringify(value));

describe('a proof of a key (RFC 9449 section 4.3)', () => {
  it('tells the thumbprint of the key and its own id', async () => {
    expect(await verdictOn(await key.prove({ ...CLAIMS, jti: 'one' }))).toEqual({ jkt: key.jkt, jti: 'one' });
  });

  it.each(['ES256', 'ES384', 'EdDSA', 'Ed25519', 'PS256', 'RS256'])('may be signed with %s', async (alg) => {
    const other = await createProofKey(alg);
    expect(await verdictOn(await other.prove(CLAIMS))).toMatchObject({ jkt: other.jkt });
  });

  it.each<[string, ProofMembers, string]>([
    ['of another method', { htm: 'POST' }, 'htm'],
    ['of the method in other letters', { htm: 'get' }, 'htm'],
    ['without a method', { htm: undefined }, 'htm'],
    ['of another path', { htu: `${URL_OF_ME}/x` }, 'htu'],
    ['of another host', { htu: 'https://evil.example.com/base/api/v1/me' }, 'htu'],
    ['of another scheme', { htu: URL_OF_ME.replace('https', 'http') }, 'htu'],
    ['of the host with somebody else before it', { htu: URL_OF_ME.replace('gate', 'x@gate') }, 'htu'],
    ['of no address', { htu: '/api/v1/me' }, 'htu'],
    ['without an address', { htu: undefined }, 'htu'],
    ['without an id', { jti: undefined }, 'jti'],
    ['with an empty id', { jti: '' }, 'jti'],
    ['with an id of 257 characters', { jti: 'x'.repeat(257) }, 'jti'],
    ['with a number for an id', { jti: 1 }, 'jti'],
    ['without a time', { iat: undefined }, 'iat'],
    ['with a text for a time', { iat: String(IAT) }, 'iat'],
    ['of another token', { ath: tokenDigest(`${TOKEN}x`) }, 'ath'],
    ['of no token', { ath: undefined }, 'ath'],
  ])('is refused %s', async (_, members, named) => {
    const verdict = await verdictOn(await key.prove({ ...CLAIMS, ...members }));
    expect(verdict).toEqual({ problem: expect.stringContaining(named) as string });
  });

  it.each<[string, ProofMembers]>([
    ['whose address has a query and a fragment', { htu: `${URL_OF_ME}?a=1#b` }],
    [
      'whose address names the port and the host in other letters',
      { htu: URL_OF_ME.replace('gate.example.com', 'GATE.example.com:443') },
    ],
    ['whose id has 256 characters', { jti: 'x'.repeat(256) }],
  ])('passes %s', async (_, members) => {
    expect(await verdictOn(await key.prove({ ...CLAIMS, ...members }))).toMatchObject({ jkt: key.jkt });
  });

  it('passes within 60 s of its time either way, to the millisecond', async () => {
    const proof = await key.prove(CLAIMS);
    const at = (milliseconds: number) => verdictOn(proof, NEW_YEAR + milliseconds);
    expect(await at(60_000)).toHaveProperty('jkt');
    expect(await at(-60_000)).toHaveProperty('jkt');
    expect(await at(60_001)).toHaveProperty('problem');
    expect(await at(-60_001)).toHaveProperty('problem');
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['has another type', { typ: 'jwt' }],
    ['has the type of an access token', { typ: 'at+jwt' }],
    ['has no type', { typ: undefined }],
    ['holds no key', { jwk: undefined }],
    ['holds the private key', { jwk: key.privateJwk }],
    ['holds a symmetric key', { jwk: { kty: 'oct', k: base64url.encode('x'.repeat(32)) } }],
    ['holds a key of no curve', { jwk: { ...key.publicJwk, crv: 'P-000' } }],
    ['holds a key that is no point', { jwk: { ...key.publicJwk, x: key.publicJwk.y } }],
    ['wants what nobody understands', { crit: ['b64x'], b64x: true }],
  ])('is refused when its header %s', async (_, header) => {
    const signed = await key.prove(CLAIMS).then((proof) => proof.split('.'));
    const forged = { alg: 'ES256', typ: 'dpop+jwt', jwk: key.publicJwk, ...header };
    expect(await verdictOn([encoded(forged), signed[1], signed[2]].join('.'))).toHaveProperty('problem');
  });

  it('is refused without a signature, whatever alg says', async () => {
    const payload = encoded({ ...CLAIMS, jti: 'unsigned' });
    for (const alg of ['none', 'None', 'HS256', 'ES256']) {
      const header = encoded({ alg, typ: 'dpop+jwt', jwk: key.publicJwk });
      expect(await verdictOn(`${header}.${payload}.`), alg).toHaveProperty('problem');
      expect(await verdictOn(`${header}.${payload}.AAAA`), alg).toHaveProperty('problem');
    }
  });

  it('is refused when it is signed with the public key as a secret', async () => {
    const secret = new TextEncoder().encode(JSON.stringify(key.publicJwk));
    const proof = await new SignJWT({ ...CLAIMS, jti: 'confused' })
      .setProtectedHeader({ alg: 'HS256', typ: 'dpop+jwt', jwk: key.publicJwk })
      .sign(secret);
    expect(await verdictOn(proof)).toEqual({ problem: expect.stringContaining('alg') as string });
  });

  it('is refused when another key signed it than the one in its header', async () => {
    const thief = await createProofKey();
    expect(await verdictOn(await thief.prove(CLAIMS, { jwk: key.publicJwk }))).toEqual({
      problem: expect.stringContaining('signature') as string,
    });
  });

  it('must be there once', async () => {
    const [one, other] = [await key.prove(CLAIMS), await key.prove(CLAIMS)];
    const headers = new Headers({ dpop: one });
    headers.append('dpop', other);
    expect(await verdictOn(headers.get('dpop'))).toHaveProperty('problem');
    expect(await verdictOn(null)).toHaveProperty('problem');
    expect(await verdictOn('')).toHaveProperty('problem');
  });

  it.each(['x', 'a.b', 'a.b.c', 'eyJ.eyJ.eyJ', `${'a'.repeat(5_000)}.b.c`])(
    'is refused for being %.12s',
    async (text) => {
      expect(await verdictOn(text)).toHaveProperty('problem');
    },
  );

  it('says nothing of what was presented, in words that an OAuth error may hold', async () => {
    const bad = [
      await key.prove({ ...CLAIMS, htu: 'https://secret.example.com' }),
      await key.prove(CLAIMS, { typ: 'x"y' }),
    ];
    for (const proof of bad) {
      const verdict = await verdictOn(proof);
      const problem = 'problem' in verdict ? verdict.problem : '';
      expect(problem).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
      expect(problem).not.toContain('secret');
    }
  });

  it('passes once in a process, and again for another key with the same id', async () => {
    const check = checking();
    const request = { ...ME, accessToken: TOKEN };
    const proof = await key.prove({ ...CLAIMS, jti: 'shared' });
    const other = await createProofKey();
    expect(await check.check({ ...request, header: proof }, NOW)).toHaveProperty('jkt');
    expect(await check.check({ ...request, header: proof }, NOW + SECOND)).toEqual({
      problem: 'The proof was used before. Make a new one for each request.',
    });
    const its = await other.prove({ ...CLAIMS, jti: 'shared' });
    expect(await check.check({ ...request, header: its }, NOW)).toHaveProperty('jkt');
  });

  it('passes once of many at once', async () => {
    const check = checking();
    const request = { ...ME, accessToken: TOKEN, header: await key.prove(CLAIMS) };
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => check.check(request, NOW)));
    expect(verdicts.filter((verdict) => 'jkt' in verdict)).toHaveLength(1);
  });

  it('is not used up by a request that it is no proof of', async () => {
    const check = checking();
    const proof = await key.prove(CLAIMS);
    const wrong = { method: 'POST', path: ME.path, header: proof, accessToken: TOKEN };
    expect(await check.check(wrong, NOW)).toHaveProperty('problem');
    expect(await check.check({ ...wrong, method: 'GET' }, NOW)).toHaveProperty('jkt');
  });
});

describe('a proof at the token endpoint', () => {
  const claims = { htm: 'POST', htu: 'https://gate.example.com/base/api/v1/auth/token', iat: IAT };
  const request = { method: 'POST', path: '/api/v1/auth/token' };

  it('names no token, and is noted in the store until it is too old to pass', async () => {
    const noted = new Map<string, number>();
    const claim = (id: string, until: number) => {
      const isNew = !noted.has(id);
      noted.set(id, until);
      return Promise.resolve(isNew);
    };
    const check = createProofCheck({ publicUrl: 'https://gate.example.com/base', claim });
    const proof = await key.prove({ ...claims, jti: 'plain' });
    expect(await check.check({ ...request, header: proof }, NOW)).toMatchObject({ jkt: key.jkt });
    expect(await check.check({ ...request, header: proof }, NOW)).toHaveProperty('problem');
    expect([...noted.values()]).toEqual([NEW_YEAR + 61_000]);
    // Neither the id nor the key can be read from what is stored.
    expect([...noted.keys()].join()).not.toMatch(/plain/);
  });

  it('fails with the store: a proof that cannot be noted is not taken', async () => {
    const down = new Error('The disk is gone.');
    const check = createProofCheck({ publicUrl: 'https://gate.example.com/base', claim: () => Promise.reject(down) });
    await expect(check.check({ ...request, header: await key.prove(claims) }, NOW)).rejects.toBe(down);
  });
});
