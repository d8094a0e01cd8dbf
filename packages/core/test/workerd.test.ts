import { createFakeGateway } from '@wicketgate/testing';
import { serveOverHttp } from '@wicketgate/testing/http';
import { bundleForWeb, startWorker } from '@wicketgate/testing/workers';
import { describe, expect, it, onTestFinished } from 'vitest';

const WORKER = `
  import { AuthValidator, createGatewayClient, Secret } from '@wicketgate/core';
  const records = new Map();
  const receipts = {
    load: async (name) => records.get(name),
    save: async (name, record) => void records.set(name, record),
    clear: async (name) => void records.delete(name),
  };
  export default {
    async fetch(request) {
      const { url, apiKey } = await request.json();
      const validator = new AuthValidator({ url, receipts, installId: 'workerd-1', retries: 1 });
      const verdict = await validator.validate(apiKey);
      const cached = await validator.validateCached(apiKey);
      const client = createGatewayClient({ http: validator.http, credential: new Secret(apiKey) });
      const me = await client.auth.me().then(({ role }) => role, ({ code }) => code);
      return Response.json({ verdict, cached: cached.via, me, shown: String(new Secret(apiKey)) });
    },
  };`;

describe('in workerd', () => {
  it('the neutral entry validates, verifies receipts, and serves offline', async () => {
    const gateway = createFakeGateway();
    const server = await serveOverHttp((request) => gateway.fetch(request));
    onTestFinished(() => server.close());
    await using worker = await startWorker((await bundleForWeb(WORKER, { from: import.meta.url })).code);
    const ask = async (apiKey: string): Promise<unknown> => {
      const response = await fetch(worker.url, { method: 'POST', body: JSON.stringify({ url: server.url, apiKey }) });
      return response.json();
    };
    expect(await ask(gateway.adminKey)).toMatchObject({
      verdict: { status: 'valid', via: 'gateway' },
      cached: 'cache',
      me: 'admin',
      shown: expect.stringMatching(/^\[redacted ….{4}\]$/) as unknown,
    });
    expect(await ask('wg_mistyped')).toMatchObject({ verdict: { status: 'invalid', reason: 'malformed' } });
    gateway.fail('redirect', { times: 3 });
    expect(await ask(gateway.issue().apiKey)).toMatchObject({ verdict: { status: 'unavailable', code: 'redirected' } });
    await server.close();
    expect(await ask(gateway.adminKey)).toMatchObject({
      verdict: { status: 'valid', via: 'receipt', grace: { because: 'offline' } },
      me: 'offline',
    });
  });
});
