import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Secret, systemClock } from '@wicketgate/core';
import { createFakeClock, type FakeClock } from '@wicketgate/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createKeyring, type KeyringOptions } from '../../../src/node/keyring/create-keyring.ts';
import type { Keyring } from '../../../src/ports/keyring.ts';
import { createMemoryKeyring } from '../../memory-keyring.ts';
import { keyringContract } from './keyring-contract.ts';
import { isRunning, untilEnded } from './running-process.ts';

// Each test starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

const fixture = (name: string) => new URL(`./fixtures/${name}.ts`, import.meta.url);

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'keyring-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

interface World {
  readonly clock: FakeClock;
  readonly open: (options?: Partial<KeyringOptions>) => Keyring;
}

/** Keyrings whose helper is the fake one, at one store. */
function createWorld(platform: NodeJS.Platform = 'darwin'): World {
  const clock = createFakeClock();
  const env = { XDG_DATA_HOME: temporaryFolder(), PATH: process.env['PATH'] };
  const open = (options: Partial<KeyringOptions> = {}) => {
    const keyring = createKeyring({ platform, env, clock, helper: fixture('fake-helper'), ...options });
    onTestFinished(() => keyring.close());
    return keyring;
  };
  return { clock, open };
}

const read = async (keyring: Keyring, account: string) => (await keyring.get(account))?.reveal();
const pidOf = async (keyring: Keyring) => Number(await read(keyring, 'pid'));
const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

describe('The keyring in memory', () => {
  it.each(keyringContract)('$name', ({ run }) => {
    const entries = new Map<string, string>();
    const open = () => createMemoryKeyring({ entries });
    return run({ keyring: open(), open, mostBytes: 65_536 });
  });

  it('fails as it is told to, until it is told otherwise', async () => {
    const keyring = createMemoryKeyring({ persistent: 'unknown' });
    keyring.failWith('keyring_locked');
    await expect(keyring.get('account')).rejects.toThrow(code('keyring_locked'));
    expect(await keyring.probe()).toMatchObject({ usable: false, code: 'keyring_locked' });
    keyring.failWith(undefined);
    expect(await keyring.probe()).toMatchObject({ usable: true, persistent: 'unknown' });
  });
});

describe.each([
  ['darwin', 'macOS Keychain', 65_536],
  ['win32', 'Windows Credential Manager', 2_000],
] as const)('A keyring on %s, played by a helper', (platform, backend, mostBytes) => {
  it.each(keyringContract)('$name', ({ run }) => {
    const { open } = createWorld(platform);
    return run({ keyring: open(), open, mostBytes });
  });

  it('has a name for people', () => {
    expect(createWorld(platform).open().backend).toBe(backend);
  });
});

describe('A keyring', () => {
  it('keeps services apart', async () => {
    const { open } = createWorld();
    await open({ service: 'one' }).set('account', new Secret('value'));
    expect(await read(open({ service: 'one' }), 'account')).toBe('value');
    expect(await open({ service: 'two' }).get('account')).toBeUndefined();
  });

  it('refuses options that make no sense', () => {
    const { open } = createWorld();
    for (const service of ['', 'é', 's'.repeat(256)]) expect(() => open({ service })).toThrow(TypeError);
    for (const timeoutMs of [0, -1, 0.5, Number.NaN]) expect(() => open({ timeoutMs })).toThrow(TypeError);
    expect(open({ service: 's'.repeat(255), timeoutMs: 1 })).toBeDefined();
  });

  it('is not available on a platform of which no keyring is known', async () => {
    const keyring = createWorld('freebsd').open({ helper: fixture('no-such-helper') });
    await expect(keyring.get('account')).rejects.toThrow('No keyring is known for freebsd.');
    expect(await keyring.probe()).toMatchObject({ usable: false, code: 'keyring_unavailable' });
  });

  it('tells the reason in its probe, and never throws it', async () => {
    const report = await createWorld()
      .open({ helper: fixture('moduleless-helper') })
      .probe();
    expect(report).toMatchObject({ usable: false, backend: 'macOS Keychain', code: 'keyring_unavailable' });
    expect(report).toHaveProperty('reason', expect.stringContaining('@napi-rs/keyring'));
  });

  it('passes on what a locked keyring and one without a bus say', async () => {
    const keyring = createWorld().open();
    await expect(keyring.get('locked')).rejects.toThrow(code('keyring_locked'));
    await expect(keyring.get('no bus')).rejects.toThrow(code('keyring_unavailable'));
    await expect(keyring.get('binary')).rejects.toThrow('the entry holds no UTF-8 text.');
  });

  it('repeats nothing of a value that could not be stored', async () => {
    const value = 'canary-1f0d93b7a2';
    const error = await createWorld()
      .open()
      .set('echoes', new Secret(value))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'keyring_failed' });
    expect(`${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`).not.toContain('canary');
  });
});

