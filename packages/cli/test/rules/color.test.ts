import { expect, test } from 'vitest';
import { wantsColor } from '../../src/rules/color.ts';

test.each([
  ['a terminal listens', { flag: true, env: {}, isTty: true }, true],
  ['nobody watches', { flag: true, env: {}, isTty: false }, false],
  ['--no-color', { flag: false, env: { FORCE_COLOR: '1' }, isTty: true }, false],
  ['NO_COLOR', { flag: true, env: { NO_COLOR: '1', FORCE_COLOR: '1' }, isTty: true }, false],
  ['an empty NO_COLOR', { flag: true, env: { NO_COLOR: '' }, isTty: true }, true],
  ['FORCE_COLOR', { flag: true, env: { FORCE_COLOR: '1' }, isTty: false }, true],
  ['an empty FORCE_COLOR', { flag: true, env: { FORCE_COLOR: '' }, isTty: false }, true],
  ['FORCE_COLOR=0', { flag: true, env: { FORCE_COLOR: '0' }, isTty: true }, false],
  ['a dumb terminal', { flag: true, env: { TERM: 'dumb' }, isTty: true }, false],
])('with %s', (_, choice, colored) => {
  expect(wantsColor(choice)).toBe(colored);
});
