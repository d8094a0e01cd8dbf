import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { extname, isAbsolute, join } from 'node:path';

export interface ProgramSearchOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Tried in this order behind a name that has none of them. */
const WINDOWS_ENDINGS = ['.exe', '.cmd', '.bat', '.com'];

/**
 * The absolute path of a program on the search path; undefined when it is nowhere there. An absolute name stands for
 * itself. Empty and relative entries are passed over: they mean the current folder, where a checkout may have left a file
 * of that name.
 */
export async function findProgram(name: string, options: ProgramSearchOptions): Promise<string | undefined> {
  for (const program of candidates(name, options)) if (await canRun(program)) return program;
  return undefined;
}

/** The value of a variable. Windows takes any spelling of its name. */
export function variableOf(name: string, { env, platform }: ProgramSearchOptions): string | undefined {
  if (platform !== 'win32') return env[name];
  return Object.entries(env).find(([other]) => other.toUpperCase() === name.toUpperCase())?.[1];
}

function candidates(name: string, options: ProgramSearchOptions): readonly string[] {
  if (isAbsolute(name)) return [name];
  const isWindows = options.platform === 'win32';
  const folders = (variableOf('PATH', options) ?? '')
    .split(isWindows ? ';' : ':')
    .filter((folder) => isAbsolute(folder));
  const endings = isWindows && !WINDOWS_ENDINGS.includes(extname(name).toLowerCase()) ? WINDOWS_ENDINGS : [''];
  return folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)));
}

async function canRun(program: string): Promise<boolean> {
  try {
    await access(program, constants.X_OK);
    return (await stat(program)).isFile();
  } catch {
    return false;
  }
}
