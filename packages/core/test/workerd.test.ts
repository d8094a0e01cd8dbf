import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createFakeGateway } from '@wicketgate/testing';
import { serveOverHttp } from '@wicketgate/testing/http';
import { describe, expect, it, onTestFinished } from 'vitest';
import workerd from 'workerd';
import { bundleForWeb } from './bundle.ts';
import { temporaryFolder } from './files/folder.ts';

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

const CONFIG = `
  using Workerd = import "/workerd/workerd.capnp";
  const config :Workerd.Config = (
    services = [
      (name = "main", worker = (
        modules = [(name = "worker.js", esModule = embed "worker.js")],
        compatibilityDate = "2026-11-01",
        globalOutbound = "network",
      )),
      (name = "network", network = (allow = ["public", "private", "local"])),
    ],
    sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
  );`;

/** Starts workerd with a worker and answers where it listens. */
async function startWorker(code: string): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'worker.js'), code);
  await writeFile(join(folder, 'config.capnp'), CONFIG);
  const args = ['serve', join(folder, 'config.capnp'), '--control-fd=3'];
  const child = spawn(workerd, args, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  onTestFinished(() => end(child));
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    const { event, port } = JSON.parse(line) as { event: string; port?: number };
    if (event === 'listen' && port !== undefined) return `http://127.0.0.1:${port}`;
  }
  throw new Error('workerd ended before it listened.');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}

describe('in workerd', () => {
  it('the neutral entry validates, verifies receipts, and serves offline', async () => {
    const gateway = createFakeGateway();
    const server = await serveOverHttp((request) => gateway.fetch(request));
    onTestFinished(() => server.close());
    const worker = await startWorker((await bundleForWeb(WORKER)).code);
    const ask = async (apiKey: string): Promise<unknown> => {
      const response = await fetch(worker, { method: 'POST', body: JSON.stringify({ url: server.url, apiKey }) });
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
