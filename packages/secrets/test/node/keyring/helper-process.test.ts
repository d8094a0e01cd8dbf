import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Secret } from '@wicketgate/core';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { code, fixture, pidOf, prepareWorlds, read } from './keyring-world.ts';
import { isRunning, untilEnded } from './running-process.ts';

const createWorld = await prepareWorlds();

// Each test starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

describe('The helper process', () => {
  it('is one for all calls, and another after a close', async () => {
    const keyring = (await createWorld()).open();
    const first = await pidOf(keyring);
    expect(await pidOf(keyring)).toBe(first);
    await keyring.close();
    expect(isRunning(first)).toBe(false);
    expect(await pidOf(keyring)).not.toBe(first);
  });

  it('can be closed before it was started, and twice', async () => {
    const keyring = (await createWorld()).open();
    await keyring.close();
    await pidOf(keyring);
    await Promise.all([keyring.close(), keyring.close()]);
    expect(await keyring.get('account')).toBeUndefined();
  });

  it('is given what it needs of the environment, and no more', async () => {
    const env = {
      XDG_DATA_HOME: await temporaryFolder(),
      LC_ALL: 'C',
      DISPLAY: ':9',
      API_KEY: 'canary',
      NODE_OPTIONS: '',
    };
    const keyring = (await createWorld()).open({ env });
    const seen = JSON.parse((await read(keyring, 'environment')) ?? '') as Record<string, string>;
    const { XDG_DATA_HOME, LC_ALL, DISPLAY } = env;
    expect(seen).toEqual({ XDG_DATA_HOME, LC_ALL, DISPLAY, ELECTRON_RUN_AS_NODE: '1' });
  });

  it('learns accounts and values from its input, never from its arguments', async () => {
    const keyring = (await createWorld()).open();
    await keyring.set('account', new Secret('value'));
    expect(await read(keyring, 'arguments')).toBe('[]');
  });

  it.each(['broken-helper', 'no-such-helper'])(
    'that does not run (%s) is a keyring that is not there',
    async (name) => {
      const keyring = (await createWorld()).open({ helper: fixture(name) });
      await expect(keyring.get('account')).rejects.toThrow(code('keyring_unavailable'));
      await expect(keyring.get('account')).rejects.toThrow('does not run here');
    },
  );

  it('that may not be started is a keyring that is not there', async () => {
    // Node throws for such a variable, as it does where its permission model forbids programs.
    const keyring = (await createWorld()).open({ env: { HOME: 'a\0b' } });
    await expect(keyring.get('account')).rejects.toThrow(code('keyring_unavailable'));
    expect(await keyring.probe()).toMatchObject({ usable: false, code: 'keyring_unavailable' });
  });

  it('that cannot be started for want of files is a failure, and ends no program', async ({ skip }) => {
    skip(process.platform === 'win32', 'only elsewhere may a shell limit them');
    const limited = 'ulimit -n 80; exec "$@"';
    const program = [process.execPath, '--conditions=@wicketgate/source', fileURLToPath(fixture('short-of-files'))];
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', limited, 'sh', ...program]);
    expect(stdout).toBe('keyring_failed\n');
  });

  it.each(['crashes', 'says nonsense', 'answers another', 'never stops'])(
    'that %s fails the call, and the next starts it again',
    async (account) => {
      const keyring = (await createWorld()).open();
      const first = await pidOf(keyring);
      await expect(keyring.get(account)).rejects.toThrow(code('keyring_failed'));
      expect(await pidOf(keyring)).not.toBe(first);
      expect(isRunning(first)).toBe(false);
    },
  );

  it('fails nobody but the one whose call it crashed in', async () => {
    const keyring = (await createWorld()).open();
    await pidOf(keyring);
    const [crash, next] = await Promise.allSettled([keyring.get('crashes'), pidOf(keyring)]);
    expect(crash).toMatchObject({ status: 'rejected', reason: { code: 'keyring_failed' } });
    expect(next.status).toBe('fulfilled');
  });
});

describe('A program that uses a keyring', () => {
  interface Program {
    readonly helperPid: Promise<number>;
    readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
    readonly kill: () => void;
  }

  async function startProgram(account: string): Promise<Program> {
    const file = fileURLToPath(fixture('one-call'));
    const args = ['--conditions=@wicketgate/source', file, account, fixture('fake-helper').href];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, XDG_DATA_HOME: await temporaryFolder() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    return {
      helperPid: new Promise((resolve) => {
        child.stdout.once('data', (line: string) => resolve(Number(line.split('\n')[0])));
      }),
      ended: new Promise((resolve) => {
        child.once('close', (exit) => resolve({ code: exit, output }));
      }),
      kill: () => child.kill('SIGKILL'),
    };
  }

  it('ends by itself without closing it, and its helper with it', async () => {
    const program = await startProgram('account');
    const pid = await program.helperPid;
    expect(await program.ended).toEqual({ code: 0, output: `${pid}\nnothing\n` });
    await untilEnded(pid);
  });

  it('leaves no helper behind when it is killed in the middle of a call', async () => {
    const program = await startProgram('hangs');
    const pid = await program.helperPid;
    expect(isRunning(pid)).toBe(true);
    program.kill();
    await program.ended;
    await untilEnded(pid);
  });
});
