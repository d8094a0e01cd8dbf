import { expect, test } from 'vitest';
import type { CliIo } from '../src/index.ts';
import { reportFailure } from '../src/report.ts';
import { CommandFailure } from '../src/words/failure.ts';
import { collector } from './cli-harness.ts';

/** Of no gateway and no vendor; only its shape counts. */
const KEY = `wg_live_${'1a'.repeat(24)}`;

test('neither the message nor the hint of a failure prints a key that came with it', async () => {
  const stderr = collector();
  const io = { stderr, stdout: collector(), env: {}, signal: new AbortController().signal } as unknown as CliIo;
  const failure = new CommandFailure('bad_input', `Not this: ${KEY}`, { hint: `Nor that: ${KEY}` });
  expect(await reportFailure(failure, [], io)).toBe(1);
  expect(stderr.text()).toMatch(/Not this: \S.*\n {2}Nor that: \S/);
  expect(stderr.text()).not.toContain(KEY);
});
