import { createFakeClock, type FakeClock } from '@wicketgate/testing';
import { expect, onTestFinished } from 'vitest';
import { createKeyring, type KeyringOptions } from '../../../src/node/keyring/create-keyring.ts';
import type { Keyring } from '../../../src/ports/keyring.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { builtHelper } from './built-programs.ts';

export const fixture = (name: string): URL => new URL(`./fixtures/${name}.ts`, import.meta.url);

/** Keyrings over a helper that plays one. */
export interface World {
  readonly clock: FakeClock;
  readonly open: (options?: Partial<KeyringOptions>) => Keyring;
}

/** Builds the fake helper, for all tests of a file; what it resolves to makes keyrings with that helper, at one store. */
export async function prepareWorlds(): Promise<(platform?: NodeJS.Platform) => Promise<World>> {
  const helper = await builtHelper('fake-helper');
  return (platform = 'darwin') => createWorld(platform, helper);
}

async function createWorld(platform: NodeJS.Platform, helper: URL): Promise<World> {
  const clock = createFakeClock();
  const env = { XDG_DATA_HOME: await temporaryFolder(), PATH: process.env['PATH'] };
  const open = (options: Partial<KeyringOptions> = {}) => {
    const keyring = createKeyring({ platform, env, clock, helper, ...options });
    onTestFinished(() => keyring.close());
    return keyring;
  };
  return { clock, open };
}

export const read = async (keyring: Keyring, account: string) => (await keyring.get(account))?.reveal();
/** The helper of a keyring. */
export const pidOf = async (keyring: Keyring) => Number(await read(keyring, 'pid'));
/** An error of this code, for `toThrow`. */
export const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;
