import { stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { codeBlocksOf } from '../src/code-blocks.ts';
import { type Consumer, createConsumer } from '../src/consumer.ts';
import type { Environment } from '../src/environment.ts';
import { freePort } from '../src/free-port.ts';
import { type Outcome, type Program, start } from '../src/program.ts';

/** What the documents name, and what stands in its place here. Nothing else of a code block is changed. */
const DOCUMENTED_GATEWAY = 'http://127.0.0.1:8787';

const { registry } = inject('release');
const cleanup = createCleanup();
let operator: Consumer;
let url: string;
let env: Environment;

/** The lines of a document under a heading, for this test's gateway. */
function linesOf(document: string, heading: string, language = 'sh'): string[] {
  const blocks = codeBlocksOf(document).filter((block) => block.heading === heading && block.language === language);
  return blocks.map(({ text }) => text.replaceAll(DOCUMENTED_GATEWAY, url).trim());
}

beforeAll(async () => {
  operator = await createConsumer('operator', registry, cleanup);
  const installed = await operator.install(['@wicketgate/gateway', '@wicketgate/cli']);
  expect(installed.code, installed.stderr).toBe(0);
  const port = String(await freePort());
  url = `http://127.0.0.1:${port}`;
  const base = operator.env({ WICKETGATE_PORT: port, WICKETGATE_CONFIG_DIR: path.join(operator.folder, 'config') });
  // The command is installed with --global in the document; here it stands among the project's programs.
  env = { ...base, PATH: [path.join(operator.folder, 'node_modules/.bin'), base['PATH']].join(path.delimiter) };
});

afterAll(() => cleanup.release());

describe('An operator who follows the README', () => {
  let gateway: Program;

  test('of the gateway: makes the first key, serves and checks it', async () => {
    const [commands = '', curl = ''] = linesOf('packages/gateway/README.md', 'Run');
    const [bootstrap = '', serve = ''] = commands.split('\n');
    const made = await shell(bootstrap);
    expect(made.code, made.stderr).toBe(0);
    expect((await stat(path.join(operator.folder, 'admin.key'))).mode & 0o777).toBe(0o600);

    gateway = start('bash', ['-c', `exec ${serve}`], { cwd: operator.folder, env });
    cleanup.defer(() => gateway.stop());
    await gateway.waitFor(/listening/);
    expect(JSON.parse((await shell(curl)).stdout)).toMatchObject({ valid: true, role: 'admin' });
  });

  test('of the command: ten lines run one after the other', async () => {
    const [lines = ''] = linesOf('packages/cli/README.md', 'Ten lines');
    const { code, stdout, stderr } = await shell(`set -e; export WICKETGATE_API_KEY="$(cat admin.key)"\n${lines}`);
    expect(code, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout).toContain('"status": "valid"');
    expect(stdout).not.toMatch(/wg_live_[0-9A-Za-z]{48}/);
  });

  test('of the gateway: serves in a process of their own', async () => {
    await gateway.stop();
    const [program = ''] = linesOf('packages/gateway/README.md', 'In your own process', 'ts');
    await operator.write('serve.ts', program);
    const own = start(process.execPath, ['serve.ts'], { cwd: operator.folder, env });
    cleanup.defer(() => own.stop());
    await own.waitFor(/The gateway answers at http/);
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    expect((await own.stop()).code).toBe(0);
  });
});

function shell(script: string): Promise<Outcome> {
  return start('bash', ['-c', script], { cwd: operator.folder, env, timeoutMs: 120_000 }).ended;
}
