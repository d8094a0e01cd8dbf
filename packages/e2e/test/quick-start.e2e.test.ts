import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { codeBlocksOf } from '../src/code-blocks.ts';
import { terminalEnvironment, type Environment } from '../src/environment.ts';
import { freePort } from '../src/free-port.ts';
import { type Program, run, start } from '../src/program.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { copyTree } from '../src/tree-copy.ts';

const KEY = /wg_live_[0-9A-Za-z]{48}/;
const cleanup = createCleanup();
let clone: string;
let env: Environment;
let gateway: Program;
let greeting: string;

/** The commands of the README's set-up, as they stand. The machine's own Node runs them, and its caches are used. */
const commands = codeBlocksOf('README.md')
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.split('\n'))
  .filter((line) => line.startsWith('npm ') && !line.startsWith('npm install'));

beforeAll(async () => {
  clone = await temporaryFolder('clone', cleanup);
  await copyTree(clone);
  env = terminalEnvironment({ WICKETGATE_PORT: String(await freePort()) });
  gateway = begin();
  const [, shown = ''] = await gateway.waitFor(/(Your admin key[\s\S]+\/ready\n)/, 280_000);
  greeting = shown;
});

afterAll(() => cleanup.release());

describe('A stranger who types the commands of the README', () => {
  test('finds exactly two for the set-up', () => {
    expect(commands).toEqual(['npm start', 'npm test']);
  });

  test('is shown an admin key by the first, once', () => {
    expect(KEY.exec(gateway.output().stdout)?.[0]).toBeDefined();
    expect(new Set(greeting.match(new RegExp(KEY, 'g')))).toHaveProperty('size', 1);
  });

  test('is shown three commands that work as they are printed', async () => {
    const printed = greeting.split('\n').flatMap((line) => /^\s*(curl .+)$/.exec(line)?.[1] ?? []);
    expect(printed).toHaveLength(3);
    const [checked, issued, ready] = await Promise.all(printed.map((line) => run('bash', ['-c', line], { env })));
    expect(JSON.parse(checked?.stdout ?? '')).toMatchObject({ valid: true, role: 'admin' });
    expect(JSON.parse(issued?.stdout ?? '')).toMatchObject({
      key: { status: 'active' },
      api_key: expect.stringMatching(KEY) as string,
    });
    expect(JSON.parse(ready?.stdout ?? '')).toMatchObject({ status: 'ready' });
  });

  test('is refused with 401 when the key is mistyped', async () => {
    const [line = ''] = greeting.split('\n').filter((text) => text.includes('/api/v1/auth/validate'));
    const mistyped = line.replace(KEY, (key) => `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`);
    const { stdout } = await run('bash', ['-c', `${mistyped} -o /dev/null -w '%{http_code}'`], { env });
    expect(stdout).toBe('401');
  });

  test('is served again by a second start, which makes no second key', async () => {
    await gateway.stop();
    const begun = performance.now();
    gateway = begin();
    await gateway.waitFor(/listening/);
    const seconds = (performance.now() - begun) / 1_000;
    console.log(`The second start took ${seconds.toFixed(2)} s.`);
    const { stdout } = await run('bash', ['-c', `curl -sS http://127.0.0.1:${env['WICKETGATE_PORT']}/ready`], { env });
    expect(JSON.parse(stdout)).toMatchObject({ status: 'ready' });
    expect((await gateway.stop()).stdout).not.toMatch(KEY);
  });

  test('runs tests with the second, here those of one package', async () => {
    const { code, stdout, stderr } = await run('bash', ['-c', `${commands[1]} -- --project contract`], {
      cwd: clone,
      env,
      timeoutMs: 170_000,
    });
    expect(code, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout).toMatch(/Tests\s+\d+ passed/);
  });
});

function begin(): Program {
  const program = start('bash', ['-c', `exec ${commands[0]}`], { cwd: clone, env });
  cleanup.defer(() => program.stop());
  return program;
}
