import { mintApiKey } from '@wicketgate/contract';
import { createSeededRandom } from '@wicketgate/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/rules/redact.ts';
import { Secret } from '../../src/words/secret.ts';

const redact = createRedactor();
const KEY = mintApiKey({ env: 'live', random: createSeededRandom() }).key;
const SECRET = 'hunter2-correct-horse';

describe('createRedactor on values', () => {
  it('keeps the outline and every plain value', () => {
    const value = { a: 1, b: [true, null, 'text'], c: { d: undefined }, e: 2n };
    expect(redact(value)).toEqual({ a: 1, b: [true, null, 'text'], c: { d: undefined }, e: '2' });
    expect([redact(7), redact('plain'), redact(null), redact(undefined)]).toEqual([7, 'plain', null, undefined]);
  });

  it.each([
    'authorization',
    'Authorization',
    'Proxy-Authorization',
    'cookie',
    'Set-Cookie',
    'X-API-Key',
    'apiKey',
    'api_key',
    'API_KEY',
    'token',
    'accessToken',
    'refresh_token',
    'password',
    'passphrase',
    'secret',
    'client_secret',
    'secrets',
    'credentials',
    'privateKey',
    'WICKETGATE_PEPPER',
    'WICKETGATE_MASTER_KEY',
    'signing_key',
    'encryptionKey',
    'secret_key',
    'awsSecretAccessKey',
    'dataKey',
    'pwd',
    'jwt',
    'sessionId',
  ])('hides the member %s, whatever it holds', (name) => {
    expect(redact({ [name]: SECRET })).toEqual({ [name]: '[redacted]' });
    expect(redact({ [name]: { inner: SECRET } })).toEqual({ [name]: '[redacted]' });
    expect(redact({ [name]: 12345678 })).toEqual({ [name]: '[redacted]' });
    expect(redact({ [name]: null, other: { [name]: undefined } })).toEqual({
      [name]: null,
      other: { [name]: undefined },
    });
  });

  it.each(['key_id', 'tokenizer', 'author', 'cookieless_mode', 'secretary'])('shows the member %s', (name) => {
    expect(redact({ [name]: 'shown' })).toEqual({ [name]: 'shown' });
  });

  it('shows counts of tokens but not lists of them', () => {
    expect(redact({ maxTokens: 4096, refreshTokens: [SECRET] })).toEqual({
      maxTokens: 4096,
      refreshTokens: '[redacted]',
    });
  });

  it('shows a Secret as it shows itself, under any name', () => {
    const secret = new Secret('0123456789abcdefghij');
    expect(redact({ secret, plain: secret, list: [secret] })).toEqual({
      secret: '[redacted …ghij]',
      plain: '[redacted …ghij]',
      list: ['[redacted …ghij]'],
    });
  });

  it('walks errors with message, stack, cause, members and inner errors', () => {
    const cause = Object.assign(new TypeError(`refused ${KEY}`), { code: 'ECONNREFUSED', apiKey: SECRET });
    const error = new AggregateError([new Error(`inner ${KEY}`)], `outer Bearer ${SECRET}`, { cause });
    const shown = redact(error) as Record<string, unknown>;
    expect(JSON.stringify(shown)).not.toMatch(new RegExp(`${SECRET}|${KEY}`));
    expect(shown).toMatchObject({ type: 'AggregateError', message: 'outer Bearer [redacted]' });
    expect(shown['cause']).toMatchObject({ type: 'TypeError', code: 'ECONNREFUSED', apiKey: '[redacted]' });
    expect(shown['stack']).toContain('redact.test.ts');
    expect(shown['errors']).toHaveLength(1);
  });

  it('walks headers, maps, sets, dates, URLs and bytes', () => {
    const shown = redact({
      headers: new Headers({ Authorization: `Bearer ${KEY}`, Accept: 'text/plain' }),
      map: new Map<unknown, unknown>([
        ['password', SECRET],
        [KEY, 'kept'],
        [3, 'three'],
      ]),
      set: new Set([KEY]),
      date: new Date(0),
      never: new Date(Number.NaN),
      url: new URL(`https://user:${SECRET}@example.com/path?page=2&api_key=${SECRET}`),
      bytes: new TextEncoder().encode(SECRET),
      call: () => SECRET,
    });
    expect(shown).toEqual({
      headers: { authorization: '[redacted]', accept: 'text/plain' },
      map: { password: '[redacted]', [`[redacted …${KEY.slice(-4)}]`]: 'kept', '3': 'three' },
      set: [`[redacted …${KEY.slice(-4)}]`],
      date: '1970-01-01T00:00:00.000Z',
      never: null,
      url: 'https://[redacted]@example.com/path?page=[redacted]&api_key=[redacted]',
      bytes: '[21 bytes]',
      call: '[function]',
    });
  });

  it('ends on cycles, on depth and on size', () => {
    const cycle: Record<string, unknown> = { name: 'cycle' };
    cycle['self'] = cycle;
    expect(redact(cycle)).toEqual({ name: 'cycle', self: '[circular]' });
    const twice = { a: 1 };
    expect(redact([twice, twice])).toEqual([{ a: 1 }, { a: 1 }]);

    const nested = (depth: number): unknown => (depth === 0 ? 'bottom' : { in: nested(depth - 1) });
    expect(JSON.stringify(redact(nested(8)))).toContain('bottom');
    expect(JSON.stringify(redact(nested(9)))).not.toContain('bottom');

    const wide = redact(Array.from({ length: 1_500 }, () => ({}))) as unknown[];
    // The array itself is one of the 1,000.
    expect([wide.length, wide.indexOf('[cut]')]).toEqual([1_000, 999]);
    expect(redact(Array.from({ length: 1_500 }, String))).toHaveLength(1_000);
    const members = redact(Object.fromEntries(Array.from({ length: 1_500 }, (_, at) => [`m${at}`, at]))) as object;
    expect([Object.keys(members).length, Object.entries(members).at(-1)]).toEqual([1_000, ['[cut]', 501]]);
    expect(redact([wide, 'after'])).toEqual([expect.anything(), '[cut]']);
  });

  it('hides a key that stands in an object of String, whose members are its characters', () => {
    expect(redact({ text: Object(KEY) as unknown })).toEqual({ text: `[redacted …${KEY.slice(-4)}]` });
  });

  it('never throws, whatever it is given', () => {
    const hostile = {
      get broken(): never {
        throw new Error('getter');
      },
    };
    expect(redact({ hostile, revoked: Proxy.revocable({}, {}).proxy })).toEqual({
      hostile: '[unreadable]',
      revoked: {},
    });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(redact({ proxy })).toEqual({ proxy: '[unreadable]' });
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withMap: true, withSet: true }), (value) => {
        redact(value);
      }),
    );
  });

  it('leaves the original alone, and does not let a member become a prototype', () => {
    const original = { token: SECRET, list: [KEY] };
    redact(original);
    expect(original).toEqual({ token: SECRET, list: [KEY] });
    const shown = redact(JSON.parse('{"__proto__":{"admin":true}}')) as Record<string, unknown>;
    expect(shown['admin']).toBeUndefined();
  });
});

