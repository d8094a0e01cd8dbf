import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { runHostSuites } from '../src/vscode/host-suite.ts';
import { workspaceRoot } from '../src/workspace.ts';

const cleanup = createCleanup();
afterAll(() => cleanup.release());

describe('Inside the real extension host of VS Code', () => {
  test('the extension as it was built starts, runs and ends as it should', async () => {
    const { tests, figures } = await runHostSuites({
      cleanup,
      extension: path.join(workspaceRoot, 'extensions/wicketgate'),
      gate: 'wicketgate',
      urlSetting: 'wicketgate.url',
    });
    for (const { title, error } of tests) console.log(`${error === undefined ? '✓' : '✗'} ${title}`);
    for (const figure of figures) console.log(`  ${figure}`);
    expect(tests.length).toBeGreaterThan(20);
    expect(tests.flatMap(({ title, error }) => (error === undefined ? [] : [`${title}: ${error}`]))).toEqual([]);
  });
});
