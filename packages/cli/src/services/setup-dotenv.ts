import { resolve } from 'node:path';
import type { Secret } from '@wicketgate/core';
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

/** Writes the project's secrets into a dotenv file: what is in one of our stores, and nothing that stands elsewhere alone. */
export async function writeDotenv(parts: DotenvParts, { file, write }: DotenvOptions): Promise<void> {
  const { io, terminal } = parts.context;
  const path = resolve(io.folder ?? '.', file);
  const { stored, elsewhere } = await sortedByPlace(parts);
  if (elsewhere.length > 0) {
    // A reference would replace the only copy where the file itself holds it.
    await terminal.warn(
      `Left out of ${cleanText(file)}: ${elsewhere.join(', ')}. The value is in no store of ours yet.`,
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
  const elsewhere: string[] = [];
  for (const { name } of room.specs) {
    const found = await room.manager.find(name, { signal: context.io.signal });
    if (found === undefined) continue;
    const sources = [found.from, ...found.shadowed].map(({ source }) => source);
    if (STORES.some((store) => sources.includes(store))) stored.set(name, found.secret);
    else elsewhere.push(name);
  }
  return { stored, elsewhere };
}

function editText(file: string, count: number, { created, tightened }: DotenvEdit): string {
  const what = `${created ? 'Made' : 'Changed'} ${cleanText(file)}: ${count} ${count === 1 ? 'name' : 'names'}.`;
  return tightened ? `${what} Others could read it, and no longer can.` : what;
}
