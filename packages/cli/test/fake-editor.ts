import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an editor is told, and what it finds there. */
export interface EditorCall {
  readonly args: readonly string[];
  readonly pid: number;
  readonly sha256: string;
  /** Permission bits of the folder that the file lies in. */
  readonly folderMode: number;
  readonly env: Readonly<Record<string, string>>;
}

/** How it behaves; `deaf` hears no SIGTERM either. */
export type EditorManner = 'installs' | 'fails' | 'hangs' | 'deaf';

export interface FakeEditors {
  /** The folder for the search path. */
  readonly folder: string;
  /** The call, once one was made. */
  readonly call: () => EditorCall | undefined;
}

const PROGRAM = `
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
const [manner, log, ...args] = process.argv.slice(2);
const sha256 = createHash('sha256').update(readFileSync(args[1])).digest('hex');
const folderMode = statSync(dirname(args[1])).mode & 0o777;
if (manner === 'deaf') process.on('SIGTERM', () => undefined);
writeFileSync(log + '.part', JSON.stringify({ args, pid: process.pid, sha256, folderMode, env: process.env }));
renameSync(log + '.part', log);
console.log('Installing extensions...');
if (manner === 'fails') {
  console.error('\\u001b[31mThis one is too old.\\u001b[0m\\u0007');
  process.exitCode = 3;
}
if (manner === 'hangs' || manner === 'deaf') setInterval(() => undefined, 1_000);
`;

/** Programs under these names that take an extension as editors do, each through a script, as editors have it. */
export function makeFakeEditors(
  parent: string,
  names: readonly string[],
  manner: EditorManner = 'installs',
): FakeEditors {
  const folder = join(parent, 'editors & more');
  mkdirSync(folder);
  const [program, log] = [join(folder, 'editor.mjs'), join(folder, 'call.json')];
  writeFileSync(program, PROGRAM);
  for (const name of names) {
    if (process.platform === 'win32') {
      writeFileSync(join(folder, `${name}.cmd`), `@"${process.execPath}" "${program}" ${manner} "${log}" %*\r\n`);
      continue;
    }
    // Not by exec: the script waits for what it has started, and its end is not the end of that.
    writeFileSync(join(folder, name), `#!/bin/sh\n'${process.execPath}' '${program}' ${manner} '${log}' "$@"\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return { folder, call: () => (existsSync(log) ? (JSON.parse(readFileSync(log, 'utf8')) as EditorCall) : undefined) };
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
