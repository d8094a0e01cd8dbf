import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Secret } from '@wicketgate/core';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import workerd from 'workerd';
import { createEnvelope } from '../src/services/envelope.ts';
import { bundleForWeb } from './bundle.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The envelope is made once, outside of any request, as a worker with its keys in bindings would. */
const WORKER = `
  import { Secret } from '@wicketgate/core';
  import { createEnvelope, reencrypt } from '../src/index.ts';
  const keyOf = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  const [old, next] = KEYS.map(({ id, key }) => ({ id, key: keyOf(key) }));
  const envelope = createEnvelope({ keys: [old, next], current: next.id });
  const place = { path: 'provider-keys', name: 'tavily' };
  export default {
    async fetch(request) {
      const { sealed, foreign } = await request.json();
      const table = new Map([[1, sealed], [2, foreign]]);
      async function* rows() {
        for (const [ref, text] of table) yield { ref, sealed: text, ...place };
      }
      const replace = async (ref, { from, to }) => table.get(ref) === from && Boolean(table.set(ref, to));
      const report = await reencrypt({ envelope, rows: rows(), replace });
      const opened = await envelope.open(table.get(1), place);
      const own = await envelope.seal(new Secret('from the worker'), place);
      return Response.json({ report, opened: opened.reveal(), keyId: envelope.keyIdOf(table.get(1)), own });
    },
  };`;

const CONFIG = `
  using Workerd = import "/workerd/workerd.capnp";
  const config :Workerd.Config = (
    services = [(name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2026-11-01",
    ))],
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
  it('the neutral entry seals, opens and encrypts anew what Node sealed', async () => {
    const keys = [1, 2].map((seed) => ({ id: `k${seed}`, key: createSeededRandom(seed)(new Uint8Array(32)) }));
    const place = { path: 'provider-keys', name: 'tavily' };
    const sealed = await createEnvelope({ keys, current: 'k1' }).seal(new Secret('from Node'), place);
    const foreign = sealed.replace('.k1.', '.k9.');
    const shown = keys.map(({ id, key }) => ({ id, key: Buffer.from(key).toString('base64') }));
    const worker = await startWorker(await bundleForWeb(`const KEYS = ${JSON.stringify(shown)};${WORKER}`));
    const body = JSON.stringify({ sealed, foreign });
    for (const round of [1, 2]) {
      const answer = (await (await fetch(worker, { method: 'POST', body })).json()) as { own: string };
      expect({ round, ...answer }).toMatchObject({
        report: { seen: 2, changed: 1, failed: [{ ref: 2, code: 'unknown_key_id' }] },
        opened: 'from Node',
        keyId: 'k2',
      });
      const opened = await createEnvelope({ keys, current: 'k2' }).open(answer.own, place);
      expect(opened.reveal()).toBe('from the worker');
    }
  });
});
