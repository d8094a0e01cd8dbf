import { expect, test } from 'vitest';
import { lostPathText } from '../../src/rules/path-text.ts';

test.each(['./token', '/srv/app/key', String.raw`C:\keys`, '.env', 'app.env', 'secrets.development.json'])(
  'the path %s is repeated',
  (path) => {
    expect(lostPathText(path)).toBe(path);
  },
);

test.each(['S3cret!', 'hunter2', 'ghp_0123456789abcdef', 'p.455w0rd', 'ends.'])('%s may be a secret', (text) => {
  expect(lostPathText(text)).toBe('[…]');
});

test('a path cannot act on the terminal', () => {
  expect(lostPathText('a/\u001b[2Jb')).toBe('a/b');
});
