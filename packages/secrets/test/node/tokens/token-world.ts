import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock, type TokenStore } from '@wicketgate/core';
import { createFileTokenStore } from '../../../src/node/tokens/file-token-store.ts';
import { createKeyringTokenStore } from '../../../src/node/tokens/keyring-token-store.ts';
import { createPlainTokenStore } from '../../../src/node/tokens/plain-token-store.ts';
import { createMemoryKeyring } from '../../memory-keyring.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { createFilledRoom } from '../file/file-room.ts';

/** A store in a folder of its own. */
export interface TokenWorld {
  readonly folder: string;
  readonly open: (clock?: Clock) => TokenStore;
}

export async function keyringWorld() {
  const folder = await temporaryFolder();
  const keyring = createMemoryKeyring();
  const open = (clock: Clock = systemClock) =>
    createKeyringTokenStore({ keyring, folder: join(folder, 'locks'), clock });
  return { folder, open, keyring };
}

export async function fileWorld() {
  const room = await createFilledRoom({});
  const { folder } = room;
  const open = (clock: Clock = systemClock) =>
    createFileTokenStore({ file: room.open(), folder: join(folder, 'locks'), clock });
  return { folder, open, room };
}

export async function plainWorld() {
  const folder = await temporaryFolder();
  const open = (clock?: Clock) => createPlainTokenStore({ folder: join(folder, 'tokens'), ...(clock && { clock }) });
  return { folder, open };
}

export const worlds: readonly (readonly [string, () => Promise<TokenWorld>])[] = [
  ['keyring', keyringWorld],
  ['file', fileWorld],
  ['plain', plainWorld],
];

/** Everything that stands in a folder, names included. */
export async function contentsOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = entries.map(async (entry) =>
    entry.isFile() ? `${entry.name}\n${await readFile(join(entry.parentPath, entry.name), 'latin1')}` : entry.name,
  );
  return (await Promise.all(texts)).join('\n');
}
