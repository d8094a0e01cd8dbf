import { describe, expect, test } from 'vitest';
import { planSteps } from '../../../src/rules/setup-plan.ts';
import { mismatchText, resultText, statusText, stepText } from '../../../src/rules/views/setup-view.ts';
import { styleOf } from '../../../src/rules/views/style.ts';
import { listingOf, specOf } from '../../setup-specs.ts';

const PLAIN = styleOf('plain');
const SET = listingOf('GITHUB_TOKEN', {
  isSet: true,
  shown: '[redacted …wxyz]',
  from: { source: 'file', name: 'GITHUB_TOKEN', place: 'secrets.development.json' },
});
const STEPS = planSteps(
  [
    specOf('GITHUB_TOKEN', {
      purpose: 'repositories',
      scopes: ['repo', 'workflow'],
      example: 'ghp_…',
      url: 'https://github.com/settings/tokens',
    }),
    specOf('BRAVE_API_KEY', { required: false }),
  ],
  new Map([
    ['GITHUB_TOKEN', SET],
    ['BRAVE_API_KEY', listingOf('BRAVE_API_KEY', { required: false })],
  ]),
);

describe('The status', () => {
  test('counts what is set, and shows of each where it is and what may be shown', () => {
    expect(statusText(STEPS, PLAIN).split('\n')).toEqual([
      '1 of 2 set',
      '  Name             Where',
      '  ✓ GITHUB_TOKEN   file     [redacted …wxyz]',
      '  · BRAVE_API_KEY  not set',
    ]);
  });
});

test('A secret under an alias is told with the name that it goes by', () => {
  const from = { source: 'environment', name: 'GITHUB_PAT', place: 'variable GITHUB_PAT' };
  const listing = listingOf('GITHUB_TOKEN', { isSet: true, from });
  expect(resultText([{ listing, outcome: 'kept', probe: undefined }], PLAIN)).toContain('environment, as GITHUB_PAT');
});

test('A project without secrets is told as that, without an empty table', () => {
  expect(statusText([], PLAIN)).toBe('The project names no secret.');
  expect(resultText([], PLAIN)).toBe('The project names no secret.');
});

describe('A secret that could not be looked for', () => {
  test('names the place and the reason', () => {
    const failure = { source: 'command', code: 'not_allowed', reason: 'x' };
    const [step] = planSteps([specOf('A_KEY')], new Map([['A_KEY', listingOf('A_KEY', { failure })]]));
    expect(statusText(step ? [step] : [], PLAIN)).toContain('· A_KEY  not known: command (not_allowed)');
  });
});

describe('A step', () => {
  test('says its place, its name, what it is for, what to allow and how it looks', () => {
    const [step] = STEPS;
    expect(step && stepText(step, PLAIN).split('\n')).toEqual([
      '[1/2] GITHUB_TOKEN: repositories',
      '  Set in file [redacted …wxyz]',
      '  Allow repo, workflow',
      '  Looks like ghp_…',
    ]);
  });

  test('says no more than is known', () => {
    const [, step] = STEPS;
    expect(step && stepText(step, PLAIN)).toBe('[2/2] BRAVE_API_KEY');
  });

  test('makes what a project says of a secret harmless to the terminal', () => {
    const hostile = 'x\u001b[2J\u202ey';
    const spec = specOf('A_KEY', { purpose: hostile, scopes: [hostile], example: hostile, url: hostile });
    const [step] = planSteps([spec], new Map([['A_KEY', listingOf('A_KEY')]]));
    const text = `${step && stepText(step, PLAIN)}${mismatchText(spec)}`;
    for (const mark of ['\u001b', '\u202e']) expect(text).not.toContain(mark);
  });
});

describe('The end', () => {
  const texts = (...results: Parameters<typeof resultText>[0]) => resultText(results, PLAIN).split('\n');

  test('tells a missing key from one that is only not set', () => {
    const [, , first, second] = texts(
      { listing: listingOf('A_KEY'), outcome: 'skipped', probe: undefined },
      { listing: listingOf('B_KEY', { required: false }), outcome: undefined, probe: undefined },
    );
    expect(first).toBe('· A_KEY  missing  skipped');
    expect(second).toBe('· B_KEY  not set');
  });

  test.each([
    [{ outcome: 'works', scopes: ['repo'] } as const, 'works (repo)'],
    [{ outcome: 'refused', status: 401 } as const, 'refused (401)'],
    [{ outcome: 'unknown', reason: 'offline' } as const, 'offline'],
  ])('tells what the vendor said: %j', (probe, word) => {
    expect(texts({ listing: SET, outcome: 'stored', probe }).join('\n')).toContain(word);
  });
});
