import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createSecretsBench, VALUE } from '../secrets-bench.ts';

// Each test starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

/** A program that prints what an expression answers. */
const printing = (expression: string) => [process.execPath, '-e', `process.stdout.write(String(${expression}))`];
const PRINTS_TOKEN = printing('process.env.APP_TOKEN');

test('a program gets the secrets of the project, masked in what it prints on either stream', async () => {
  const { run, keep, writeProject } = createSecretsBench();
  writeProject([{ name: 'APP_TOKEN' }, { name: 'MORE', required: false }]);
  await keep('APP_TOKEN');
  await keep('BESIDE', 'kept beside it');
  const script =
    'console.log(process.env.APP_TOKEN, process.env.MORE, process.env.BESIDE); console.error(process.env.APP_TOKEN)';
  const { code, stdout, stderr } = await run(['run', '--quiet', '--', process.execPath, '-e', script]);
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: '[redacted] undefined undefined\n',
    stderr: '[redacted]\n',
  });
});

test('the value itself has arrived', async () => {
  const { run, keep } = createSecretsBench();
  await keep('APP_TOKEN');
  const spaced = printing('process.env.APP_TOKEN.replaceAll("-", " ")');
  expect((await run(['run', '--', ...spaced])).stdout).toBe(VALUE.replaceAll('-', ' '));
});

test('without a project it gets what is stored, and nothing that only the environment or a default has', async () => {
  const { run, keep } = createSecretsBench();
  await keep('APP_TOKEN');
  await keep('OTHER_TOKEN', 'another-value-here');
  const words = printing('[process.env.APP_TOKEN, process.env.OTHER_TOKEN].map(Boolean)');
  expect((await run(['run', '--', ...words])).stdout).toBe('true,true');
});

test('--only gives these alone, and --all what is stored beside the project as well', async () => {
  const { run, keep, writeProject } = createSecretsBench();
  writeProject([{ name: 'A' }]);
  await keep('A', 'value-of-a');
  await keep('B', 'value-of-b');
  const words = printing('[process.env.A, process.env.B].map(Boolean)');
  expect((await run(['run', '--', ...words])).stdout).toBe('true,false');
  expect((await run(['run', '--all', '--', ...words])).stdout).toBe('true,true');
  expect((await run(['run', '--only', 'B', '--', ...words])).stdout).toBe('false,true');
  expect((await run(['run', '--only', 'A,B', '--', ...words])).stdout).toBe('true,true');
});

test('what is required and missing is named before anything is started', async () => {
  const { run, writeProject } = createSecretsBench();
  writeProject([{ name: 'A' }, { name: 'B' }, { name: 'C', required: false }]);
  const { code, stdout, stderr } = await run(['run', '--', ...printing('"started"')]);
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toContain('These secrets are not set: A, B.');
  expect((await run(['run', '--only', 'C', '--', ...printing('"started"')])).code).toBe(4);
});

test('a name that may be a value is not repeated', async () => {
  const { run } = createSecretsBench();
  const { code, stderr } = await run(['run', '--only', 'A,hunter2', '--', ...printing('"started"')]);
  expect(code).toBe(4);
  expect(stderr).toContain('history of the shell');
  expect(stderr).not.toContain('hunter2');
});

test('what opens the encrypted file is kept from the program', async () => {
  const { run, keep } = createSecretsBench();
  await keep('APP_TOKEN');
  expect((await run(['run', '--', ...printing('process.env.WICKETGATE_MASTER_KEY')])).stdout).toBe('undefined');
});

test.each([0, 1, 3, 78, 130, 255])('the exit code of the program is ours: %d', async (code) => {
  const { run, keep } = createSecretsBench();
  await keep('APP_TOKEN');
  const result = await run(['run', '--quiet', '--', process.execPath, '-e', `process.exit(${code})`]);
  expect(result).toEqual({ code, stdout: '', stderr: '' });
});

test.each([
  ['a program that is nowhere', 'no-such-program-anywhere', 127],
  ['a folder', '/', 126],
])('%s ends as in a shell', async (_, program, code) => {
  const { run, keep } = createSecretsBench();
  await keep('APP_TOKEN');
  const result = await run(['run', '--', program]);
  expect(result).toMatchObject({ code, stdout: '', stderr: expect.stringContaining('(program_failed)') as string });
});

