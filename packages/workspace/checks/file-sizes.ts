import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** No source file has more lines than this. */
const MOST_LINES = 300;
/** Nine source files in ten have at most this many. */
const USUAL_LINES = 200;
const USUAL_SHARE = 0.9;

/** The number of lines of each source file under the packages' `src`. */
export function sourceLines(root: string): Map<string, number> {
  const files = globSync('{packages,extensions}/*/src/**/*.ts', { cwd: root });
  return new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8').split('\n').length - 1]));
}

/** What is wrong with the sizes: each fault as a sentence. */
export function sizeFaults(lines: ReadonlyMap<string, number>): string[] {
  const tooLong = [...lines].filter(([, count]) => count > MOST_LINES);
  const usual = [...lines.values()].filter((count) => count <= USUAL_LINES).length;
  const faults = tooLong.map(([file, count]) => `${file} has ${count} lines; the most is ${MOST_LINES}.`);
  if (usual < lines.size * USUAL_SHARE) {
    faults.push(`Only ${usual} of ${lines.size} source files have at most ${USUAL_LINES} lines; nine in ten must.`);
  }
  return faults;
}
