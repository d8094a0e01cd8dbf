import { expect, test } from 'vitest';
import { nextSteps } from '../../src/rules/setup-next-steps.ts';

test('what is missing and what was refused comes before how the keys are used', () => {
  const [first, second, third] = nextSteps({ missing: ['A_KEY'], refused: ['B_KEY'], where: [] });
  expect(first).toMatch(/^wicketgate secrets set A_KEY +still missing$/);
  expect(second).toMatch(/^wicketgate secrets set B_KEY +refused/);
  expect(third).toMatch(/^wicketgate run -- /);
});

test('every command has the options that lead to the same secrets, as a shell takes them', () => {
  const where = ['--environment', 'production', '--file', '/my secrets/app.json'];
  for (const line of nextSteps({ missing: ['A_KEY'], refused: ['B_KEY'], where })) {
    expect(line).toMatch(/^wicketgate .*--environment production --file '\/my secrets\/app\.json'/);
  }
});
