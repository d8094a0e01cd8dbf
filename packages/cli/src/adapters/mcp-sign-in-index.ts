import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WicketgateError } from '@wicketgate/core';
import { withFileLock, writeFileAtomic } from '@wicketgate/core/files';
import { sha256Of } from '../rules/sha256.ts';
import { CommandFailure } from '../words/failure.ts';
import { SIGN_IN_STORES, type SignInStore } from '../words/sign-in-stores.ts';
import { makePrivateFolder } from './config-folder.ts';
import { reasonOf } from './input.ts';

/** Where the sign-in at an MCP server is kept. */
export interface SignInPlace {
  readonly store: SignInStore;
  /** Names the sign-in, and is no secret: what a server listed for one person must not be shown to another. */
  readonly subject: string;
}

/** Which MCP servers somebody is signed in at: so no keyring is opened for the others. Holds no token. */
export interface SignInIndex {
  find(address: string): Promise<SignInPlace | undefined>;
  /** Puts a place, or removes it with undefined. */
  put(address: string, place: SignInPlace | undefined): Promise<void>;
}

type Places = Readonly<Record<string, SignInPlace>>;

/** Servers stand in the file as hashes of their addresses, which may hold a key. */
export function openSignInIndex(file: string): SignInIndex {
  return {
    find: async (address) => (await readPlaces(file))[keyOf(address)],
    put: (address, place) =>
      alone(file, async () => {
        const { [keyOf(address)]: _, ...others } = await readPlaces(file);
        const signIns = place === undefined ? others : { ...others, [keyOf(address)]: place };
        await writeFileAtomic(file, `${JSON.stringify({ v: 1, signIns }, null, 2)}\n`);
      }),
  };
}

function keyOf(address: string): string {
  const url = new URL(address);
  url.hash = '';
  return sha256Of(Buffer.from(url.href));
}

async function readPlaces(file: string): Promise<Places> {
  try {
    const { v, signIns } = JSON.parse(await readFile(file, 'utf8')) as { v?: unknown; signIns?: unknown };
    if (v === 1 && isPlaces(signIns)) return signIns;
  } catch (cause) {
    if (reasonOf(cause) === 'ENOENT') return {};
    if (!(cause instanceof SyntaxError)) throw damaged(file, cause);
  }
  throw damaged(file);
}

function isPlaces(value: unknown): value is Places {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((place: Partial<SignInPlace> | null) => {
    const isKnown = (SIGN_IN_STORES as readonly unknown[]).includes(place?.store);
    return isKnown && typeof place?.subject === 'string';
  });
}

function damaged(file: string, cause?: unknown): CommandFailure {
  const hint = 'Remove it, and sign in again at the MCP servers that want it: `wicketgate mcp login ID`.';
  return new CommandFailure('broken_config', `The file ${file} cannot be read.`, { hint, cause });
}

async function alone(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await makePrivateFolder(dirname(file));
    await withFileLock(`${file}.lock`, work);
  } catch (cause) {
    if (cause instanceof CommandFailure || WicketgateError.isInstance(cause)) throw cause;
    throw new CommandFailure('unwritable_file', `The file ${file} cannot be written (${reasonOf(cause)}).`, { cause });
  }
}
