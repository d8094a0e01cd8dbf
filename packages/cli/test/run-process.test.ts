import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from './cli-harness.ts';
import { isRunning } from './fake-editor.ts';
import { commandLine, type RunningProcess, startCommand, startOnTerminal, startShell } from './command-process.ts';
import { MASTER_KEY, VALUE } from './secrets-bench.ts';

// Each test starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

const hasTerminal = spawnSync('script', ['--version']).status === 0;

beforeEach(({ skip }) => {
  skip(process.platform !== 'linux', 'the keyring of this machine would be touched: only on Linux can it be hidden');
});

/** A person's settings, far from the keyring of this machine. */
function person(): Readonly<Record<string, string>> {
  const folder = temporaryFolder();
  return {
    WICKETGATE_CONFIG_DIR: join(folder, 'config'),
    WICKETGATE_MASTER_KEY: MASTER_KEY,
    WICKETGATE_SECRETS_FILE: join(folder, 'secrets.json'),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'no-bus')}`,
    XDG_RUNTIME_DIR: folder,
  };
}

async function personWithToken(): Promise<Readonly<Record<string, string>>> {
  const env = person();
  const line = `printf %s "$THE_VALUE" | ${shellWords(['secrets', 'set', 'APP_TOKEN', '--stdin'])}`;
  const { code, stderr } = await startShell(line, { ...env, THE_VALUE: VALUE }).ended;
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return env;
}

function shellWords(argv: readonly string[]): string {
  return commandLine(argv)
    .map((word) => `'${word}'`)
    .join(' ');
}

const program = (script: string, ...options: string[]) => ['run', ...options, '--', process.execPath, '-e', script];

test('a value goes through pipes of the shell, and the last byte of it arrives', async () => {
  const env = await personWithToken();
  const line = `${shellWords(['secrets', 'get', 'APP_TOKEN', '--quiet'])} | cat`;
  expect(await startShell(line, env).ended).toEqual({ code: 0, stdout: `${VALUE}\n`, stderr: '' });
});

test('standard input goes through to the program', async () => {
  const env = await personWithToken();
  const line = `printf 'one\\ntwo' | ${shellWords(['run', '--quiet', '--', 'cat'])}`;
  expect(await startShell(line, env).ended).toEqual({ code: 0, stdout: 'one\ntwo', stderr: '' });
});

test('much output comes through whole and masked', async () => {
  const env = await personWithToken();
  const script = 'for (let i = 0; i < 20000; i++) console.log(i, process.env.APP_TOKEN)';
  const { code, stdout } = await startCommand(program(script), env).ended;
  expect(code).toBe(0);
  expect(stdout.split('\n')).toHaveLength(20_001);
  expect(stdout).toContain('\n19999 [redacted]\n');
  expect(stdout).not.toContain(VALUE);
});

test('a question of the program is seen while it waits for the answer', async () => {
  const env = await personWithToken();
  const script = 'process.stdout.write("Go on? "); process.stdin.once("data", (d) => process.exit(d.length))';
  const running = startCommand(program(script), env);
  await running.seen('Go on? ');
  running.type('yes');
  expect((await running.ended).code).toBe(3);
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
  ['SIGQUIT', 131],
  ['SIGUSR1', 138],
  ['SIGUSR2', 140],
] as const)('%s ends the program, and its end is ours', async (signal, code) => {
  const env = await personWithToken();
  // A shell, for Node keeps SIGUSR1 to itself.
  const script = 'ulimit -c 0; echo "pid $$ "; while read -r line; do :; done';
  const running = startCommand(['run', '--', '/bin/sh', '-c', script], env);
  const pid = await pidOf(running);
  running.child.kill(signal);
  expect((await running.ended).code).toBe(code);
  expect(isRunning(pid)).toBe(false);
});

test('a program that ends in its own time after a signal does, with its own code', async () => {
  const env = await personWithToken();
  const script =
    'process.on("SIGTERM", () => setTimeout(() => { console.log("tidied up"); process.exit(9); }, 50));' +
    'setInterval(() => {}, 1000); console.log("pid", process.pid)';
  const running = startCommand(program(script), env);
  await pidOf(running);
  running.child.kill('SIGTERM');
  expect(await running.ended).toMatchObject({ code: 9, stdout: expect.stringContaining('tidied up') as string });
});

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

/** A program that tells each signal that it hears of, and ends when its input says so. */
const LISTENS =
  `for (const name of ${JSON.stringify(SIGNALS)}) process.on(name, () => console.log("heard", name));` +
  'process.stdin.once("data", () => process.exit(7)); console.log("pid", process.pid)';

const heardBy = (stdout: string) => Array.from(stdout.matchAll(/heard (\w+)/g), ([, name]) => name);

test('each signal that is sent to us alone reaches the program once, as it is, as often as it is sent', async () => {
  const env = await personWithToken();
  const running = startCommand(program(LISTENS, '--quiet'), env);
  await pidOf(running);
  const sent: string[] = [];
  for (const signal of [...SIGNALS, ...SIGNALS]) {
    running.child.kill(signal);
    sent.push(signal);
    await running.seen(new RegExp(`(heard \\w+\\s+){${sent.length}}`));
  }
  running.type('end');
  const { code, stdout, stderr } = await running.ended;
  expect({ code, heard: heardBy(stdout), stderr }).toEqual({ code: 7, heard: sent, stderr: '' });
});

test('each signal that is sent to the whole process group reaches the program once', async () => {
  const env = await personWithToken();
  const running = startShell(`exec setsid ${shellWords(program(LISTENS))}`, env);
  await pidOf(running);
  const group = -(running.child.pid ?? 0);
  const sent: string[] = [];
  const send = async (to: number, signal: NodeJS.Signals) => {
    process.kill(to, signal);
    sent.push(signal);
    await running.seen(new RegExp(`(heard \\w+\\s+){${sent.length}}`));
  };
  for (const signal of SIGNALS.slice(0, -1)) {
    await send(group, signal);
    // Signals are passed on one after the other: with the second of these, all that was to come of the first has come.
    await send(-group, 'SIGUSR2');
    await send(-group, 'SIGUSR2');
  }
  running.type('end');
  const { code, stdout } = await running.ended;
  expect({ code, heard: heardBy(stdout) }).toEqual({ code: 7, heard: sent });
});

test('SIGUSR1 opens no inspector while a command waits for a value', async () => {
  const env = person();
  const anyPort = { NODE_OPTIONS: '--inspect-port=0' };
  const running = startCommand(['secrets', 'set', 'APP_TOKEN', '--stdin'], { ...env, ...anyPort });
  await hasStarted(running);
  running.child.kill('SIGUSR1');
  running.type(VALUE);
  running.child.stdin?.end();
  const { code, stderr } = await running.ended;
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Debugger') as string });
});

describe('on a terminal', () => {
  beforeEach(({ skip }) => {
    skip(!hasTerminal, 'script of util-linux is not here to make a terminal');
  });

  const COUNTS =
    'let n = 0; process.on("SIGINT", () => console.log(`interrupts ${++n}`));' +
    'process.stdin.once("data", () => process.exit(5)); console.log(`pid ${process.pid}`)';

  test.each([[[]], [['--no-mask']]])('Ctrl-C reaches the program once, and it may go on: %j', async (options) => {
    const env = await personWithToken();
    const running = startOnTerminal(program(COUNTS, ...options), env);
    await pidOf(running);
    running.type('\u0003');
    await running.seen('interrupts 1');
    running.type('\r');
    const { code, stdout } = await running.ended;
    expect(code).toBe(5);
    expect(stdout).not.toContain('interrupts 2');
  });

  test('Ctrl-C is all that reaches a program which reads from a pipe', async () => {
    const env = await personWithToken();
    const script =
      'process.on("SIGTERM", () => process.exit(9)); process.on("SIGINT", () => setTimeout(() => process.exit(5), 300));' +
      'setInterval(() => {}, 1000); console.log(`pid ${process.pid}`)';
    const line = `sleep 600 | ${shellWords(program(script))}`;
    // bash answers what the program answered to Ctrl-C; other shells end with 130 themselves.
    const terminal = { TERM: 'xterm', SHELL: '/bin/bash', LINE: line };
    const running = startShell('exec script -qec "$LINE" /dev/null', { ...env, ...terminal });
    await pidOf(running);
    running.type('\u0003');
    expect((await running.ended).code).toBe(5);
  });

  test('with --no-mask the program has the terminal, and without it a pipe', async () => {
    const env = await personWithToken();
    const script = 'console.log(`terminal: ${process.stdout.isTTY === true} ${process.env.APP_TOKEN}`)';
    expect((await startOnTerminal(program(script, '--no-mask'), env).ended).stdout).toContain(
      `terminal: true ${VALUE}`,
    );
    expect((await startOnTerminal(program(script), env).ended).stdout).toContain('terminal: false [redacted]');
  });

  test('get shows no value on a terminal', async () => {
    const env = await personWithToken();
    const { code, stdout } = await startOnTerminal(['secrets', 'get', 'APP_TOKEN'], env).ended;
    expect(code).toBe(0);
    expect(stdout).toContain('[redacted …7788]');
    expect(stdout).not.toContain(VALUE);
  });

  test('a value that is typed is not shown, and Ctrl-C keeps nothing', async () => {
    const env = person();
    const first = startOnTerminal(['secrets', 'set', 'APP_TOKEN'], env);
    await first.seen('what you type is not shown');
    first.type('half a val\u0003');
    expect((await first.ended).code).toBe(130);
    const second = startOnTerminal(['secrets', 'set', 'APP_TOKEN'], env);
    await second.seen('what you type is not shown');
    second.type(`${VALUE}\r`);
    const { code, stdout } = await second.ended;
    expect(code).toBe(0);
    expect(stdout).not.toContain(VALUE.slice(0, 8));
    expect(stdout).not.toContain('Replace it?');
  });
});

/** Node itself listens to some signals from its start on, and never to SIGHUP. */
async function hasStarted({ child }: RunningProcess): Promise<void> {
  await vi.waitFor(
    () => {
      const caught = /^SigCgt:\s*(\w+)$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? '0';
      const hangUp = 1n << BigInt(constants.signals.SIGHUP - 1);
      expect(BigInt(`0x${caught}`) & hangUp).not.toBe(0n);
    },
    { timeout: 30_000 },
  );
}

async function pidOf(running: RunningProcess): Promise<number> {
  return Number(/pid (\d+)/.exec(await running.seen(/pid \d+\s/))?.[1]);
}