describe('The helper process', () => {
  it('is one for all calls, and another after a close', async () => {
    const keyring = createWorld().open();
    const first = await pidOf(keyring);
    expect(await pidOf(keyring)).toBe(first);
    await keyring.close();
    expect(isRunning(first)).toBe(false);
    expect(await pidOf(keyring)).not.toBe(first);
  });

  it('can be closed before it was started, and twice', async () => {
    const keyring = createWorld().open();
    await keyring.close();
    await pidOf(keyring);
    await Promise.all([keyring.close(), keyring.close()]);
    expect(await keyring.get('account')).toBeUndefined();
  });

  it('is given what it needs of the environment, and no more', async () => {
    const env = { XDG_DATA_HOME: temporaryFolder(), LC_ALL: 'C', DISPLAY: ':9', API_KEY: 'canary', NODE_OPTIONS: '' };
    const keyring = createWorld().open({ env });
    const seen = JSON.parse((await read(keyring, 'environment')) ?? '') as Record<string, string>;
    const { XDG_DATA_HOME, LC_ALL, DISPLAY } = env;
    expect(seen).toEqual({ XDG_DATA_HOME, LC_ALL, DISPLAY, ELECTRON_RUN_AS_NODE: '1' });
  });

  it('learns accounts and values from its input, never from its arguments', async () => {
    const keyring = createWorld().open();
    await keyring.set('account', new Secret('value'));
    expect(await read(keyring, 'arguments')).toBe('[]');
  });

  it.each(['broken-helper', 'no-such-helper'])(
    'that does not run (%s) is a keyring that is not there',
    async (name) => {
      const keyring = createWorld().open({ helper: fixture(name) });
      await expect(keyring.get('account')).rejects.toThrow(code('keyring_unavailable'));
      await expect(keyring.get('account')).rejects.toThrow('does not run here');
    },
  );

  it.each(['crashes', 'says nonsense', 'answers another', 'never stops'])(
    'that %s fails the call, and the next starts it again',
    async (account) => {
      const keyring = createWorld().open();
      const first = await pidOf(keyring);
      await expect(keyring.get(account)).rejects.toThrow(code('keyring_failed'));
      expect(await pidOf(keyring)).not.toBe(first);
      expect(isRunning(first)).toBe(false);
    },
  );

  it('fails nobody but the one whose call it crashed in', async () => {
    const keyring = createWorld().open();
    await pidOf(keyring);
    const [crash, next] = await Promise.allSettled([keyring.get('crashes'), pidOf(keyring)]);
    expect(crash).toMatchObject({ status: 'rejected', reason: { code: 'keyring_failed' } });
    expect(next.status).toBe('fulfilled');
  });
});

