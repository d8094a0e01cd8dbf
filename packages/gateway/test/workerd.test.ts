import { CLIENT_IDS, deviceCodeAnswerSchema, GRANT_TYPES, OAUTH_PATHS, tokenAnswerSchema } from '@wicketgate/contract';
import { bundleForWeb, startWorker } from '@wicketgate/testing/workers';
import { describe, expect, it } from 'vitest';
import { createKeyBrowser } from './support/key-browser.ts';

/** The gateway as a host without Node puts it together, and at `/a-key` an API key of a person. */
const WORKER = `
  import { systemClock } from '@wicketgate/core';
  import { systemRandom } from '../src/adapters/system-random.ts';
  import { createGateway, parseConfig } from '../src/index.ts';
  import { createKeyService } from '../src/services/key-service.ts';
  import { createMemoryStorage } from './support/memory-storage.ts';

  const fill = (byte) => new Uint8Array(32).fill(byte);
  const serviceKeys = {
    peppers: [{ version: 1, secret: fill(1) }],
    signing: [{ kid: 'test', seed: fill(2) }],
    encryption: [{ id: 'test', key: fill(3).map((byte, at) => byte + at) }],
  };
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  // A host of requests has no time between them.
  const clock = { now: systemClock.now, sleep: () => new Promise(() => {}) };
  const storage = createMemoryStorage();
  let gateway;

  const start = (publicUrl) => {
    const parsed = parseConfig({});
    const config = { ...parsed.config, publicUrl };
    return createGateway({ config, storage, serviceKeys, clock, random: systemRandom, logger: silent });
  };
  const makeKey = async () => {
    const settings = { brand: 'wg', environments: ['live'], shapes: [], onChange: () => undefined };
    const keys = createKeyService({ ...settings, storage, peppers: serviceKeys.peppers, clock, random: systemRandom });
    const owner = { id: 'anna', email: null, name: 'Anna' };
    const draft = { name: 'of a person', owner, env: 'live', tier: 'pro', scopes: ['releases:read'] };
    return (await keys.create(draft, { id: 'bootstrap', address: null, requestId: 'first' })).apiKey;
  };

  export default {
    async fetch(request) {
      const { origin, pathname } = new URL(request.url);
      if (pathname === '/a-key') return new Response(await makeKey());
      gateway ??= await start(origin);
      return gateway.fetch(request);
    },
  };`;

describe('in workerd', () => {
  it('the neutral entry signs a person in by device code, refreshes, and knows who it is', async () => {
    await using worker = await startWorker((await bundleForWeb(WORKER, { from: import.meta.url })).code);
    const apiKey = await (await fetch(`${worker.url}/a-key`)).text();
    const post = async (path: string, form: Readonly<Record<string, string>>) => {
      const body = new URLSearchParams({ client_id: CLIENT_IDS.cli, ...form });
      const response = await fetch(worker.url + path, { method: 'POST', body });
      return { status: response.status, body: (await response.json()) as unknown };
    };
    const me = async (accessToken: string) => {
      const headers = { authorization: `Bearer ${accessToken}` };
      const response = await fetch(`${worker.url}/api/v1/me`, { headers });
      return (await response.json()) as unknown;
    };
    const refresh = async (token = '') =>
      post(OAUTH_PATHS.token, { grant_type: GRANT_TYPES.refreshToken, refresh_token: token });

    const device = deviceCodeAnswerSchema.parse((await post(OAUTH_PATHS.deviceCode, {})).body);
    await createKeyBrowser(fetch, worker.url).activate(device.user_code, apiKey, 'allow');
    const grant = { grant_type: GRANT_TYPES.deviceCode, device_code: device.device_code };
    const first = tokenAnswerSchema.parse((await post(OAUTH_PATHS.token, grant)).body);
    const anna = { tier: 'pro', role: 'user', principal: { id: 'anna', name: 'Anna' } };
    expect(await me(first.access_token)).toMatchObject(anna);

    const second = tokenAnswerSchema.parse((await refresh(first.refresh_token)).body);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await me(second.access_token)).toMatchObject(anna);
    // The child was sealed and is opened by WebCrypto alone.
    const again = tokenAnswerSchema.parse((await refresh(first.refresh_token)).body);
    expect(again.refresh_token).toBe(second.refresh_token);
    expect(await refresh(`wg_rt_${'0'.repeat(43)}`)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await post(OAUTH_PATHS.token, grant)).body).toMatchObject({ error: 'invalid_grant' });
  });
});
