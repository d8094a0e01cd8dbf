import { describe, expect, test } from 'vitest';
import { openSteps, parseProgress, planSteps } from '../../src/rules/setup-plan.ts';
import { listingOf, specOf } from '../setup-specs.ts';

function stepsOf(set: readonly string[] = []) {
  const specs = [specOf('OPTIONAL', { required: false }), specOf('FIRST'), specOf('SECOND')];
  const listings = specs.map(
    ({ name, required }) => [name, listingOf(name, { required, isSet: set.includes(name) })] as const,
  );
  return planSteps(specs, new Map(listings));
}

function namesOf(steps: ReturnType<typeof openSteps>): readonly string[] {
  return steps.map(({ spec }) => spec.name);
}

describe('The way through set-up', () => {
  test('asks for what is required first, and numbers every secret, set or not', () => {
    expect(stepsOf(['FIRST']).map(({ spec, at, of }) => [spec.name, at, of])).toEqual([
      ['FIRST', 1, 3],
      ['SECOND', 2, 3],
      ['OPTIONAL', 3, 3],
    ]);
  });

  test('passes over what is set', () => {
    expect(namesOf(openSteps(stepsOf(['FIRST']), { done: {}, which: 'missing' }))).toEqual(['SECOND', 'OPTIONAL']);
  });

  test('asks about what is set as well when all is wanted', () => {
    const open = openSteps(stepsOf(['FIRST']), { done: {}, which: 'all' });
    expect(namesOf(open)).toEqual(['FIRST', 'SECOND', 'OPTIONAL']);
  });

  test('asks nothing twice: neither what was skipped nor what was replaced or kept', () => {
    const done = { FIRST: 'stored', SECOND: 'kept', OPTIONAL: 'skipped' } as const;
    expect(openSteps(stepsOf(['FIRST', 'SECOND']), { done, which: 'all' })).toEqual([]);
  });

  test('asks again for what was stored and has gone since', () => {
    const open = openSteps(stepsOf(), { done: { FIRST: 'stored', SECOND: 'skipped' }, which: 'missing' });
    expect(namesOf(open)).toEqual(['FIRST', 'OPTIONAL']);
  });
});

describe('The progress of an earlier run', () => {
  const place = { environment: 'development', project: null };
  const document = { version: 1, ...place, done: { FIRST: 'stored', SECOND: 'skipped' } };

  test('is read as it was kept', () => {
    expect(parseProgress(document, place)).toEqual({ ...place, done: { FIRST: 'stored', SECOND: 'skipped' } });
  });

  test.each([
    ['another environment', { ...document, environment: 'production' }],
    ['another project', { ...document, project: 'elsewhere.json' }],
    ['another version', { ...document, version: 2 }],
    ['no outcomes', { ...document, done: undefined }],
    ['a list of outcomes', { ...document, done: [] }],
    ['no document', undefined],
    ['a text', 'x'],
    ['null', null],
  ])('counts for nothing with %s', (_, changed) => {
    expect(parseProgress(changed, place)).toBeUndefined();
  });

  test('loses outcomes that nobody knows, and those alone', () => {
    const odd = { ...document, done: { FIRST: 'stored', SECOND: 'sold', THIRD: 3 } };
    expect(parseProgress(odd, place)?.done).toEqual({ FIRST: 'stored' });
  });
});