describe('createRedactor on texts', () => {
  it.each([
    ['a whole key', `key ${KEY}, please`, `key [redacted …${KEY.slice(-4)}], please`],
    ['a key that is cut off', KEY.slice(0, 30), '[redacted]'],
    ['a key with more behind it', `${KEY}x`, '[redacted]'],
    ['the public id of a key', 'wg_live_0123456789 was used', 'wg_live_0123456789 was used'],
    ['one character more than the id', 'wg_live_0123456789a', '[redacted]'],
    ['a bearer token', `Authorization is Bearer ${SECRET}`, 'Authorization is Bearer [redacted]'],
    ['a header line', `GET /\nCookie: a=${SECRET}\nAccept: b`, 'GET /\nCookie: [redacted]\nAccept: b'],
    ['user info of a URL', `postgres://me:${SECRET}@db/x`, 'postgres://[redacted]@db/x'],
    ['user info with an @', `redis://me:p@ss-${SECRET}@db/x`, 'redis://[redacted]@db/x'],
    ['the query of a URL', `https://x.example/?a=${SECRET}&b=2#c`, 'https://x.example/?a=[redacted]&b=[redacted]#c'],
    ['a bare query', `https://x.example/?${SECRET}`, 'https://x.example/?[redacted]'],
    ['a sensitive parameter of a path', `/x?limit=5&api_key=${SECRET}`, '/x?limit=5&api_key=[redacted]'],
    ['a fragment', `/cb#access_token=${SECRET}&state=1`, '/cb#access_token=[redacted]&state=1'],
    ['a parameter of an encoded URL', `%3Fa%3D1%26token%3D${SECRET}%26b`, '%3Fa%3D1%26token%3D[redacted]%26b'],
    ['an assignment in double quotes', `password="a ${SECRET}" n=1`, 'password="[redacted]" n=1'],
    ['an assignment in single quotes', `api_key='${SECRET}'`, 'api_key="[redacted]"'],
    ['an assignment with blanks', `token = ${SECRET}`, 'token = [redacted]'],
    ['an assignment within JSON', `{"cmd":"token=\\"a ${SECRET}\\""}`, '{"cmd":"token=\\"[redacted]\\""}'],
    [
      'what stands in the value of another',
      `cmd="x --token=${SECRET}" y = token=${SECRET}`,
      'cmd="x --token=[redacted]" y = token=[redacted]',
    ],
    ['a line of YAML', `a: b\n  api_key: ${SECRET}`, 'a: b\n  api_key: [redacted]'],
    ['a header within a line', `curl -H "X-API-Key: ${SECRET}"`, 'curl -H "X-API-Key: [redacted]"'],
    ['a member without quotes', `{password:${SECRET}}`, '{password:[redacted]}'],
    ['a bearer token behind a tab', `Bearer\t${SECRET}`, 'Bearer\t[redacted]'],
    ['an assignment', `WICKETGATE_API_KEY=${SECRET} node x`, 'WICKETGATE_API_KEY=[redacted] node x'],
    ['JSON', `{"api_key":"${SECRET}","n":1}`, '{"api_key":"[redacted]","n":1}'],
    ['JSON with escapes in the value', `{"password":"a\\"${SECRET}","n":1}`, '{"password":"[redacted]","n":1}'],
    ['JSON that is cut off', `{"token":"${SECRET}`, '{"token":"[redacted]"'],
    ['JSON within JSON', `{"body":"{\\"token\\":\\"${SECRET}\\"}"}`, '{"body":"{\\"token\\":\\"[redacted]\\"}"}'],
    ['an inspected text with an apostrophe', `{ password: "it's ${SECRET}" }`, `{ password: "[redacted]" }`],
    ['an inspected text with both quotes', `{ password: \`it's "${SECRET}\` }`, `{ password: "[redacted]" }`],
    ['an inspected object', `{ password: '${SECRET}', n: 1 }`, `{ password: "[redacted]", n: 1 }`],
    ['a JWS', `got eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl ok`, 'got [redacted] ok'],
    ['a private key', `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----.`, '[redacted private key].'],
    ['a private key that is cut off', `-----BEGIN EC PRIVATE KEY-----\n${SECRET}`, '[redacted private key]'],
  ])('hides %s', (_, text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  it('leaves ordinary text alone', () => {
    const text = 'GET /admin/api/keys?limit=50 200 in 12 ms: "a: b", keys.create, https://example.com/docs#top';
    expect(redact(text)).toBe(text);
    const words = 'bad token: expired early; token == undefined; name = "x"; the secret: see "docs"';
    expect(redact(words)).toBe(words);
  });

  it('hides what a sign-in is made with, wherever it stands', () => {
    for (const kind of ['rt', 'dc', 'ac']) {
      const token = `wg_${kind}_${'aB3'.repeat(14)}x`;
      for (const text of [token, `at ${token}.`, `https://gate.example/${token}/x`]) {
        expect(redact(text)).not.toContain('aB3aB3');
      }
    }
  });

  it('knows other brands and extra patterns when it is told of them', () => {
    const other = createRedactor({ brands: ['acme_eu'], extra: [/chef_[0-9a-f-]{36}/] });
    const foreign = 'chef_123e4567-e89b-12d3-a456-426614174000';
    const { key } = mintApiKey({ brand: 'acme_eu', env: 'test', random: createSeededRandom(2) });
    expect(other(`${foreign} ${foreign} ${key}`)).toBe(
      `[redacted …4000] [redacted …4000] [redacted …${key.slice(-4)}]`,
    );
    expect(redact(foreign)).toBe(foreign);
    expect(() => createRedactor({ brands: ['Not A Brand'] })).toThrow(TypeError);
  });

  it('cuts a text after 16,384 characters, so that nothing unseen gets through', () => {
    expect(redact('a'.repeat(16_384))).toBe('a'.repeat(16_384));
    expect(redact(`${'a'.repeat(16_385)}${KEY}`)).toBe(`${'a'.repeat(16_384)}… [cut]`);
  });

  it('shows no key in any surroundings', () => {
    const random = createSeededRandom(3);
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const { key } = mintApiKey({ env: 'live', random });
        const secret = key.slice(18, 50);
        expect(JSON.stringify(redact({ text: before + key + after, [before + key]: [after] }))).not.toContain(secret);
      }),
    );
  });
});
