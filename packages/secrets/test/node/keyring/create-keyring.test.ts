import { Secret } from '@wicketgate/core';
import { describe, expect, it, vi } from 'vitest';
import { createMemoryKeyring } from '../../memory-keyring.ts';
import { keyringContract } from './keyring-contract.ts';
import { code, fixture, prepareWorlds, read } from './keyring-world.ts';

const createWorld = await prepareWorlds();

// Each test starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

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
  it.each(keyringContract)('$name', async ({ run }) => {
    const { open } = await createWorld(platform);
    await run({ keyring: open(), open, mostBytes });
  });

  it('has a name for people', async () => {
    expect((await createWorld(platform)).open().backend).toBe(backend);
  });
});

describe('A keyring', () => {
  it('keeps services apart', async () => {
    const { open } = await createWorld();
    await open({ service: 'one' }).set('account', new Secret('value'));
    expect(await read(open({ service: 'one' }), 'account')).toBe('value');
    expect(await open({ service: 'two' }).get('account')).toBeUndefined();
  });

  it('refuses options that make no sense', async () => {
    const { open } = await createWorld();
    for (const service of ['', 'é', 's'.repeat(256)]) expect(() => open({ service })).toThrow(TypeError);
    for (const timeoutMs of [0, -1, 0.5, Number.NaN]) expect(() => open({ timeoutMs })).toThrow(TypeError);
    expect(open({ service: 's'.repeat(255), timeoutMs: 1 })).toBeDefined();
  });

  it('is not available on a platform of which no keyring is known', async () => {
    const keyring = (await createWorld('freebsd')).open({ helper: fixture('no-such-helper') });
    await expect(keyring.get('account')).rejects.toThrow('No keyring is known for freebsd.');
    expect(await keyring.probe()).toMatchObject({ usable: false, code: 'keyring_unavailable' });
  });

  it('tells the reason in its probe, and never throws it', async () => {
    const report = await (await createWorld()).open({ helper: fixture('moduleless-helper') }).probe();
    expect(report).toMatchObject({ usable: false, backend: 'macOS Keychain', code: 'keyring_unavailable' });
    expect(report).toHaveProperty('reason', expect.stringContaining('@napi-rs/keyring'));
  });

  it('passes on what a locked keyring and one without a bus say', async () => {
    const keyring = (await createWorld()).open();
    await expect(keyring.get('locked')).rejects.toThrow(code('keyring_locked'));
    await expect(keyring.get('no bus')).rejects.toThrow(code('keyring_unavailable'));
    await expect(keyring.get('binary')).rejects.toThrow('the entry holds no UTF-8 text.');
  });

  it('repeats nothing of a value that could not be stored', async () => {
    const value = 'canary-1f0d93b7a2';
    const error = await (
      await createWorld()
    )
      .open()
      .set('echoes', new Secret(value))
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'keyring_failed' });
    expect(`${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`).not.toContain('canary');
  });
});
