import { endpoints, problemSchema } from '@wicketgate/contract';
import { createFakeClock, createFakeGateway, createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';

const { validate, me } = endpoints.auth;
const bearer = (key: string) => ({ headers: { Authorization: `Bearer ${key}` } });

function started() {
  const fake = createFakeGateway({ random: createSeededRandom(), clock: createFakeClock() });
  const ask = (path: string, init: RequestInit = bearer(fake.adminKey)) => fake.fetch(fake.url + path, init);
  return { fake, ask, askValidate: () => ask(validate.path, { method: 'POST', ...bearer(fake.adminKey) }) };
}

describe('the fake gateway', () => {
  it('takes what fetch takes', async () => {
    const { fake } = started();
    const address = fake.url + me.path;
    for (const input of [address, new URL(address), new Request(address)]) {
      expect((await fake.fetch(input, bearer(fake.adminKey))).status).toBe(200);
    }
  });

  it('takes the pattern of a foreign shape for what follows the prefix, all of it, as the real one does', async () => {
    const fake = createFakeGateway({ shapes: [{ name: 'old', prefix: 'old_', pattern: /[0-9a-f]{4}|[g-k]{2}/ }] });
    const codeFor = async (key: string) =>
      problemSchema.parse(await (await fake.fetch(fake.url + me.path, bearer(key))).json()).code;
    expect(await Promise.all(['old_00ff', 'old_gh'].map(codeFor))).toEqual(['unknown_key', 'unknown_key']);
    const wrong = ['old_00f', 'old_00fff', 'old_old_00ff', '00ff', 'xold_00ff', 'old_'];
    expect(new Set(await Promise.all(wrong.map(codeFor)))).toEqual(new Set(['malformed_key']));
  });

  it.each([/^[0-9]{4}/, /[0-9]{4}$/, /old_[0-9]{4}/])('refuses the pattern %s at once', (pattern) => {
    expect(() => createFakeGateway({ shapes: [{ name: 'old', prefix: 'old_', pattern }] })).toThrow(TypeError);
  });

  it('logs methods and paths, and no secrets', async () => {
    const { fake, ask } = started();
    await ask(`${me.path}?api_key=${fake.adminKey}`);
    await ask('/nowhere', { method: 'DELETE' });
    expect(fake.requests).toEqual([
      { method: 'GET', path: '/api/v1/me' },
      { method: 'DELETE', path: '/nowhere' },
    ]);
    expect(fake.requestsTo(me.path)).toBe(1);
  });

  it('logs paths without the path of its own URL', async () => {
    const fake = createFakeGateway({ url: 'https://gateway.example.com/gate/' });
    await fake.fetch('https://gateway.example.com/gate/health');
    expect((await fake.fetch('https://gateway.example.com/health')).status).toBe(404);
    expect(fake.requests.map(({ path }) => path)).toEqual(['/health', '/health']);
  });

  it('issues keys without a request', async () => {
    const { fake, ask } = started();
    const { apiKey, key } = fake.issue({ tier: 'pro', scopes: ['a'] });
    const identity = me.answer.parse(await (await ask(me.path, bearer(apiKey))).json());
    expect(identity).toMatchObject({ key: { id: key.id }, tier: 'pro', scopes: ['a'] });
    fake.keys.revoke(key.id, 'lost', 'bootstrap');
    expect((await ask(me.path, bearer(apiKey))).status).toBe(401);
  });

  it('is the same in every run with the same chance', () => {
    expect(started().fake.adminKey).toBe(started().fake.adminKey);
  });

  it('fails as often as it is told, and then no more', async () => {
    const { fake, ask } = started();
    fake.fail({ code: 'unavailable', retryAfterSeconds: 7 }, { times: 2 });
    fake.fail({ status: 502, body: 'bad gateway' });
    const first = await ask(me.path);
    expect(first.headers.get('retry-after')).toBe('7');
    expect(problemSchema.parse(await first.json())).toMatchObject({ code: 'unavailable', retry_after: 7 });
    const statuses = [(await ask(me.path)).status, (await ask(me.path)).status, (await ask(me.path)).status];
    expect(statuses).toEqual([503, 502, 200]);
    expect(fake.requestsTo(me.path)).toBe(4);
  });

  it('fails one path and leaves the others alone', async () => {
    const { fake, ask } = started();
    fake.fail({ status: 500 }, { path: validate.path, times: Infinity });
    expect((await ask(me.path)).status).toBe(200);
    expect((await ask(validate.path, { method: 'POST' })).status).toBe(500);
    fake.heal();
    expect((await ask(validate.path, { method: 'POST' })).status).toBe(401);
  });

  it('refuses to fail less than once', () => {
    expect(() => {
      started().fake.fail('network', { times: 0 });
    }).toThrow(TypeError);
    expect(() => {
      started().fake.fail('network', { times: NaN });
    }).toThrow(TypeError);
  });

  it('challenges when it is told to refuse credentials', async () => {
    const { fake, ask } = started();
    fake.fail({ code: 'key_revoked' });
    expect((await ask(me.path)).headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
  });

  it('rejects as fetch does when the network fails', async () => {
    const { fake, ask } = started();
    fake.fail('network');
    await expect(ask(me.path)).rejects.toBeInstanceOf(TypeError);
  });

  it.each(['hang', 'stall'] as const)('lets a caller that gives up go when it is told to %s', async (how) => {
    const { fake, ask } = started();
    const reason = new Error('enough');
    const stop = new AbortController();
    fake.fail(how);
    const text = ask(me.path, { signal: stop.signal }).then((response) => response.text());
    stop.abort(reason);
    await expect(text).rejects.toBe(reason);
  });

  it('does not begin what was given up before', async () => {
    const { fake, ask } = started();
    await expect(ask(me.path, { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late');
    expect(fake.requests).toEqual([]);
  });

  it.each([
    ['html', 200, 'text/html', /<title>/],
    ['valid-false', 200, 'application/json', /^\{"valid":false\}$/],
    ['missing-members', 200, 'application/json', /^\{"valid":true\}$/],
    ['truncate', 200, 'application/json', /^\{"valid":true,[^}]*$/],
    ['empty', 200, 'application/json', /^$/],
    ['unknown-code', 418, 'application/problem+json', /from_the_future/],
    ['redirect', 302, null, /^$/],
  ] as const)('answers %s as its name says', async (...[how, status, type, text]) => {
    const { fake, ask } = started();
    fake.fail(how);
    const response = await ask(validate.path, { method: 'POST' });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toMatch(text);
    expect(response.headers.get('location')).toBe(how === 'redirect' ? 'https://elsewhere.example.com/' : null);
  });

  it('makes a huge answer only as far as it is read', async () => {
    const { fake, ask } = started();
    fake.fail('huge');
    let bytes = 0;
    for await (const chunk of (await ask(me.path)).body ?? []) {
      bytes += chunk.length;
      if (bytes > 2 * 1024 * 1024) break;
    }
    expect(bytes).toBeGreaterThan(2 * 1024 * 1024);
    fake.fail('huge');
    const whole = await (await ask(me.path)).text();
    expect(JSON.parse(whole)).toMatchObject({ valid: true });
    expect(whole.length).toBeGreaterThan(64 * 1024 * 1024);
  });

  it('forges receipts under a key that it does not publish', async () => {
    const { fake, askValidate } = started();
    const kidOf = async () => {
      const { receipt } = validate.answer.parse(await (await askValidate()).json());
      const [head = ''] = receipt.split('.');
      return (JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string }).kid;
    };
    fake.fail('forged-receipt');
    const forged = await kidOf();
    const honest = await kidOf();
    const published = (await fake.publicKeys()).map(({ kid }) => kid);
    expect(published).toEqual([honest]);
    expect(published).not.toContain(forged);

    fake.rotateSigningKey();
    const next = await kidOf();
    expect((await fake.publicKeys()).map(({ kid }) => kid)).toEqual([next, honest]);
    expect(next).not.toBe(honest);
  });
});
