import path from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../checks/tool.ts';
import { ROOT } from '../launcher/paths.mjs';
import { readText, treeFiles } from '../rescope/tree.ts';

const RUN = path.join(ROOT, 'packages/workspace/run.mjs');

test.each([[[]], [['toString']], [['serve', '--now']]])(
  'the command line %j is answered with the usage',
  async (words) => {
    const { ok, output } = await runProgram(ROOT, process.execPath, [RUN, ...words]);
    expect(ok).toBe(false);
    expect(output).toMatch(/^Usage: [\s\S]*start[\s\S]*test[\s\S]*e2e[\s\S]*build/);
  },
);

test('the launcher imports nothing but Node and itself', () => {
  const files = treeFiles(ROOT).filter((file) => /^packages\/workspace\/(?:run\.mjs|launcher\/)/.test(file));
  expect(files.length).toBeGreaterThan(5);
  const specifiers = files.flatMap((file) =>
    [...(readText(path.join(ROOT, file)) ?? '').matchAll(/^(?:import|export) [^;]*?from '([^']+)'/gm)].map(
      ([, name]) => name,
    ),
  );
  expect(specifiers.filter((name) => !/^(?:node:|\.\.?\/[\w/-]+\.mjs$)/.test(name ?? ''))).toEqual([]);
});
