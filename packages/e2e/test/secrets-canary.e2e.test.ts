import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { secretText, tracesOf } from '../src/planted-secrets.ts';
import { canWatchProcesses, NOT_WATCHED, type SeenProcess, watchProcesses } from '../src/process-watch.ts';
import { type Finding, searchBytes, searchFolder } from '../src/secret-search.ts';
import { hasTmux } from '../src/tmux.ts';
import { KEYS, makePlace, MISPLACED, PLANTED, type SecretsPlace } from './canary/secrets-place.ts';
import { TALKER } from './canary/talker.ts';
import { bringIn, handOn, type HandedOn, misuse, scriptsIn } from './canary/use-secrets.ts';
import { useTerminal } from './canary/use-secrets-terminal.ts';

const NO_TMUX = 'tmux is not installed';
const VAULT = 'config/secrets/secrets.development.json';

const all = Object.entries({ ...PLANTED, ...KEYS }).map(([name, value]) => secretText(name, value));
const traces = tracesOf(all);
const withoutShell = tracesOf(all.filter(({ name }) => name !== 'SHELL_TOKEN'));
const cleanup = createCleanup();
let place: SecretsPlace;
let handed: HandedOn;
let processes: SeenProcess[];
let hasTerminal: boolean;

/** Brings secrets in by every way, and does with them what the command can do, rightly and wrongly. */
beforeAll(async () => {
  hasTerminal = await hasTmux();
  place = await makePlace(cleanup);
  const watch = canWatchProcesses ? watchProcesses() : undefined;
  const scripts = scriptsIn(place);
  await bringIn(scripts, place);
  if (hasTerminal) await useTerminal(place, { watch, cleanup });
  else
    for (const name of ['TYPED_TOKEN', 'SETUP_TOKEN'] as const) {
      await scripts.tell(['secrets', 'set', name, '--stdin'], PLANTED[name]);
    }
  handed = await handOn(scripts, place);
  await misuse(scripts, place);
  await scripts.keep();
  processes = watch?.stop() ?? [];
});

afterAll(() => cleanup.release());

describe('Secrets that came in by every way', () => {
  test('are kept as they were given', () => {
    expect(handed.got).toBe(`${PLANTED.PIPED_TOKEN}\n`);
    const lines = Object.entries(PLANTED).map(([name, value]) => `${name}=${value}`);
    expect(handed.exported.trim().split('\n').toSorted()).toEqual(lines.toSorted());
  });

  test('reach the program that they are for, which cannot print them', () => {
    const { code, stdout } = handed.talk;
    expect(code).toBe(0);
    for (const name of Object.keys(PLANTED)) expect(stdout).toContain(`${name} [redacted]\n`);
    expect(stdout).toContain('master key: undefined');
  });
});

describe('No secret is seen', () => {
  test('in what is printed, on the screen and in errors', async () => {
    const { findings, files } = await searchFolder(place.words, [
      ...traces,
      ...tracesOf([secretText('given as an argument', MISPLACED)]),
    ]);
    expect(files.toSorted()).toEqual(['commands.txt', ...(hasTerminal ? ['screen.txt'] : [])]);
    expect(findings).toEqual([]);
    const words = await readFile(path.join(place.words, 'commands.txt'), 'utf8');
    // Each kind of failure took place.
    for (const code of [
      'key_on_command_line',
      'wrong_key',
      'corrupt_file',
      'invalid_import',
      'program_failed',
      'missing_secret',
      'not_ignored',
    ]) {
      expect(words, code).toContain(`(${code})`);
    }
  });

  test('in any file of the home folder: settings, progress, history, temporary files, references', async ({ skip }) => {
    const { findings, files } = await searchFolder(place.home, traces);
    const expected = [VAULT, `${VAULT}.bak`, 'damaged.json', 'project/.env.shared', 'project/wicketgate.secrets.json'];
    expect(files.filter((file) => expected.includes(file)).toSorted()).toEqual(expected.toSorted());
    expect(findings).toEqual([]);
    // Programs that the command starts write down there what is around them.
    expect(files.filter((file) => file.startsWith('witness/git.'))).not.toEqual([]);
    skip(!hasTerminal, NO_TMUX);
    expect(files.filter((file) => file.startsWith('witness/xdg-open.'))).toHaveLength(1);
    expect(await readFile(path.join(place.home, '.bash_history'), 'utf8')).toContain('secrets set TYPED_TOKEN');
  });

  test('in the arguments of any process', ({ skip }) => {
    skip(!canWatchProcesses, NOT_WATCHED);
    const commands = processes.map(({ command }) => command);
    for (const part of ['cli/dist/bin.js secrets set', 'keyring-helper', TALKER]) {
      expect(
        commands.filter((command) => command.includes(part)),
        part,
      ).not.toEqual([]);
    }
    expect(commands.flatMap((command) => searchBytes(command, command.slice(0, 80), traces))).toEqual([]);
  });

  test('in the environment of a process that it is not for', async ({ skip }) => {
    skip(!canWatchProcesses, NOT_WATCHED);
    // The command itself, and whoever starts it, have what their user gave them.
    const others = processes.filter(({ command }) => !/bin\.js|\/bin\/wicketgate/.test(command));
    const strangers = others.filter(({ command }) => !command.includes(TALKER) && !command.includes('/bin/op'));
    expect(strangers.filter(({ command }) => command.includes('keyring-helper'))).not.toEqual([]);
    expect(seenAround(strangers)).toEqual([]);
    // A program that is asked for a secret has the environment of its user, and nothing of ours.
    const notes = (await readdir(place.vault)).filter((name) => name.startsWith('op.'));
    expect(notes).not.toEqual([]);
    for (const name of notes) {
      expect(searchBytes(await readFile(path.join(place.vault, name)), name, withoutShell)).toEqual([]);
    }
  });
});

describe('The search', () => {
  test('finds a secret that lies open in the home folder, as it is or encoded', async () => {
    const open = path.join(place.home, 'open.txt');
    for (const text of [PLANTED.TYPED_TOKEN, Buffer.from(KEYS.passphrase).toString('base64')]) {
      await writeFile(open, `x ${text} y`);
      const { findings } = await searchFolder(place.home, traces);
      expect(new Set(findings.map(({ where }) => where))).toEqual(new Set(['open.txt']));
    }
  });

  test('finds them where they are meant to be: around the program that they are for, and nothing else there', ({
    skip,
  }) => {
    skip(!canWatchProcesses, NOT_WATCHED);
    const talkers = processes.filter(({ command }) => command.includes(TALKER) && !command.includes('bin.js'));
    const found = new Set(seenAround(talkers).map(({ secret }) => secret));
    expect([...found].toSorted()).toEqual(Object.keys(PLANTED).toSorted());
  });

  test('finds the master key around the command itself', ({ skip }) => {
    skip(!canWatchProcesses, NOT_WATCHED);
    const ours = processes.filter(({ command }) => command.includes('cli/dist/bin.js secrets'));
    expect(seenAround(ours).map(({ secret }) => secret)).toContain('master');
  });
});

function seenAround(seen: readonly SeenProcess[]): Finding[] {
  return seen.flatMap(({ command, environment }) => searchBytes(environment, command.slice(0, 80), traces));
}
