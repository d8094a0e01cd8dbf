import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createFakeGateway, createSeededRandom } from '@wicketgate/testing';
import { serveOverHttp } from '@wicketgate/testing/http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseProjectDocument } from '../src/rules/project-document.ts';
import { BUILTIN_SPECS } from '../src/rules/builtin-specs.ts';
import { SECRETS_ERROR_CODES } from '../src/words/errors.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = await readFile(join(root, 'README.md'), 'utf8');
const blocksOf = (language: string) =>
  [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter((block) => block[1] === language)
    .map((block) => block[2] ?? '');
const blocks = blocksOf('ts');

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly dotenv?: string;
}

/** Runs a block in a folder of its own. Only the paths of files and the address of the gateway are those of the test. */
async function run(block = '', { env = {}, dotenv }: RunOptions = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wicketgate-secrets-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  if (dotenv !== undefined) await writeFile(join(folder, '.env'), dotenv, { mode: 0o600 });
  const code = block
    .replace("file: '.env'", `file: '${join(folder, '.env')}'`)
    .replace("folder: 'tokens'", `folder: '${join(folder, 'tokens')}'`)
    .replace("file: 'secrets.", `file: '${join(folder, 'secrets.')}`)
    .replace('http://127.0.0.1:8787', env['GATEWAY'] ?? '');
  const args = ['--conditions=@wicketgate/source', '--input-type=module-typescript', '-e', code];
  const options = { cwd: root, env: { PATH: process.env['PATH'], ...env } };
  return (await promisify(execFile)(process.execPath, args, options)).stdout;
}

describe('The README', () => {
  test('has ten lines that work as they stand', async () => {
    const [lines = ''] = blocks;
    expect(
      lines
        .trim()
        .split('\n')
        .filter((line) => line !== '').length,
    ).toBeLessThanOrEqual(10);
    expect(await run(lines)).toBe('GITHUB_TOKEN is not set\n');
    const env = { GITHUB_PAT: 'of-the-shell-0123456789' };
    const printed = await run(lines, { env, dotenv: 'A=1\nGITHUB_TOKEN=of-the-file-0123456789\n' });
    expect(printed).toMatch(/^\[redacted …6789\] from .*GITHUB_PAT.*\nGITHUB_TOKEN is shadowed true\n$/);
  });

  test('has further blocks that work as they stand', async () => {
    expect(blocks).toHaveLength(5);
    const masterKey = Buffer.from(createSeededRandom(3)(new Uint8Array(32))).toString('base64');
    const listed = await run(blocks[1], { env: { WICKETGATE_MASTER_KEY: masterKey } });
    expect(listed).toContain("name: 'DATABASE_URL'");
    expect(listed).not.toContain('postgres://');
    expect(await run(blocks[2])).toBe('[redacted …ay"}]\n');
    expect(await run(blocks[3])).toBe('true [redacted …-key]\n');
  });

  test('gives a key to the gateway', async () => {
    const gateway = createFakeGateway();
    const server = await serveOverHttp((request) => gateway.fetch(request));
    onTestFinished(() => server.close());
    const env = { GATEWAY: server.url, WICKETGATE_API_KEY: gateway.adminKey };
    expect(await run(blocks[4], { env })).toBe('valid\n');
  });

  test('shows a file of a project that fits its schema, and commands that do', () => {
    const [text = ''] = blocksOf('json');
    const { secrets } = parseProjectDocument(text, 'README.md');
    expect(secrets.map(({ name }) => name)).toEqual(['GITHUB_TOKEN', 'BILLING_TOKEN']);
    const section = readme.split('### Programs that print')[1]?.split('\n## ')[0] ?? '';
    const commands = [...section.matchAll(/\| `(\[.*\])`/g)].map(([, json = '']) => JSON.parse(json) as unknown);
    expect(commands).toHaveLength(7);
    for (const command of commands) {
      const document = JSON.stringify({ version: 1, secrets: [{ name: 'A_KEY', command }] });
      expect(parseProjectDocument(document, 'README.md').secrets[0]?.command).toEqual(command);
    }
  });

  test('names every error code, every built-in secret and every option', async () => {
    const codes = (readme.split('\n## Errors')[1] ?? '').matchAll(/^\| (`.+?`) +\|/gm);
    const named = [...codes].flatMap(([, cell = '']) => cell.replaceAll('`', '').split(', '));
    expect(named.toSorted()).toEqual([...SECRETS_ERROR_CODES].sort());
    for (const { name } of BUILTIN_SPECS) expect(readme).toContain(`\`${name}\``);
    const table = [...readme.matchAll(/^\| `([\w`, ]+)`\s*\|/gm)].flatMap(([, names]) => (names ?? '').split('`, `'));
    for (const file of ['services/manager-options.ts', 'node/file/surface.ts']) {
      const source = await readFile(join(root, 'src', file), 'utf8');
      const [, members = ''] = /export interface \w+Options[^{]*\{(.*?)^\}/ms.exec(source) ?? [];
      const options = [...members.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name ?? '');
      expect(options.length).toBeGreaterThan(5);
      for (const option of options) expect(table).toContain(option);
    }
  });
});
