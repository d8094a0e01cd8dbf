import { resolve } from 'node:path';
import type { Secret } from '@wicketgate/core';
import type { Finding } from '@wicketgate/secrets';
import { type DotenvEdit, editDotenvFile, writeDotenvReferences } from '@wicketgate/secrets/node';
import { cleanText } from '../rules/clean-text.ts';
import { STORES } from '../words/stores.ts';
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
}

/**
 * Writes the project's secrets into a dotenv file: those that one of our stores has. A value in a dotenv file that stands
 * nowhere else is never written over, and is named.
 */
export async function writeDotenv(parts: DotenvParts, { file, write }: DotenvOptions): Promise<void> {
  const { io, terminal } = parts.context;
  const path = resolve(io.folder ?? '.', file);
  const { stored, unsaved } = await sortedByPlace(parts);
  if (unsaved.length > 0) {
    await terminal.warn(
      `Left out of ${cleanText(file)}: ${unsaved.join(', ')}. The value that stands there, or elsewhere, is not stored.`,
    );
  }
  const target = { file: path, clock: io.clock, env: io.env, platform: io.platform, signal: io.signal };
  const edit =
    write === 'values'
      ? await editDotenvFile({ ...target, changes: stored })
      : await writeDotenvReferences({ ...target, names: [...stored.keys()] });
  await terminal.note(editText(file, stored.size, edit));
}

async function sortedByPlace({ context, room }: DotenvParts) {
  const stored = new Map<string, Secret>();
  const unsaved: string[] = [];
  for (const { name } of room.specs) {
    const found = await room.manager.find(name, { signal: context.io.signal });
    if (found === undefined) continue;
    if (isSaved(found)) stored.set(name, found.secret);
    else unsaved.push(name);
  }
  return { stored, unsaved };
}

/** Whether a store has the secret, and no dotenv file another value of it. */
function isSaved({ from, shadowed }: Finding): boolean {
  const isStored = [from, ...shadowed].some(({ source }) => STORES.some((store) => store === source));
  return isStored && !shadowed.some(({ source, differs }) => differs && source.startsWith('.env'));
}

function editText(file: string, count: number, { created, tightened }: DotenvEdit): string {
  const what = `${created ? 'Made' : 'Changed'} ${cleanText(file)}: ${count} ${count === 1 ? 'name' : 'names'}.`;
  return tightened ? `${what} Others could read it, and no longer can.` : what;
}
