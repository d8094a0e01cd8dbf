import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { CliIo } from '../words/io.ts';

/** The absolute path of a command, where a shell would find it; undefined when it is nowhere on the search path. */
export async function findProgram(
  name: string,
  { env, platform }: Pick<CliIo, 'env' | 'platform'>,
): Promise<string | undefined> {
  const isWindows = platform === 'win32';
  const folders = (env['PATH'] ?? '').split(isWindows ? ';' : ':');
  // An empty or relative entry means the current folder, where anybody may have left a file of that name.
  const places = folders.filter((folder) => isAbsolute(folder));
  const endings = isWindows ? ['.exe', '.cmd'] : [''];
  const candidates = isAbsolute(name)
    ? [name]
    : places.flatMap((folder) => endings.map((ending) => join(folder, name + ending)));
  for (const program of candidates) if (await canRun(program)) return program;
  return undefined;
}

async function canRun(program: string): Promise<boolean> {
  try {
    await access(program, constants.X_OK);
    return (await stat(program)).isFile();
  } catch {
    return false;
  }
}
