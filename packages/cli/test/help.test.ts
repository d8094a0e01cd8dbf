import { expect, test } from 'vitest';
import { createBench } from './cli-harness.ts';

const COMMANDS = [
  [],
  ...['login', 'logout', 'whoami', 'usage', 'token', 'sessions'].map((name) => [name]),
  ...['list', 'show', 'revoke'].map((name) => ['sessions', name]),
  ['keys'],
  ...['create', 'import', 'rotate', 'list', 'show', 'edit', 'suspend', 'resume', 'revoke'].map((name) => [
    'keys',
    name,
  ]),
  ['validate'],
  ['secrets'],
  ...[
    'list',
    'get',
    'explain',
    'check',
    'set',
    'delete',
    'import',
    'export',
    'rotate',
    'recover',
    'allow',
    'schema',
  ].map((name) => ['secrets', name]),
  ['run'],
  ['setup'],
  ['tools'],
  ...['list', 'search', 'show', 'call', 'approve'].map((name) => ['tools', name]),
  ['mcp'],
  ...['servers', 'test', 'config', 'allow', 'add', 'remove', 'serve'].map((name) => ['mcp', name]),
  ['config'],
  ...['get', 'set', 'unset', 'list', 'path'].map((name) => ['config', name]),
  ['health'],
  ['extension'],
  ['extension', 'install'],
  ['completion'],
];

test.each(COMMANDS.map((words) => [words.join(' ') || 'wicketgate', words] as const))(
  'help of %s',
  async (_, words) => {
    const { code, stdout, stderr } = await createBench().run([...words, '--help'], { columns: 100 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatchSnapshot();
  },
);

test('help fits the terminal', async () => {
  const { stdout } = await createBench().run(['keys', 'create', '--help'], { columns: 80 });
  const [options = ''] = stdout.split('Examples:');
  for (const line of options.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test.each([[[]], [['keys']], [['sessions']], [['secrets']], [['tools']], [['mcp']], [['config']], [['extension']]])(
  '%j alone is wrong usage and shows help on stderr',
  async (argv) => {
    const { code, stdout, stderr } = await createBench().run(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: wicketgate/);
  },
);

test.each([[[]], [['keys']], [['sessions']], [['secrets']], [['tools']], [['mcp']], [['config']], [['extension']]])(
  '%j alone with --json is told as one document',
  async (argv) => {
    const { code, stdout, stderr } = await createBench().run([...argv, '--json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'usage', message: 'A command is missing.' } });
  },
);

test('every example in the help is taken by the parser', async () => {
  const examples: string[] = [];
  for (const words of COMMANDS) {
    const { stdout } = await createBench().run([...words, '--help'], { columns: 100 });
    const [, list = ''] = stdout.split('\nExamples:\n');
    examples.push(
      ...list
        .split('\n')
        .flatMap((line) => /^ {2}(?:KEY=\$\()?wicketgate (.*?)(?:\)| {2,}| \|).*$/.exec(line)?.[1] ?? []),
    );
  }
  expect(examples.length).toBeGreaterThan(10);
  for (const example of examples) {
    const argv = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
    // No server of the examples is asked.
    const serverFetch = () => Promise.resolve(new Response(null, { status: 404 }));
    const { stderr } = await createBench().run(asDocument(argv), { key: null, serverFetch });
    // Some ask questions, which is no fault of the words.
    expect(`${example}: ${stderr}`).not.toMatch(/"code": "usage"(?![^}]*nobody can be asked)/);
  }
});

/** With `--json`, and with a program that is nowhere instead of the one that `run` would start. */
function asDocument(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end === -1 ? [...argv, '--json'] : [...argv.slice(0, end), '--json', '--', 'no-such-program-anywhere'];
}
