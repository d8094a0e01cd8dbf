import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runTool } from '../../checks/tool.ts';
import { ROOT } from '../../launcher/paths.mjs';
import { temporaryFolder } from '../temporary-folder.ts';

/** Runs these tests in a folder of their own with the reporter, and tells how it ended and what it tallied. */
async function runTests(
  source: string,
  ...parameters: string[]
): Promise<{ ok: boolean; output: string; tally: string }> {
  const root = temporaryFolder({ 'one.test.js': source });
  const file = path.join(root, 'tally');
  const { TEST_TALLY_FILE: outer } = process.env;
  process.env['TEST_TALLY_FILE'] = file;
  onTestFinished(() => {
    if (outer === undefined) delete process.env['TEST_TALLY_FILE'];
    else process.env['TEST_TALLY_FILE'] = outer;
  });
  const reporter = `--reporter=${path.join(ROOT, 'packages/workspace/vitest/tally.ts')}`;
  const result = await runTool(ROOT, 'vitest', ['run', '--root', root, '--globals', reporter, ...parameters]);
  return { ...result, tally: readFileSync(file, 'utf8') };
}

const PASSING = "test('passes', () => undefined);\ntest('passes again', () => undefined);\n";

test('passed and failed tests are counted into the file', async () => {
  const { ok, tally } = await runTests(`${PASSING}test('fails', () => { throw new Error('no'); });\n`);
  expect({ ok, tally }).toEqual({ ok: false, tally: '2 1\n' });
});

test('a test that was skipped for a reason is named with it', async () => {
  const { ok, output, tally } = await runTests(
    `${PASSING}test('waits', (context) => context.skip('no network here'));\n`,
  );
  expect({ ok, tally }).toEqual({ ok: true, tally: '2 0\n' });
  expect(output).toContain('Skipped: waits: no network here');
});

test('a test that was skipped without a reason fails the run', async () => {
  const { ok, output } = await runTests(`${PASSING}test.skip('waits', () => undefined);\n`);
  expect(ok).toBe(false);
  expect(output).toContain('Skipped: waits: NO REASON GIVEN');
});

test('tests that a filter left out are not asked for reasons', async () => {
  const { ok, output } = await runTests(PASSING, '-t', 'again');
  expect(ok).toBe(true);
  expect(output).not.toContain('Skipped');
});
