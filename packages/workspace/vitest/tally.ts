import { appendFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/**
 * Names every skipped test with its reason, and fails the run for one that has none: `context.skip('why')` gives it.
 * Where TEST_TALLY_FILE names a file, appends a line `<passed> <failed>` to it.
 */
export default class Tally implements Reporter {
  #filtered = false;

  onInit(vitest: Vitest): void {
    this.#filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    if (!this.#filtered) reportSkipped(tests);
    const { TEST_TALLY_FILE: file } = process.env;
    if (file !== undefined) appendFileSync(file, `${countOf(tests, 'passed')} ${countOf(tests, 'failed')}\n`);
  }
}

function countOf(tests: readonly TestCase[], state: 'passed' | 'failed'): number {
  return tests.filter((test) => test.result().state === state).length;
}

function reportSkipped(tests: readonly TestCase[]): void {
  for (const test of tests) {
    const result = test.result();
    if (result.state !== 'skipped') continue;
    console.log(`Skipped: ${test.fullName}: ${result.note ?? 'NO REASON GIVEN'}`);
    if (result.note === undefined) process.exitCode = 1;
  }
}
