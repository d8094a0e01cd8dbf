import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the workspace. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '');

/**
 * @param {...string} parts a path from the root of the workspace.
 * @returns {any} the parsed JSON file.
 */
export function readJson(...parts) {
  return JSON.parse(readFileSync(path.join(ROOT, ...parts), 'utf8'));
}
