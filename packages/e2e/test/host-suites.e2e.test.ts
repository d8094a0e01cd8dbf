import { afterAll, describe, expect, test } from 'vitest';
import type { SuiteReport } from '../host-suites/suite.ts';
import { createCleanup } from '../src/cleanup.ts';
import { buildExampleExtension } from '../src/vscode/example-extension.ts';
import { runHostSuites } from '../src/vscode/host-suite.ts';
import { EXTENSION_FOLDER } from '../src/vsix.ts';

const cleanup = createCleanup();
afterAll(() => cleanup.release());

describe('Inside the real extension host of VS Code', () => {
  // The global setup has built it.
  test('the extension starts, runs and ends as it should, and the host is as the gate takes it to be', async () => {
    expectAllPassed(await runHostSuites({ cleanup, extension: EXTENSION_FOLDER, gate: 'wicketgate' }));
  });

  test('so does an extension of ten lines that the kit gates', async () => {
    const extension = await buildExampleExtension(cleanup);
    expectAllPassed(await runHostSuites({ cleanup, extension, gate: 'acme-tool' }));
  });
});

/** Says what ran, and what was measured. */
function expectAllPassed({ tests, figures }: SuiteReport): void {
  for (const { title, error } of tests) console.log(`${error === undefined ? 'passed' : 'FAILED'}  ${title}`);
  for (const figure of figures) console.log(`measured  ${figure}`);
  expect(tests.length).toBeGreaterThan(30);
  expect(tests.flatMap(({ title, error }) => (error === undefined ? [] : [`${title}: ${error}`]))).toEqual([]);
}
