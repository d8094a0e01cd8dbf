import { expect, test } from 'vitest';
import { run, signalGate } from '../../launcher/children.mjs';

test('copies of one signal are told from a second one', () => {
  const isNew = signalGate();
  expect([0, 1, 499, 500, 501, 1500].map(isNew)).toEqual([true, false, false, true, false, true]);
});

test('the exit code of a program is its own, or tells the signal that ended it', async () => {
  const node = (script: string): Promise<number> => run(process.execPath, ['-e', script]);
  expect(await node('process.exit(0)')).toBe(0);
  expect(await node('process.exit(78)')).toBe(78);
  expect(await node("process.kill(process.pid, 'SIGKILL')")).toBe(137);
});

test('a program that is not there is an error', async () => {
  await expect(run('/nowhere/program', [])).rejects.toThrow('ENOENT');
});
