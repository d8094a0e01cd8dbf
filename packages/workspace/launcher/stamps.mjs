import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * One digest over the names and contents of files. Folders count with all that is in them; what does not exist counts
 * as absent.
 *
 * @param {string} root absolute path that the names are relative to.
 * @param {readonly string[]} names files and folders, relative to `root`.
 * @returns {string} SHA-256, hex.
 */
export function fingerprint(root, names) {
  const hash = createHash('sha256');
  for (const name of names.flatMap((each) => filesIn(root, each)).sort()) {
    const content = readFileSync(path.join(root, name));
    hash.update(`${name.replaceAll('\\', '/')}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} name
 * @returns {string[]}
 */
function filesIn(root, name) {
  const entry = statSync(path.join(root, name), { throwIfNoEntry: false });
  if (entry === undefined) return [];
  if (!entry.isDirectory()) return [name];
  return readdirSync(path.join(root, name)).flatMap((child) => filesIn(root, path.join(name, child)));
}

/**
 * What was done last, one small file for each kind of work. They lie in `node_modules`, so that they go when it goes.
 *
 * @param {string} root absolute path of the workspace.
 */
export function createStamps(root) {
  const folder = path.join(root, 'node_modules', '.wicketgate');
  const fileOf = (/** @type {string} */ name) => path.join(folder, name);
  return {
    /** @param {string} name @returns {string | undefined} */
    read(name) {
      try {
        return readFileSync(fileOf(name), 'utf8');
      } catch {
        return undefined;
      }
    },
    /** @param {string} name @param {string} value */
    write(name, value) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(fileOf(name), value);
    },
    /** @param {string} name */
    remove(name) {
      rmSync(fileOf(name), { force: true });
    },
  };
}
