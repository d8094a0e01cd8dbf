import { basename, resolve } from 'node:path';
import type { Secret } from '@wicketgate/core';
import { SecretManager } from '@wicketgate/secrets';
import {
  createDotenvSource,
  createKeyringSource,
  type DotenvEdit,
  editDotenvFile,
  type KeptCheck,
  writeDotenvReferences,
} from '@wicketgate/secrets/node';
import { cleanText } from '../rules/clean-text.ts';
import { shellLine } from '../rules/shell-line.ts';
import type { Context } from './context.ts';
import type { SecretsRoom } from './secrets-room.ts';

interface DotenvParts {
  readonly context: Context;
  readonly room: SecretsRoom;
}

export interface DotenvOptions {
  /** The dotenv file; relative to the project. */
  readonly file: string;
  /** `NAME=wicketgate:NAME`, or the values in plain text. */
  readonly write: 'references' | 'values';
  /** The options that lead other commands to the same secrets. */
  readonly where: readonly string[];
}

/** What became of a dotenv file. */
export interface DotenvOutcome {
  /** As it was named. */
  readonly file: string;
  /** Names that were left as they are, because a value of theirs is not stored. Sorted. */
  readonly left: readonly string[];
}

/**
 * Writes the project's secrets into a dotenv file: those that one of our stores has. A name is written over only when a store
 * has every value that the file assigns to it; any other is left as it is, and named.
 */
export async function writeDotenv(parts: DotenvParts, options: DotenvOptions): Promise<DotenvOutcome> {
  const { io, terminal } = parts.context;
  const { file, write } = options;
  const path = resolve(io.folder ?? '.', file);
  const { stored, unsaved } = await sortedByPlace(parts, path);
  const isKept = keptCheck(parts);
  const target = { file: path, clock: io.clock, env: io.env, platform: io.platform, signal: io.signal, isKept };
  const edit =
    write === 'values'
      ? await editDotenvFile({ ...target, changes: stored })
      : await writeDotenvReferences({ ...target, names: [...stored.keys()] });
  const left = [...unsaved, ...edit.left].sort();
  if (left.length > 0) await terminal.warn(terminal.errorStyle.warn(leftText(left, options)));
  const count = stored.size - edit.left.length;
  if (count > 0 || edit.tightened) await terminal.note(editText(file, count, edit));
  return { file, left };
}

/** What our stores have of each secret, under any of its names, and what only another place has: the file itself is one. */
async function sortedByPlace(parts: DotenvParts, path: string) {
  const { context, room } = parts;
  const { signal } = context.io;
  const kept = new SecretManager({ sources: storesOf(room), specs: room.specs });
  const target = createDotenvSource({ file: path, label: basename(path), platform: context.io.platform });
  const stored = new Map<string, Secret>();
  const unsaved: string[] = [];
  for (const { name } of room.specs) {
    const found = await kept.find(name, { signal });
    if (found !== undefined) stored.set(name, found.secret);
    else if ((await target.find(name, signal)) ?? (await room.manager.find(name, { signal }))) unsaved.push(name);
  }
  return { stored, unsaved };
}

/** Exact names alone count, each store by itself: a value under an alias may go with the alias. */
function keptCheck({ context, room }: DotenvParts): KeptCheck {
  const { signal } = context.io;
  // A manager of one store passes over a keyring that is absent or locked, as everywhere.
  const stores = storesOf(room).map((store) => new SecretManager({ sources: [store] }));
  return async (name, value) => {
    for (const store of stores) {
      const found = await store.find(name, { signal });
      if (found?.secret.reveal() === value.reveal()) return true;
    }
    return false;
  };
}

/** The higher one first. */
function storesOf({ keyring, environment, vault }: SecretsRoom) {
  return [createKeyringSource({ keyring, environment }), vault];
}

function leftText(names: readonly string[], { file, where }: DotenvOptions): string {
  const way = shellLine(['wicketgate', 'secrets', 'set', 'NAME', ...where]);
  return [
    `Left out of ${cleanText(file)}: ${names.join(', ')}. A value that stands there, or elsewhere, is not saved in a store.`,
    `\`${way}\` stores it; or delete its line there, where what is stored is the right one. Then run this again.`,
  ].join(' ');
}

function editText(file: string, count: number, { created, tightened }: DotenvEdit): string {
  const what = `${created ? 'Made' : 'Changed'} ${cleanText(file)}: ${count} ${count === 1 ? 'name' : 'names'}.`;
  return tightened ? `${what} Others could read it, and no longer can.` : what;
}
