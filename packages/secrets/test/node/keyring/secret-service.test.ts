import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Secret, systemClock } from '@wicketgate/core';
import { createFakeClock } from '@wicketgate/testing';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createKeyring, type KeyringOptions } from '../../../src/node/keyring/create-keyring.ts';
import type { Keyring } from '../../../src/ports/keyring.ts';
import { keyringContract } from './keyring-contract.ts';
import { untilEnded } from './running-process.ts';
import { builtHelper } from './built-programs.ts';
import { createSession, endProgram, type Session, whyNoSession } from './secret-service-session.ts';

// The real gnome-keyring on a real session bus. Each test starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

const WHY_NOT = await whyNoSession();
const HELPER = await builtHelper('keyring-helper');
/** Of this run alone: a kernel keeps what an earlier one may have left. */
const CANARY = `canary-${randomBytes(6).toString('hex')}`;

beforeEach(({ skip }) => {
  // There it is installed, and a suite that is skipped proves nothing.
  if (process.env['CI'] === 'true' && process.platform === 'linux') expect(WHY_NOT).toBeUndefined();
  skip(WHY_NOT !== undefined, WHY_NOT);
});

function openIn(session: Session, options: Partial<KeyringOptions> = {}): Keyring {
  const keyring = createKeyring({
    platform: 'linux',
    env: session.env,
    clock: systemClock,
    helper: HELPER,
    ...options,
  });
  onTestFinished(() => keyring.close());
  return keyring;
}

interface Unlocked {
  readonly session: Session;
  readonly bus: ChildProcess;
  readonly daemon: ChildProcess;
}

async function unlockedSession(): Promise<Unlocked> {
  const session = await createSession();
  const bus = await session.startBus();
  return { session, bus, daemon: await session.startKeyring('unlocked') };
}

/** Every file of a folder whose content holds the text. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile() && readFileSync(file).includes(text));
}

/** The kernel's keyring: where the native module would store by itself when no Secret Service answers. */
function kernelKeys(): string | undefined {
  return existsSync('/proc/keys') ? readFileSync('/proc/keys', 'utf8') : undefined;
}

/** All that a keyring that cannot be used must do: say so each time, and keep nothing anywhere. */
async function expectRefusal(session: Session, { code, text }: { code: string; text: string }): Promise<void> {
  const keyring = openIn(session, { service: `wicketgate-${CANARY}` });
  const error = expect.objectContaining({ code, message: expect.stringContaining(text) as string }) as Error;
  await expect(keyring.set('account', new Secret(CANARY))).rejects.toThrow(error);
  await expect(keyring.set('account', new Secret(CANARY))).rejects.toThrow(error);
  expect(await keyring.probe()).toMatchObject({ usable: false, code, reason: expect.stringContaining(text) as string });
  expect(filesWith(session.folder, CANARY)).toEqual([]);
  expect(kernelKeys() ?? '').not.toContain(CANARY);
}

describe('gnome-keyring, unlocked', () => {
  it.each(keyringContract)('$name', async ({ run }) => {
    const { session } = await unlockedSession();
    const open = () => openIn(session);
    await run({ keyring: open(), open, mostBytes: 65_536 });
  });

  it('keeps a value over its own restart, and nowhere in the clear', async () => {
    const { session, daemon } = await unlockedSession();
    const keyring = openIn(session);
    await keyring.set('account', new Secret(CANARY));
    expect(filesWith(session.folder, CANARY)).toEqual([]);
    expect(kernelKeys() ?? '').not.toContain(CANARY);
    await endProgram(daemon);
    await expect(keyring.get('account')).rejects.toMatchObject({ code: 'keyring_unavailable' });
    await session.startKeyring('unlocked');
    expect((await keyring.get('account'))?.reveal()).toBe(CANARY);
  });

  it('is probed without a trace', async () => {
    const { session } = await unlockedSession();
    await openIn(session).probe();
    const found = await session.call('SearchItems', 'dict:string:string:service,wicketgate');
    expect(found.trim()).not.toContain('/org/freedesktop/secrets/collection');
  });

  it('is used, and its persistence said to be unknown, where no program asks the bus', async () => {
    const { session } = await unlockedSession();
    const keyring = openIn(session, { env: { ...session.env, PATH: '' } });
    expect(await keyring.probe()).toEqual({ usable: true, backend: 'Secret Service', persistent: 'unknown' });
    await keyring.set('account', new Secret('value'));
    expect((await keyring.get('account'))?.reveal()).toBe('value');
  });
});

