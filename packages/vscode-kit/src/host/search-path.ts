import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, relative, sep } from 'node:path';

export interface SearchPathOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Folders that are open in the editor. Absolute paths. */
  readonly workspaceFolders: () => readonly string[];
}

/**
 * The environment with a search path that leads into no open workspace: a checkout may hold a program of any name, and shells put
 * `node_modules/.bin` there. Relative and empty entries go as well.
 */
export async function outsideWorkspaces(options: SearchPathOptions): Promise<NodeJS.ProcessEnv> {
  const { env, platform } = options;
  const entries = Object.entries(env).map(async ([name, value = '']): Promise<[string, string]> => {
    const isPath = platform === 'win32' ? name.toUpperCase() === 'PATH' : name === 'PATH';
    return [name, isPath ? await cleaned(value, options) : value];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Whether a program, or the folder of one, lies in an open workspace, also by a link. */
export async function isInWorkspace(path: string, { workspaceFolders }: SearchPathOptions): Promise<boolean> {
  const [real, home] = await Promise.all([path, homedir()].map(placeOf));
  const folders = await Promise.all(workspaceFolders().map(placeOf));
  // Whoever opens their home folder, or what holds it, has not opened a checkout.
  return folders.some((folder) => !isWithin(home, folder) && (isWithin(real, folder) || isWithin(path, folder)));
}

async function cleaned(searchPath: string, options: SearchPathOptions): Promise<string> {
  const folders = searchPath.split(delimiter).filter((folder) => isAbsolute(folder));
  const isInside = await Promise.all(folders.map((folder) => isInWorkspace(folder, options)));
  return folders.filter((_, index) => isInside[index] !== true).join(delimiter);
}

async function placeOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

function isWithin(path = '', folder = ''): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
