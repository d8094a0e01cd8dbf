import { getEventListeners } from 'node:events';
import { Secret, systemClock } from '@wicketgate/core';
import { describe, expect, it, vi } from 'vitest';
import { code, pidOf, prepareWorlds } from './keyring-world.ts';
import { isRunning, untilEnded } from './running-process.ts';

const createWorld = await prepareWorlds();

// Each test starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

describe('A call that hangs', () => {
  it('ends after ten seconds and takes the helper along; the next call starts another', async () => {
    const { clock, open } = await createWorld();
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
    const { clock, open } = await createWorld();
    const call = open({ timeoutMs: 60_000 }).get('hangs');
    call.catch(() => undefined);
    await clock.advance(59_999);
    expect(clock.sleepers).toBe(1);
    await clock.advance(1);
    await expect(call).rejects.toThrow('within 60 seconds');
  });

  it('counts for those who wait behind it, without taking the next helper from others', async () => {
    const { clock, open } = await createWorld();
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
    const { clock, open } = await createWorld();
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
    const { clock, open } = await createWorld();
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
    const { clock, open } = await createWorld();
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
    const { clock, open } = await createWorld();
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

it('A signal that outlives its calls keeps nothing of them', async () => {
  const { open } = await createWorld();
  const keyring = open();
  const { signal } = new AbortController();
  const any = vi.spyOn(AbortSignal, 'any');
  await Promise.all([keyring.get('one', signal), keyring.get('two', signal)]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  // One of these would stay with the signal, and no listener tells of it.
  expect(any).not.toHaveBeenCalled();
});

it('The clock of the platform ends a call as well', async () => {
  const keyring = (await createWorld()).open({ clock: systemClock, timeoutMs: 1 });
  await expect(keyring.get('hangs')).rejects.toThrow(code('keyring_timeout'));
});
