import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createBench, temporaryFolder } from '../../cli-harness.ts';

// Each test starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

const installed = (shell: string) => spawnSync(shell, ['--version']).error === undefined;

async function scriptFor(shell: string): Promise<string> {
  const { stdout } = await createBench().run(['completion', shell]);
  return stdout;
}

interface Case {
  readonly words: readonly string[];
  /** What must be offered, all of it. */
  readonly offered: readonly string[];
}

/** The same questions to every shell; the last word is where the cursor is. */
const CASES: readonly Case[] = [
  {
    words: [''],
    offered: [
      ...[
        'completion',
        'config',
        'extension',
        'health',
        'keys',
        'login',
        'logout',
        'mcp',
        'run',
        'secrets',
        'sessions',
      ],
      ...['setup', 'token', 'tools', 'usage', 'validate', 'whoami'],
    ],
  },
  { words: ['ke'], offered: ['keys'] },
  {
    words: ['keys', ''],
    offered: ['create', 'edit', 'import', 'list', 'resume', 'revoke', 'rotate', 'show', 'suspend'],
  },
  { words: ['keys', 'create', '--tier', ''], offered: ['enterprise', 'free', 'pro'] },
  { words: ['keys', 'create', '--role', 'a'], offered: ['admin'] },
  { words: ['keys', 'list', '--status', ''], offered: ['active', 'expired', 'revoked', 'suspended'] },
  { words: ['keys', 'list', '--ti'], offered: ['--tier', '--timeout'] },
  { words: ['--url', 'https://gate.example.com', 'keys', 'list', '--env', ''], offered: ['live', 'test'] },
  // A value that is the name of a command.
  { words: ['--key-file', 'keys', 'config', 'get', ''], offered: ['store', 'timeout', 'url'] },
  { words: ['config', 'get', ''], offered: ['store', 'timeout', 'url'] },
  {
    words: ['secrets', ''],
    offered: [
      ...[
        'allow',
        'check',
        'delete',
        'explain',
        'export',
        'get',
        'import',
        'list',
        'recover',
        'rotate',
        'schema',
        'set',
      ],
    ],
  },
  { words: ['secrets', 'set', '--to', ''], offered: ['file', 'keyring'] },
  { words: ['secrets', 'import', '--format', ''], offered: ['dotenv', 'fernet', 'json'] },
  { words: ['secrets', 'get', 'A', '--pass'], offered: ['--passphrase-file'] },
  { words: ['run', '--o'], offered: ['--only'] },
  { words: ['completion', ''], offered: ['bash', 'fish', 'zsh'] },
  { words: ['extension', 'install', '--editor', 'code-'], offered: ['code-insiders', 'code-server'] },
  { words: ['extension', 'install', '--vsix', 'my'], offered: ['my.key'] },
  { words: ['validate', '--key-f'], offered: ['--key-file'] },
  { words: ['validate', '--key-file', 'my'], offered: ['my.key'] },
];

/** bash as it calls a completion function: the words, where the cursor is, and the answer in COMPREPLY. */
function askBash(script: string, { words }: Case, folder: string): string[] {
  const driver = `${script}
COMP_WORDS=(wicketgate "$@"); COMP_CWORD=$#
_wicketgate 2>/dev/null
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return linesOf(execFileSync('bash', ['--norc', '-c', driver, 'bash', ...words], { cwd: folder, encoding: 'utf8' }));
}

/** zsh without its line editor: the builtins that a completion function ends in are stood in for. */
function askZsh(script: string, { words }: Case, folder: string): string[] {
  const file = join(folder, 'script.zsh');
  writeFileSync(file, script);
  const driver = `
compdef() { :; }
compset() { :; }
compadd() { shift; print -l -- "$@"; }
_files() { print -l -- *(N); }
_describe() { local name="\${@[-1]}"; print -l -- "\${(@)\${(@P)name}%%:*}"; }
source ${file}
words=(wicketgate "$@"); CURRENT=\${#words}
_wicketgate`;
  const typed = words.at(-1) ?? '';
  const output = execFileSync('zsh', ['-f', '-c', driver, 'zsh', ...words], { cwd: folder, encoding: 'utf8' });
  return linesOf(output).filter((word) => word.startsWith(typed));
}

function askFish(script: string, { words }: Case, folder: string): string[] {
  const file = join(folder, 'script.fish');
  writeFileSync(file, script);
  const line = ['wicketgate', ...words].join(' ');
  const driver = `source ${file}; complete -C '${line}'`;
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const output = execFileSync('fish', ['--no-config', '-c', driver], { cwd: folder, encoding: 'utf8', env });
  return linesOf(output).map((row) => row.split('\t')[0] ?? '');
}

function linesOf(output: string): string[] {
  return [...new Set(output.split('\n').filter((line) => line !== ''))].sort();
}

function folderWithKey(): string {
  const folder = join(temporaryFolder(), 'work');
  mkdirSync(folder);
  writeFileSync(join(folder, 'my.key'), '');
  return folder;
}

const SHELLS = [
  { shell: 'bash', ask: askBash },
  { shell: 'zsh', ask: askZsh },
  { shell: 'fish', ask: askFish },
] as const;

describe.each(SHELLS)('$shell', ({ shell, ask }) => {
  const present = installed(shell);
  beforeEach(({ skip }) => {
    skip(!present, `${shell} is not installed`);
  });

  test('takes the script without a word', async () => {
    const file = join(temporaryFolder(), 'script');
    writeFileSync(file, await scriptFor(shell));
    const result = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    expect(result).toMatchObject({ status: 0, stderr: '' });
  });

  test.each(CASES)('offers $offered after $words', async (question) => {
    expect(ask(await scriptFor(shell), question, folderWithKey())).toEqual(question.offered);
  });
});

test('bash completes --option=value, which it parts into three words', async () => {
  const script = await scriptFor('bash');
  const question = { words: ['keys', 'create', '--tier', '=', 'e'], offered: ['enterprise'] };
  expect(askBash(script, question, folderWithKey())).toEqual(question.offered);
});

test('bash offers nothing where any text may stand', async () => {
  const question = { words: ['keys', 'create', '--name', ''], offered: [] };
  expect(askBash(await scriptFor('bash'), question, folderWithKey())).toEqual([]);
});

test('with --json the script is wrapped', async () => {
  const { json } = createBench();
  expect(await json(['completion', 'fish'])).toMatchObject({
    shell: 'fish',
    script: expect.stringContaining('complete -c wicketgate') as string,
  });
});

test('another shell is wrong usage and names those there are', async () => {
  const { code, stderr } = await createBench().run(['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(stderr).toContain('bash, zsh, fish');
});
