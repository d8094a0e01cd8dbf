import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

const SERVE = new URL('../../launcher/serve.mjs', import.meta.url).href;

/** Stands for the gateway: ready at its second look, one key, a record of the signals that reach it. */
const GATEWAY = `
  const { appendFileSync, existsSync, writeFileSync } = require('node:fs');
  const { createServer, get } = require('node:http');
  const [command] = process.argv.slice(2);
  if (command === 'bootstrap') {
    if (process.env.BROKEN) { console.error('no pepper'); process.exit(78); }
    if (!existsSync('key')) console.log('wg_live_example');
    writeFileSync('key', '');
    get({ port: process.env.WICKETGATE_PORT, path: '/asked-for-a-key' });
  } else {
    let looks = 0;
    const server = createServer((request, response) => {
      response.writeHead((looks += 1) > 1 ? 200 : 503).end();
      if (request.url !== '/ready') console.log(request.url);
    });
    server.on('error', (error) => { console.error(error.code); process.exit(1); });
    server.listen(Number(process.env.WICKETGATE_PORT), '127.0.0.1', () => console.log('listening'));
    process.on('SIGTERM', () => {
      appendFileSync('signals', 'SIGTERM ');
      server.close(() => process.exit(7));
    });
  }
`;

interface Launched {
  readonly child: ChildProcess;
  /** Resolves once this has been printed on stdout or stderr. */
  readonly printed: (pattern: RegExp) => Promise<string>;
  readonly ended: Promise<{ code: number | null; output: string }>;
}

function launch(cwd: string, env: Record<string, string>): Launched {
  const gateway = JSON.stringify({ node: process.execPath, bin: path.join(cwd, 'gateway.cjs') });
  const script = `import { serve } from '${SERVE}';
    process.exitCode = await serve({ ...${gateway}, env: process.env });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd,
    env: { ...process.env, ...env },
  });
  let output = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      for (const look of waiting) look();
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, output }));
  });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const printed = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (pattern.test(output)) resolve(output);
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`Ended without printing ${String(pattern)}: ${output}`)));
    });
  return { child, printed, ended };
}

const folder = (): string => temporaryFolder({ 'gateway.cjs': GATEWAY });

async function takenPort(): Promise<number> {
  const server = createServer((_, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('serving', () => {
  test('the first start shows the key and what to try, once the gateway serves; later ones do not', async () => {
    const cwd = folder();
    const first = launch(cwd, { WICKETGATE_PORT: '0' });
    const output = await first.printed(/3\. See/);
    expect(output).toMatch(/listening[\s\S]*ready at http:\/\/127\.0\.0\.1:[1-9]\d+[\s\S]*\n {4}wg_live_example\n/);
    first.child.kill('SIGTERM');
    await first.ended;

    const second = launch(cwd, { WICKETGATE_PORT: '0' });
    await second.printed(/asked-for-a-key/);
    second.child.kill('SIGTERM');
    expect((await second.ended).output).not.toContain('wg_live_example');
  });

  test('a signal reaches the gateway once, and its exit code is ours', async () => {
    const cwd = folder();
    const { child, printed, ended } = launch(cwd, { WICKETGATE_PORT: '0' });
    await printed(/3\. See/);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(7);
    expect(readFileSync(path.join(cwd, 'signals'), 'utf8')).toBe('SIGTERM ');
  });

  test('whoever answers at a port that was taken is not given a key', async () => {
    const { ended } = launch(folder(), { WICKETGATE_PORT: String(await takenPort()) });
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(output.trim()).toBe('EADDRINUSE');
  });

  test('a setting that is no port is left to the gateway to explain', async () => {
    const { ended } = launch(folder(), { WICKETGATE_PORT: '70000' });
    const { code, output } = await ended;
    expect(code).not.toBe(0);
    expect(output).toContain('ERR_SOCKET_BAD_PORT');
  });

  test('when no key can be made the reason is shown and the gateway goes on', async () => {
    const { child, printed, ended } = launch(folder(), { WICKETGATE_PORT: '0', BROKEN: '1' });
    expect(await printed(/no pepper/)).toContain('The first key could not be made.');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(7);
  });
});
