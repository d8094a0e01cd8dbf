import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface RunningWorker extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
}

const require = createRequire(import.meta.url);
/** The package has no types; its default export is the path of the program. */
const { default: workerd } = require('workerd') as { readonly default: string };

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

/** Runs an ES module, whose default export has `fetch`, in the real runtime of Cloudflare Workers. */
export async function startWorker(code: string): Promise<RunningWorker> {
  const folder = await mkdtemp(join(tmpdir(), 'wicketgate-worker-'));
  await writeFile(join(folder, 'worker.js'), code);
  await writeFile(join(folder, 'config.capnp'), CONFIG);
  const args = ['serve', join(folder, 'config.capnp'), '--control-fd=3'];
  const child = spawn(workerd, args, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  const close = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    const { event, port } = JSON.parse(line) as { event: string; port?: number };
    if (event !== 'listen' || port === undefined) continue;
    return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: close };
  }
  await close();
  throw new Error('workerd ended before it listened.');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}
