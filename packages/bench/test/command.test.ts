import { describe, expect, test } from 'vitest';
import { parseRequest, usage } from '../src/command.ts';

const names = ['verify', 'size'];

describe('The words of the command line', () => {
  test('name a bench', () => {
    expect(parseRequest(['verify'], names)).toEqual({ kind: 'run', name: 'verify', json: false });
  });

  test('ask for JSON, before or behind the name, and behind the two dashes that npm wants', () => {
    for (const words of [
      ['size', '--json'],
      ['--json', 'size'],
      ['--', 'size', '--json'],
    ]) {
      expect(parseRequest(words, names)).toEqual({ kind: 'run', name: 'size', json: true });
    }
  });

  test.each([[[]], [['--help']], [['verify', '--help']]])('ask for help with %j', (words) => {
    expect(parseRequest(words, names)).toEqual({ kind: 'help', problem: undefined });
  });

  test.each([
    [['nothing'], 'There is none of the name "nothing".'],
    [['verify', 'size'], 'Name one of them.'],
    [['--json'], 'Name one of them.'],
    [['verify', '--fast'], 'There is no option --fast.'],
    [['__proto__'], 'There is none of the name "__proto__".'],
  ])('are refused as %j', (words, problem) => {
    expect(parseRequest(words, names)).toEqual({ kind: 'help', problem });
  });

  test('are explained with everything there is', () => {
    expect(usage('bench NAME', { verify: { about: 'How fast.' }, size: { about: 'How big.' } })).toBe(
      'Usage: pnpm bench NAME\n\n  verify  How fast.\n  size    How big.\n',
    );
  });
});
