import { expect, test } from 'vitest';
import { nextSteps } from '../../src/rules/setup-next-steps.ts';

test('what is missing and what was refused comes before how the keys are used', () => {
  const [first, second, third] = nextSteps({ missing: ['A_KEY'], refused: ['B_KEY'], environment: undefined });
  expect(first).toMatch(/^wicketgate secrets set A_KEY +still missing$/);
  expect(second).toMatch(/^wicketgate secrets set B_KEY +refused/);
  expect(third).toMatch(/^wicketgate run -- /);
});

test('another environment than the default one is named in every command', () => {
  for (const line of nextSteps({ missing: ['A_KEY'], refused: [], environment: 'production' })) {
    expect(line).toMatch(/^wicketgate .*--environment production\b/);
  }
});