test.each([
  [['--json']],
  [['--help']],
  [['--version']],
  [['--quiet', '--only', 'x', '--token=abc', '--url', 'y']],
  [['--', 'x', '--', '-h']],
  [['run', '--', 'secrets']],
])('what stands behind -- is the program’s alone: %j', async (theirs) => {
  const { run, keep } = createSecretsBench();
  await keep('APP_TOKEN');
  const words = ['-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--'];
  for (const ours of [[], ['--only', 'APP_TOKEN'], ['--quiet']]) {
    const { code, stdout } = await run(['run', ...ours, '--', process.execPath, ...words, ...theirs]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${JSON.stringify(theirs)}\n` });
  }
});

test.each([[['run']], [['run', '--']], [['run', 'node', '-e', '1']], [['run', 'node']], [['run', 'node', '--', 'x']]])(
  'without a program behind -- it is wrong usage: %j',
  async (argv) => {
    const { run } = createSecretsBench();
    expect((await run(argv)).code).toBe(2);
  },
);

test('a key of a gateway is refused also behind --, and the options of a program are not taken for ours', async () => {
  const { run, keep, gateway } = createSecretsBench();
  await keep('APP_TOKEN');
  const refused = await run(['run', '--', 'curl', '-H', `Authorization: Bearer ${gateway.adminKey}`]);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('key_on_command_line') as string });
  expect(refused.stderr).not.toContain(gateway.adminKey.slice(8));
  expect((await run(['run', '--token=x', '--', ...PRINTS_TOKEN])).code).toBe(2);
});

test('a failure of ours is one document with --json before --, and words with --json behind it', async () => {
  const { run } = createSecretsBench();
  const document = await run(['run', '--json', '--only', 'A', '--', 'x']);
  expect(JSON.parse(document.stderr)).toMatchObject({ error: { code: 'missing_secret', secret_name: 'A' } });
  expect((await run(['run', '--only', 'A', '--', 'x', '--json'])).stderr).toMatch(/^wicketgate: /);
});

test('a value that is too short to be masked is named', async () => {
  const { run, keep } = createSecretsBench();
  await keep('PIN', '123');
  const { stdout, stderr } = await run(['run', '--', ...printing('process.env.PIN')]);
  expect(stdout).toBe('123');
  expect(stderr).toContain('Too short to be masked in what the program prints: PIN.');
});

test('a name that would choose which code a program loads is refused', async () => {
  const { run, project, writeProject } = createSecretsBench();
  writeProject([{ name: 'NODE_OPTIONS' }]);
  writeFileSync(join(project, '.env'), 'NODE_OPTIONS=--require=./x.js\n', { mode: 0o600 });
  const refused = await run(['run', '--', ...PRINTS_TOKEN]);
  expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('(invalid_name)') as string });
});

test('what the program merely inherits of known secrets is masked, and left where it is', async () => {
  const { run, keep, writeProject } = createSecretsBench();
  writeProject([{ name: 'APP_TOKEN' }, { name: 'OTHER_TOKEN', aliases: ['OLD_TOKEN'], required: false }]);
  await keep('APP_TOKEN');
  const names = ['APP_TOKEN', 'OTHER_TOKEN', 'OLD_TOKEN', 'GITHUB_TOKEN', 'GITHUB_PAT', 'PLAIN'];
  const values = Object.fromEntries(names.slice(1).map((name) => [name, `value-of-${name}`]));
  const script = `console.log(${JSON.stringify(names)}.map((name) => process.env[name]).join(' '))`;
  const { code, stdout } = await run(['run', '--only', 'APP_TOKEN', '--', process.execPath, '-e', script], {
    env: values,
  });
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${'[redacted] '.repeat(5)}value-of-PLAIN\n` });
  const bare = await run([
    'run',
    '--only',
    'APP_TOKEN',
    '--',
    process.execPath,
    '-e',
    'console.log("value-of-OTHER_TOKEN")',
  ]);
  expect(bare.stdout).toBe('value-of-OTHER_TOKEN\n');
});
