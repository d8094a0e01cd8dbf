import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
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

test('a secret that is pasted where yes or no was asked for is not shown, and means no', async () => {
  const io = keyboard();
  const asked = askYes(io, 'Sure?');
  io.stdin.write('a-secret-in-the-wrong-place\r');
  expect(await asked).toBe(false);
  expect(io.stderr.text()).toBe('Sure? [y/N] no\n');
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

test.each([
  ['whose lines come at once', ['-----BEGIN KEY-----\rsecond-line\r-----END KEY-----\r']],
  ['without a line end behind the last', ['first-line\nsecond-line']],
  ['that begins with an empty line', ['\r\nsecond-line\r\n']],
  ['whose parts come one after the other', ['first-line\r', 'second-line\r']],
])('a paste of several lines is no secret: %s', async (_, chunks) => {
  const io = keyboard();
  const asked = askSecret(io, 'API key');
  for (const chunk of chunks) io.stdin.write(chunk);
  await vi.waitFor(() => expect(io.stderr.text()).toContain('Several lines came at once'));
  await vi.waitFor(() => expect(io.stderr.text().match(/not shown/g)).toHaveLength(2));
  io.stdin.write('one-line\r');
  expect(await asked).toBe('one-line');
  expect(io.stderr.text()).not.toMatch(/(?:first|second)-line|KEY-----/);
});

test('a line end of two characters, and blank lines behind a secret, make no paste of it', async () => {
  for (const typed of ['secret\r\n', 'secret\n\n', 'secret\r\n \r\n']) {
    const io = keyboard();
    const asked = askSecret(io, 'API key');
    io.stdin.write(typed);
    expect(await asked).toBe('secret');
  }
});

test('nobody can be asked unless both ends are a terminal', () => {
  const { stdin, stderr, signal } = keyboard();
  expect(canAsk({ stdin, stderr, signal })).toBe(true);
  expect(canAsk({ stdin: new PassThrough(), stderr, signal })).toBe(false);
  expect(canAsk({ stdin, stderr: collector(), signal })).toBe(false);
});
