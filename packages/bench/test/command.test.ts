import { describe, expect, test } from 'vitest';
import { parseRequest, usage } from '../src/command.ts';

const choices = {
  verify: { about: 'How fast.' },
  size: { about: 'How big.' },
  tools: { about: 'How well.', operand: 'FOLDER', options: ['--locked'] },
};
const nothingMore = { operand: undefined, options: new Set() };

describe('The words of the command line', () => {
  test('name a bench', () => {
    expect(parseRequest(['verify'], choices)).toEqual({ kind: 'run', name: 'verify', json: false, ...nothingMore });
  });

  test('ask for JSON, before or behind the name, and behind the two dashes that npm wants', () => {
    for (const words of [
      ['size', '--json'],
      ['--json', 'size'],
      ['--', 'size', '--json'],
    ]) {
      expect(parseRequest(words, choices)).toEqual({ kind: 'run', name: 'size', json: true, ...nothingMore });
    }
  });

  test('hand on the operand and the options that a bench takes', () => {
    const request = parseRequest(['tools', '--locked', 'some/folder', '--json'], choices);
    expect(request).toEqual({
      ...{ kind: 'run', name: 'tools', json: true },
      ...{ operand: 'some/folder', options: new Set(['--locked']) },
    });
    expect(parseRequest(['tools'], choices)).toEqual({ kind: 'run', name: 'tools', json: false, ...nothingMore });
  });

  test.each([[[]], [['--help']], [['verify', '--help']]])('ask for help with %j', (words) => {
    expect(parseRequest(words, choices)).toEqual({ kind: 'help', problem: undefined });
  });

  test.each([
    [['nothing'], 'There is none of the name "nothing".'],
    [['verify', 'size'], '"size" is a word too many.'],
    [['tools', 'one', 'other'], '"other" is a word too many.'],
    [['verify', '--locked'], 'There is no option --locked.'],
    [['--json'], 'Name one of them.'],
    [['verify', '--fast'], 'There is no option --fast.'],
    [['__proto__'], 'There is none of the name "__proto__".'],
  ])('are refused as %j', (words, problem) => {
    expect(parseRequest(words, choices)).toEqual({ kind: 'help', problem });
  });

  test('are explained with everything there is', () => {
    expect(usage('bench NAME', choices)).toBe(
      'Usage: pnpm bench NAME\n\n' +
        '  verify                     How fast.\n' +
        '  size                       How big.\n' +
        '  tools [FOLDER] [--locked]  How well.\n',
    );
  });
});
