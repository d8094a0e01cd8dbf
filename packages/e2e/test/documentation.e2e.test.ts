import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createKeyBrowser } from '../../gateway/test/support/key-browser.ts';
import { createCleanup } from '../src/cleanup.ts';
import { type CodeBlock, codeBlocksOf } from '../src/code-blocks.ts';
import { type Consumer, createConsumer } from '../src/consumer.ts';
import { type RunningGateway, startGateway } from '../src/gateway.ts';
import { type Program, start } from '../src/program.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { workspaceRoot } from '../src/workspace.ts';

/** What the documents name, and what stands in its place here. Nothing else of a code block is changed. */
const DOCUMENTED_GATEWAY = 'http://127.0.0.1:8787';
const DOCUMENTED_REGISTRY = '//npm.pkg.github.com';

const DOCUMENTS = ['README.md', 'packages/contract/README.md', 'packages/core/README.md'];
const programs = DOCUMENTS.flatMap((document) =>
  codeBlocksOf(document)
    .filter(({ language }) => language === 'ts')
    .map((block, at) => ({ document, at: at + 1, heading: block.heading, block })),
);

const { registry } = inject('release');
const cleanup = createCleanup();
let gateway: RunningGateway;
let reader: Consumer;

beforeAll(async () => {
  gateway = await startGateway({ dataFolder: path.join(await temporaryFolder('data', cleanup), 'data'), cleanup });
  reader = await createConsumer('reader', registry, cleanup);
  await reader.write('.npmrc', settingsOf('README.md'));
  const env = reader.env({ GITHUB_TOKEN: registry.token });
  const installed = await reader.run('npm', ['install', '--no-audit', '--no-fund', '@wicketgate/core'], { env });
  expect(installed.code, installed.stderr).toBe(0);
});

afterAll(() => cleanup.release());

describe('A reader who follows the README', () => {
  test('finds the lines that greet by name', async () => {
    const [program] = programs.filter(({ document }) => document === 'README.md');
    const outcome = await runBlock(program?.block, 'check.ts');
    expect(outcome).toEqual({ code: 0, stdout: 'Welcome, operator (enterprise)\n', stderr: '' });
  });

  test('is told why a mistyped key is refused', async () => {
    const [program] = programs.filter(({ document }) => document === 'README.md');
    const outcome = await runBlock(program?.block, 'check.ts', `${gateway.adminKey.slice(0, -2)}zz`);
    expect(outcome.stdout).toMatch(/^Refused: malformed\. .+\n$/);
  });

  test('installs with the settings of the core package as well', () => {
    expect(settingsOf('packages/core/README.md').split('\n')).toEqual(
      expect.arrayContaining(settingsOf('README.md').trim().split('\n')),
    );
  });
});

describe('Every program of the documents', () => {
  test.each(programs)('$document, number $at ($heading), compiles in strict mode', async ({ block }) => {
    await reader.write('block.ts', here(block));
    await reader.write('tsconfig.json', JSON.stringify({ compilerOptions: STRICT, files: ['block.ts'] }));
    const compiler = path.join(workspaceRoot, 'node_modules/typescript-7/bin/tsc');
    expect(await reader.run(process.execPath, [compiler, '-p', '.'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test.each(programs)('$document, number $at ($heading), runs', async ({ block }) => {
    const { code, stdout, stderr } = await runBlock(block, 'block.ts');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toBe('');
    expect(stdout).not.toMatch(/unavailable|invalid|Could not ask|Refused/);
  });
});

const STRICT = {
  ...{ strict: true, noEmit: true, target: 'es2023', module: 'nodenext', lib: ['es2023', 'dom'] },
  ...{ types: ['node'], typeRoots: [path.join(workspaceRoot, 'node_modules/@types')] },
};

/** The `.npmrc` lines of a document, for the registry of this test. npm takes both kinds from a project's file. */
function settingsOf(document: string): string {
  const lines = codeBlocksOf(document).filter(({ language }) => language === 'ini');
  const ours = registry.url.replace(/^http:|\/$/g, '');
  return lines
    .map(({ text }) =>
      text.replaceAll(`https:${DOCUMENTED_REGISTRY}`, `http:${ours}`).replaceAll(DOCUMENTED_REGISTRY, ours),
    )
    .join('');
}

function here(block: CodeBlock): string {
  return block.text.replaceAll(DOCUMENTED_GATEWAY, gateway.url);
}

async function runBlock(block: CodeBlock | undefined, file: string, key = gateway.adminKey) {
  if (block === undefined) throw new Error('The document has no such program.');
  await reader.write(file, here(block));
  const options = { cwd: reader.folder, env: reader.env({ WICKETGATE_API_KEY: key }), timeoutMs: 60_000 };
  const program = start(process.execPath, [file], options);
  if (block.text.includes('createDeviceLogin')) await allow(program);
  return program.ended;
}

/** What a program that signs somebody in waits for: that person, at the page that it names. */
async function allow(program: Program): Promise<void> {
  const [, userCode = ''] = await program.waitFor(/type ([A-Z]{4}-[A-Z]{4})/);
  await createKeyBrowser(fetch, gateway.url).activate(userCode, gateway.adminKey, 'allow');
}
