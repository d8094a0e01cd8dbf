import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { askSecret, askYes, canAsk } from '../../src/adapters/prompts.ts';
import { collector } from '../cli-harness.ts';

function keyboard(signal = new AbortController().signal) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stderr = collector({ isTTY: true });
  return { stdin, stderr, signal };
}

test.each([
  ['y\r', true],
  ['yes\r', true],
  ['YES \r', true],
  ['\r', false],
  ['n\r', false],
  ['yep\r', false],
  ['yn\u007f\r', true],
])('the answer %j is %s', async (typed, answer) => {
  const io = keyboard();
  const asked = askYes(io, 'Sure?');
  io.stdin.write(typed);
  expect(await asked).toBe(answer);
  expect(io.stderr.text()).toContain('Sure? [y/N]');
});

test.each([
  ['\r', true],
  ['  \r', true],
  ['y\r', true],
  ['n\r', false],
  ['yep\r', false],
])('where Enter means yes, the answer %j is %s', async (typed, answer) => {
  const io = keyboard();
  const asked = askYes(io, 'Open it?', 'yes');
  io.stdin.write(typed);
  expect(await asked).toBe(answer);
  expect(io.stderr.text()).toContain('Open it? [Y/n]');
});

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s at a question is an interrupt and no answer', async (_, typed) => {
  const io = keyboard();
  const asked = askYes(io, 'Sure?');
  io.stdin.write(typed);
  await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
});

test('the end of the input is an interrupt', async () => {
  const io = keyboard();
  const asked = askSecret(io, 'API key');
  io.stdin.end();
  await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
});

test('the signal ends a question', async () => {
  const interrupt = new AbortController();
  const asked = askSecret(keyboard(interrupt.signal), 'API key');
  interrupt.abort();
  await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
});

test('a secret is not shown, not even how long it is', async () => {
  const io = keyboard();
  const asked = askSecret(io, 'API key');
  io.stdin.write('secrex\u007ft\r');
  expect(await asked).toBe('secret');
  expect(io.stderr.text()).toBe('API key (what you type is not shown): \n');
});

test('nobody can be asked unless both ends are a terminal', () => {
  const { stdin, stderr, signal } = keyboard();
  expect(canAsk({ stdin, stderr, signal })).toBe(true);
  expect(canAsk({ stdin: new PassThrough(), stderr, signal })).toBe(false);
  expect(canAsk({ stdin, stderr: collector(), signal })).toBe(false);
});
