import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';

export interface ProgramSearchOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Tried in this order behind a name that has none of them. */
const WINDOWS_ENDINGS = ['.exe', '.cmd', '.bat', '.com'];

/**
 * The absolute path of a program on the search path; undefined when it is nowhere there. Empty and relative entries are
 * passed over: they mean the current folder, where a checkout may have left a file of that name.
 */
export async function findProgram(name: string, options: ProgramSearchOptions): Promise<string | undefined> {
  const isWindows = options.platform === 'win32';
  const path = isWindows ? win32 : posix;
  const folders = (searchPath(options) ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const endings = isWindows && !WINDOWS_ENDINGS.includes(path.extname(name).toLowerCase()) ? WINDOWS_ENDINGS : [''];
  for (const folder of folders) {
    for (const ending of endings) {
      const program = path.join(folder, name + ending);
      if (await canRun(program)) return program;
    }
  }
  return undefined;
}

/** Windows spells it `Path`, and takes any spelling. */
function searchPath({ env, platform }: ProgramSearchOptions): string | undefined {
  if (platform !== 'win32') return env['PATH'];
  return Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1];
}

async function canRun(program: string): Promise<boolean> {
  try {
    await access(program, constants.X_OK);
    return (await stat(program)).isFile();
  } catch {
    return false;
  }
}
