import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { loadWordTable } from '../rules/word-table/load-word-table.ts';
import type { WordTable } from '../words/word-table.ts';

/**
 * Reads the table of words that comes with this package (1.5 MB), for `createToolIndex`. `file`: another file of the same form,
 * for programs that are bundled and have it elsewhere. Rejects with the error of the file system, or with a TypeError for a
 * file that is no table of words.
 */
export async function readWordTable(file: string | URL = shippedFile()): Promise<WordTable> {
  return loadWordTable(await readFile(file));
}

/** Sources and build lie at different depths: the package's own name finds the file from both. */
function shippedFile(): string {
  return createRequire(import.meta.url).resolve('@wicketgate/mcp-client/word-table.bin');
}
