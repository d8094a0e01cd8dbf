import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { EDITORS, type FoundEditor } from '../words/editors.ts';
import type { CliIo } from '../words/io.ts';

/** The editors whose commands the search path has, each once, where a shell would find it. */
export async function findEditors({ env, platform }: Pick<CliIo, 'env' | 'platform'>): Promise<FoundEditor[]> {
  const isWindows = platform === 'win32';
  const folders = (env['PATH'] ?? '').split(isWindows ? ';' : ':');
  // An empty or relative entry means the current folder, where anybody may have left a file called `code`.
  const places = folders.filter((folder) => isAbsolute(folder));
  const endings = isWindows ? ['.exe', '.cmd'] : [''];
  const found = EDITORS.map(async (name) => {
    const candidates = places.flatMap((folder) => endings.map((ending) => join(folder, name + ending)));
    for (const program of candidates) if (await canRun(program)) return [{ name, program }];
    return [];
  });
  return (await Promise.all(found)).flat();
}

async function canRun(program: string): Promise<boolean> {
  try {
    await access(program, constants.X_OK);
    return (await stat(program)).isFile();
  } catch {
    return false;
  }
}
