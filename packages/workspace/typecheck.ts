import { globSync } from 'node:fs';
import path from 'node:path';
import { isatty } from 'node:tty';
import { inParallel } from './checks/parallel.ts';
import { runTool } from './checks/tool.ts';
import { ROOT } from './launcher/paths.mjs';

/** Neutral sources have a configuration of their own below `src`, without Node's types. */
const PLACES = ['tsconfig.json', '{packages,extensions}/*/tsconfig.json', '{packages,extensions}/*/src/tsconfig.json'];

const results = await inParallel(globSync(PLACES, { cwd: ROOT }).sort(), 2, async (file) => ({
  file: file.replaceAll(path.sep, '/'),
  ...(await runTool(ROOT, 'typescript-7#tsc', ['-p', file, '--pretty', String(isatty(1))])),
}));
for (const { file, ok, output } of results) console.log(ok ? `ok      ${file}` : `FAILED  ${file}\n${output}`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
