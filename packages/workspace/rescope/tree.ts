import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rescopeText, type Identity } from './identity.ts';

/** Every file of the work tree that git knows, or would add. Relative to the root. */
export function treeFiles(root: string): string[] {
  const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const listed = execFileSync('git', options, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const deleted = execFileSync('git', ['ls-files', '-z', '--deleted'], { cwd: root, encoding: 'utf8' });
  const gone = new Set(deleted.split('\0'));
  return listed.split('\0').filter((file) => file !== '' && !gone.has(file));
}

/** The text of a file; undefined when it is no text. */
export function readText(file: string): string | undefined {
  const bytes = readFileSync(file);
  return bytes.includes(0) ? undefined : bytes.toString('utf8');
}

/** Rewrites files in place, and tells which ones changed. */
export function rescopeTree(
  root: string,
  files: readonly string[],
  change: { from: Identity; to: Identity },
): string[] {
  return files.filter((file) => {
    const text = readText(path.join(root, file));
    if (text === undefined) return false;
    const rescoped = rescopeText(text, change.from, change.to);
    if (rescoped === text) return false;
    writeFileSync(path.join(root, file), rescoped);
    return true;
  });
}
