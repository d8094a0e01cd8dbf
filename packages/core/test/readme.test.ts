import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createFakeGateway } from '@wicketgate/testing';
import { serveOverHttp } from '@wicketgate/testing/http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LOCAL_ERROR_CODES } from '../src/words/errors.ts';
import { temporaryFolder } from './files/folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = await readFile(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? '');

/** Runs a block as it stands; only the address of the gateway and of the receipts are those of the test. */
async function run(block: string): Promise<string> {
  const gateway = createFakeGateway({ signIn: { pollSeconds: 1 } });
  const server = await serveOverHttp((request) => gateway.fetch(request));
  onTestFinished(() => server.close());
  const code = block
    .replace('http://127.0.0.1:8787', server.url)
    .replace('.receipts', join(await temporaryFolder(), 'receipts'));
  const args = ['--conditions=@wicketgate/source', '--input-type=module-typescript', '-e', code];
  const env = { ...process.env, WICKETGATE_API_KEY: gateway.adminKey };
  const running = promisify(execFile)(process.execPath, args, { cwd: root, env });
  // Whoever is asked to type a code does so.
  running.child.stdout?.on('data', (said: Buffer) => {
    const [, userCode] = /type ([A-Z]{4}-[A-Z]{4})/.exec(said.toString()) ?? [];
    if (userCode !== undefined) gateway.signIn.approve(userCode);
  });
  return (await running).stdout;
}

describe('the README', () => {
  it('has ten lines that work as they stand', async () => {
    const [lines = ''] = blocks;
    expect(lines.trim().split('\n').length).toBeLessThanOrEqual(10);
    expect(await run(lines)).toBe('Welcome, owner-1 (enterprise)\n');
  });

  it('has further blocks that work as they stand', async () => {
    expect(blocks).toHaveLength(4);
    expect(await run(blocks[1] ?? '')).toBe('valid\n');
    expect(await run(blocks[2] ?? '')).toMatch(/^Open \S+\/activate and type \S+\nSigned in as owner-1\n$/);
    expect(await run(blocks[3] ?? '')).toMatch(/^[0-9A-Za-z]{10} 56\n$/);
  });

  it('names every error code of this side, and every option', async () => {
    const table = [...readme.matchAll(/^\| `([\w`, ]+)`\s*\|/gm)].flatMap(([, names]) => (names ?? '').split('`, `'));
    for (const code of LOCAL_ERROR_CODES) expect(table).toContain(code);
    for (const file of [
      'http-options.ts',
      'validator-options.ts',
      'auth/sign-in-options.ts',
      'auth/session-options.ts',
    ]) {
      const source = await readFile(join(root, 'src/services', file), 'utf8');
      const [, members = ''] = /export interface \w+Options[^{]*\{(.*?)^\}/ms.exec(source) ?? [];
      const options = [...members.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name ?? '');
      expect(options.length).toBeGreaterThanOrEqual(3);
      for (const option of options) expect(table).toContain(option);
    }
  });
});
