import { expect, test } from 'vitest';
import { planImport } from '../../src/rules/import-plan.ts';

const held = new Set(['A', 'X']);

test('what is there is kept, and replaced when told to', () => {
  expect(planImport(['C', 'A', 'B'], { held, overwrite: false })).toEqual({
    added: ['B', 'C'],
    replaced: [],
    kept: ['A'],
  });
  expect(planImport(['C', 'A', 'B'], { held, overwrite: true })).toEqual({
    added: ['B', 'C'],
    replaced: ['A'],
    kept: [],
  });
});