describe('A Secret Service that cannot be used', () => {
  it('is locked, and nobody is there to unlock it', async () => {
    const { session, daemon } = await unlockedSession();
    await openIn(session).set('account', new Secret('value'));
    await endProgram(daemon);
    await session.startKeyring('started');
    await expect(openIn(session).get('account')).rejects.toMatchObject({ code: 'keyring_locked' });
    await expectRefusal(session, { code: 'keyring_locked', text: 'is locked, and nobody unlocked it' });
  });

  it('is behind a bus that is not there', async () => {
    const session = await createSession();
    await expect(openIn(session).get('account')).rejects.toMatchObject({ code: 'keyring_unavailable' });
    await expectRefusal(session, { code: 'keyring_unavailable', text: 'There is no session bus' });
  });

  it('is behind a bus of which nobody knows the address', async () => {
    const session = await createSession();
    const { DBUS_SESSION_BUS_ADDRESS: _unknown, ...env } = session.env;
    await expectRefusal({ ...session, env }, { code: 'keyring_unavailable', text: 'There is no session bus' });
  });

  it.each(['/dev/null', 'disabled:', 'tcp:host=127.0.0.1,port=1'])(
    'is told to be behind the bus %s',
    async (address) => {
      const session = await createSession();
      const env = { ...session.env, DBUS_SESSION_BUS_ADDRESS: address };
      await expectRefusal({ ...session, env }, { code: 'keyring_unavailable', text: 'There is no session bus' });
    },
  );

  it('is told to be behind a program, which is never started', async () => {
    const session = await createSession();
    const file = path.join(session.folder, 'started');
    const address = `unixexec:path=/usr/bin/touch,argv1=${file}`;
    const env = { ...session.env, DBUS_SESSION_BUS_ADDRESS: address };
    await expectRefusal({ ...session, env }, { code: 'keyring_unavailable', text: 'There is no session bus' });
    expect(existsSync(file)).toBe(false);
  });

  it('is offered by nobody on the bus', async () => {
    const session = await createSession();
    await session.startBus();
    await expect(openIn(session).get('account')).rejects.toMatchObject({ code: 'keyring_unavailable' });
    await expectRefusal(session, { code: 'keyring_unavailable', text: 'Nothing on this machine offers' });
  });

  it('has no default keyring yet', async () => {
    const session = await createSession();
    await session.startBus();
    await session.startKeyring('started');
    await expect(openIn(session).get('account')).rejects.toMatchObject({ code: 'keyring_unavailable' });
    await expectRefusal(session, { code: 'keyring_unavailable', text: 'has no default keyring' });
  });

  it('has no default keyring yet, where no program asks the bus', async () => {
    const session = await createSession();
    await session.startBus();
    await session.startKeyring('started');
    const blind = { ...session, env: { ...session.env, PATH: '' } };
    await expectRefusal(blind, { code: 'keyring_unavailable', text: 'has no default keyring' });
  });

  it('stores in memory by default', async () => {
    const { session } = await unlockedSession();
    const keyring = openIn(session);
    await keyring.set('account', new Secret('value'));
    await session.call('SetAlias', 'string:default', 'objpath:/org/freedesktop/secrets/collection/session');
    await expect(openIn(session).get('account')).rejects.toMatchObject({ code: 'keyring_unavailable' });
    await expectRefusal(session, { code: 'keyring_unavailable', text: 'forgets at logout' });
    // One that was good before is found out before the next value goes there.
    await expect(keyring.set('account', new Secret('value'))).rejects.toThrow('forgets at logout');
    await expect(keyring.get('account')).rejects.toThrow('forgets at logout');
  });
});

describe.each(['daemon', 'bus'] as const)('A Secret Service of which the %s hangs', (which) => {
  it('is given up after the time, and asked again once it goes on', async () => {
    const { session, ...programs } = await unlockedSession();
    const clock = createFakeClock();
    const keyring = openIn(session, { clock });
    await keyring.set('account', new Secret('value'));
    programs[which].kill('SIGSTOP');
    const late = { code: 'keyring_timeout' };
    const give = async <T>(call: Promise<T>) => {
      call.catch(() => undefined);
      await clock.advance(10_000);
      return call;
    };
    await expect(give(keyring.get('account'))).rejects.toMatchObject(late);
    await expect(give(keyring.set('account', new Secret('other')))).rejects.toMatchObject(late);
    expect(await give(keyring.probe())).toMatchObject({ usable: false, ...late });
    programs[which].kill('SIGCONT');
    expect((await keyring.get('account'))?.reveal()).toBe('value');
  });

  it('keeps no helper from ending with the program that is killed in the middle of a call', async () => {
    const { session, ...programs } = await unlockedSession();
    const file = fileURLToPath(new URL('./fixtures/one-call.ts', import.meta.url));
    const connections = await restingConnections(session);
    programs[which].kill('SIGSTOP');
    const program = spawn(process.execPath, ['--conditions=@wicketgate/source', file, 'account'], {
      env: { ...session.env, PATH: '' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    onTestFinished(() => endProgram(program));
    await vi.waitFor(() => expect(session.connections()).toBe(connections + 1), { timeout: 20_000 });
    const helper = childOf(program);
    await endProgram(program);
    await untilEnded(helper);
  });
});

/** How many there are once those of earlier calls have ended: two looks, half a second apart, that agree. */
async function restingConnections(session: { connections(): number }): Promise<number> {
  let last = -1;
  const look = () => {
    const before = last;
    last = session.connections();
    expect(last).toBe(before);
  };
  await vi.waitFor(look, { timeout: 10_000, interval: 500 });
  return last;
}

/** The process that a process has started. */
function childOf({ pid = 0 }: ChildProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));
}
