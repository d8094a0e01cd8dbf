import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { wicketgate } from '../src/command.ts';
import { supportedEnvironment } from '../src/environment.ts';
import type { Outcome } from '../src/program.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { type CodeServerCommand, createCodeServerCommand } from '../src/vscode/code-server-program.ts';

const cleanup = createCleanup();
let editor: CodeServerCommand;
let room: string;
let temporary: string;
let sha256: string;

beforeAll(async () => {
  editor = await createCodeServerCommand(cleanup);
  room = await temporaryFolder('install', cleanup);
  temporary = await temporaryFolder('install-temporary', cleanup);
  sha256 = createHash('sha256')
    .update(await readFile(inject('vsix')))
    .digest('hex');
});

afterAll(() => cleanup.release());

/** The command on a machine that has no editor but code-server, and no gateway. */
function install(file: string, digest: string): Promise<Outcome> {
  const { PATH = '' } = supportedEnvironment();
  return wicketgate(
    { url: 'http://127.0.0.1:9', configFolder: path.join(room, 'config') },
    ['extension', 'install', '--vsix', file, '--sha256', digest, '--editor', 'code-server'],
    { env: { PATH: [editor.folder, PATH].join(path.delimiter), TMPDIR: temporary } },
  );
}

async function installed(): Promise<string[]> {
  const { code, stdout, stderr } = await editor.run(['--list-extensions', '--show-versions']);
  expect(code, stderr).toBe(0);
  return stdout.trim().split('\n').filter(Boolean);
}

describe('The VSIX', () => {
  test('is not installed when one byte of it is another', async () => {
    const file = path.join(room, 'other.vsix');
    const bytes = await readFile(inject('vsix'));
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    await writeFile(file, bytes);
    const { code, stderr } = await install(file, sha256);
    expect(code).toBe(1);
    expect(stderr).toContain(`not ${sha256}`);
    expect(await installed()).toEqual([]);
  });

  test('is installed by the command into a real editor, which lists it then', async () => {
    const outcome = await install(inject('vsix'), sha256.toUpperCase());
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.stdout).toContain('Installed in code-server');
    expect(await installed()).toEqual([expect.stringMatching(/^wicketgate\.wicketgate@\d+\.\d+\.\d+$/)]);
    expect(await readdir(temporary)).toEqual([]);
  });

  test('is installed again over itself', async () => {
    const outcome = await install(inject('vsix'), sha256);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(await installed()).toHaveLength(1);
  });
});