describe('A call that hangs', () => {
  it('ends after ten seconds and takes the helper along; the next call starts another', async () => {
    const { clock, open } = createWorld();
    const keyring = open();
    const pid = await pidOf(keyring);
    const call = keyring.get('hangs');
    let over = false;
    call.catch(() => (over = true));
    await clock.advance(9_999);
    expect(over).toBe(false);
    await clock.advance(1);
    await expect(call).rejects.toThrow(code('keyring_timeout'));
    await expect(call).rejects.toThrow('The macOS Keychain did not answer within 10 seconds.');
    await untilEnded(pid);
    expect(await pidOf(keyring)).not.toBe(pid);
    expect(clock.sleepers).toBe(0);
  });

  it('is given as long as it was asked to', async () => {
    const { clock, open } = createWorld();
    const call = open({ timeoutMs: 60_000 }).get('hangs');
    call.catch(() => undefined);
    await clock.advance(59_999);
    expect(clock.sleepers).toBe(1);
    await clock.advance(1);
    await expect(call).rejects.toThrow('within 60 seconds');
  });

  it('counts for those who wait behind it, without taking the next helper from others', async () => {
    const { clock, open } = createWorld();
    const keyring = open();
    const first = keyring.get('hangs');
    await clock.advance(4_000);
    const second = keyring.get('hangs');
    const all = Promise.allSettled([first, second]);
    await clock.advance(6_000);
    const third = pidOf(keyring);
    await clock.advance(4_000);
    expect(await all).toMatchObject([{ reason: { code: 'keyring_timeout' } }, { reason: { code: 'keyring_timeout' } }]);
    expect(await third).toBeGreaterThan(0);
  });

  it('that is aborted ends at once, for the caller alone', async () => {
    const { clock, open } = createWorld();
    const keyring = open();
    const pid = await pidOf(keyring);
    const controller = new AbortController();
    const call = keyring.get('hangs', controller.signal);
    await clock.advance(0);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(clock.sleepers).toBe(0);
    expect(isRunning(pid)).toBe(true);
  });

  it('that nobody waits for any more gives way when the time of the next one is over', async () => {
    const { clock, open } = createWorld();
    const keyring = open();
    const pid = await pidOf(keyring);
    const controller = new AbortController();
    const given = keyring.get('hangs', controller.signal);
    await clock.advance(0);
    controller.abort();
    await expect(given).rejects.toThrow();
    const next = keyring.get('account');
    next.catch(() => undefined);
    await clock.advance(10_000);
    await expect(next).rejects.toThrow(code('keyring_timeout'));
    expect(await pidOf(keyring)).not.toBe(pid);
  });

  it('does not hold up a close once nobody waits for it', async () => {
    const { clock, open } = createWorld();
    const keyring = open();
    const pid = await pidOf(keyring);
    const controller = new AbortController();
    const given = keyring.get('hangs', controller.signal);
    await clock.advance(0);
    controller.abort();
    await expect(given).rejects.toThrow();
    await keyring.close();
    expect(isRunning(pid)).toBe(false);
  });

  it('keeps what was aborted while it waited from ever being done', async () => {
    const { clock, open } = createWorld();
    const keyring = open();
    const hung = keyring.get('hangs');
    hung.catch(() => undefined);
    const controller = new AbortController();
    const set = keyring.set('account', new Secret('value'), controller.signal);
    controller.abort();
    await expect(set).rejects.toThrow();
    await clock.advance(10_000);
    expect(await keyring.get('account')).toBeUndefined();
  });
});

describe('A program that uses a keyring', () => {
  interface Program {
    readonly helperPid: Promise<number>;
    readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
    kill(): void;
  }

  function startProgram(account: string): Program {
    const file = fileURLToPath(fixture('one-call'));
    const args = ['--conditions=@wicketgate/source', file, account, fixture('fake-helper').href];
    const child = spawn(process.execPath, args, {
      env: { ...process.env, XDG_DATA_HOME: temporaryFolder() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    return {
      helperPid: new Promise((resolve) => {
        child.stdout.once('data', (line: string) => resolve(Number(line)));
      }),
      ended: new Promise((resolve) => {
        child.once('close', (exit) => resolve({ code: exit, output }));
      }),
      kill: () => child.kill('SIGKILL'),
    };
  }

  it('ends by itself without closing it, and its helper with it', async () => {
    const program = startProgram('account');
    const pid = await program.helperPid;
    expect(await program.ended).toEqual({ code: 0, output: `${pid}\nnothing\n` });
    await untilEnded(pid);
  });

  it('leaves no helper behind when it is killed in the middle of a call', async () => {
    const program = startProgram('hangs');
    const pid = await program.helperPid;
    expect(isRunning(pid)).toBe(true);
    program.kill();
    await program.ended;
    await untilEnded(pid);
  });
});

it('The clock of the platform ends a call as well', async () => {
  const keyring = createWorld().open({ clock: systemClock, timeoutMs: 1 });
  await expect(keyring.get('hangs')).rejects.toThrow(code('keyring_timeout'));
});
