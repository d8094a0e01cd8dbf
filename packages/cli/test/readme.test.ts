import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SECRETS_ERROR_CODES, type SecretsErrorCode } from '@wicketgate/secrets';
import { expect, test } from 'vitest';
import { exitCodeOf } from '../src/rules/exit-code.ts';
import { EXIT } from '../src/words/exit-codes.ts';
import { LOCAL_CODES } from '../src/words/failure.ts';
import { createBench, temporaryFolder } from './cli-harness.ts';
import { commandLine, startShell } from './command-process.ts';
import { startLiveGateway } from './live-gateway.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

function sectionOf(title: string): string {
  return README.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? '';
}

/** The first cells of the tables in a part of the text, without the heads. */
function firstCells(text: string): string[] {
  return [...text.matchAll(/^\| (.+?) +\|/gm)].map(([, cell = '']) => cell).filter((cell) => !cell.startsWith('-'));
}

test('the ten lines work as they stand, but for the port', { timeout: 90_000 }, async () => {
  const folder = temporaryFolder();
  const { adminKey, url } = await startLiveGateway();
  const [, lines = ''] = /```sh\n([\s\S]*?)```/.exec(sectionOf('Ten lines')) ?? [];
  expect(lines.trim().split('\n')).toHaveLength(10);
  const command = join(folder, 'wicketgate');
  writeFileSync(command, `#!/bin/sh\nexec ${commandLine([]).join(' ')} "$@"\n`);
  chmodSync(command, 0o755);
  const env = {
    PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
    WICKETGATE_API_KEY: adminKey,
    WICKETGATE_CONFIG_DIR: join(folder, 'config'),
  };
  const script = `set -e\ncd '${folder}'\n${lines.replace('http://127.0.0.1:8787', url)}`;
  const { code, stdout } = await startShell(script, env).ended;
  expect(code).toBe(0);
  expect(stdout).toContain('"status": "valid"');
});

test('the table of codes names every code of the command, and no other', () => {
  const codes = firstCells(sectionOf('Errors')).flatMap((cell) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, code]) => code),
  );
  expect(codes.sort()).toEqual([...new Set<string>([...LOCAL_CODES, ...SECRETS_ERROR_CODES])].sort());
});

test('the table of exit codes names every one', () => {
  const numbers = firstCells(sectionOf('Errors')).filter((cell) => /^\d+$/.test(cell));
  expect(numbers.map(Number)).toEqual(Object.values(EXIT));
});

test('the table of secrets tells the exit code of each', () => {
  const [, table = ''] = sectionOf('Errors').split('Of secrets,');
  const rows = [...table.matchAll(/^\| (`.+?`) +\| (\d+) +\|/gm)];
  for (const [, cell = '', exit] of rows) {
    for (const [, code] of cell.matchAll(/`(\w+)`/g))
      expect(`${code} ${exitCodeOf(code as SecretsErrorCode)}`).toBe(`${code} ${exit}`);
  }
  expect(rows.length).toBeGreaterThan(10);
});

test('the tables name every command and every global option', async () => {
  const { stdout } = await createBench().run(['keys', '--help']);
  const [, options = '', commands = ''] = /Global Options:\n([\s\S]*?)\n\nCommands:\n([\s\S]*?)\n\n/.exec(stdout) ?? [];
  const named = firstCells(sectionOf('Commands')).join(' ');
  for (const [, name = ''] of commands.matchAll(/^ {2}(\w+)/gm)) expect(named).toContain(`keys ${name}`);
  const { stdout: secrets } = await createBench().run(['secrets', '--help']);
  const [, underSecrets = ''] = /\n\nCommands:\n([\s\S]*?)\n\n/.exec(secrets) ?? [];
  for (const [, name = ''] of underSecrets.matchAll(/^ {2}(\w+)/gm)) expect(named).toContain(`secrets ${name}`);
  const { stdout: program } = await createBench().run(['--help']);
  const [list = ''] = program.split('Commands:\n')[1]?.split('\n\n') ?? [];
  for (const [, name = ''] of list.matchAll(/^ {2}(\w+)/gm)) {
    expect(firstCells(sectionOf('Commands')).some((cell) => cell.startsWith(`\`${name}`))).toBe(true);
  }
  const optionCells = firstCells(sectionOf('Options')).join(' ');
  for (const [name] of options.matchAll(/--[a-z-]+/g)) {
    if (name !== '--version') expect(optionCells).toContain(name);
  }
});
