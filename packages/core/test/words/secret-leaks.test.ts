import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify, stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/words/secret.ts';
import { messageOf, secret, VALUE, WAYS } from './secret-ways.ts';

/** Of the value this may be shown. */
const SHOWN = 'Jd6f';
const PIECE = 5;

/** Whether a text has a piece of the value that is longer than what may be shown. */
function holdsPiece(text: string): boolean {
  const pieces = Array.from({ length: VALUE.length - PIECE + 1 }, (_, at) => VALUE.slice(at, at + PIECE));
  return [text, stripVTControlCharacters(text)].some((seen) => pieces.some((piece) => seen.includes(piece)));
}

describe('A secret is not shown', () => {
  it.each(WAYS)('by %s', (_, show) => {
    const shown = show();
    expect(shown.length).toBeGreaterThan(0);
    expect(holdsPiece(shown)).toBe(false);
  });

  it('by its class, which answers for what is a secret alone', () => {
    expect(() => borrowed({})).toThrow(TypeError);
    expect(messageOf(() => borrowed(new Proxy(secret, {})))).not.toContain(SHOWN);
  });

  it.each([
    'console',
    'thrown',
    'thrown by itself',
    'thrown among others',
    'rejected',
    'rejected by itself',
    'a failed comparison',
    'a warning',
    'a report',
    'an error of a worker',
    'data of a worker',
    'a broadcast',
  ])('in the output of a program: %s', async (way) => {
    const seen = await outputOf(way);
    expect(seen.length).toBeGreaterThan(20);
    expect(holdsPiece(seen)).toBe(false);
  });
});

describe('The search for a secret', () => {
  it('finds one that is shown, whole or in part, in one line or coloured', () => {
    for (const seen of [
      VALUE,
      `x${VALUE.slice(3, 8)}y`,
      `\u001B[32m${VALUE.slice(0, 3)}\u001B[39m${VALUE.slice(3, 9)}`,
    ]) {
      expect(holdsPiece(seen)).toBe(true);
    }
    expect(holdsPiece(`[redacted …${SHOWN}]`)).toBe(false);
  });

  it('finds what a program prints when it reveals the value', async () => {
    expect(holdsPiece(await outputOf('', ['-p', 'process.env.PLANTED']))).toBe(true);
  });
});

/** All that a program says that prints a secret in that way. Some of them end with an error, as they should. */
async function outputOf(way: string, args = [fileURLToPath(new URL('secret-program.ts', import.meta.url)), way]) {
  const env = { PATH: process.env['PATH'], NO_COLOR: '1', PLANTED: VALUE };
  const run = promisify(execFile)(process.execPath, args, { env, timeout: 15_000, maxBuffer: 1e7 });
  const { stdout, stderr } = await run.catch((error: unknown) => error as { stdout: string; stderr: string });
  return stdout + stderr;
}

/** `reveal`, called upon something else. */
function borrowed(value: object): unknown {
  const { value: reveal } = Object.getOwnPropertyDescriptor(Secret.prototype, 'reveal') as { value: () => string };
  return reveal.call(value);
}
