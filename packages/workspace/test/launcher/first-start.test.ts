import { expect, test } from 'vitest';
import { urlOf } from '../../launcher/address.mjs';
import { welcome } from '../../launcher/first-start.mjs';

test('the first start shows the key on a line of its own and three commands with it', () => {
  const text = welcome({ url: 'http://127.0.0.1:8787', key: 'wg_live_example' });
  const lines = text.split('\n').filter((line) => line.startsWith('    '));
  expect(lines.map((line) => line.trim())).toEqual([
    'wg_live_example',
    'curl -sS -X POST http://127.0.0.1:8787/api/v1/auth/validate -H "Authorization: Bearer wg_live_example"',
    'curl -sS -X POST http://127.0.0.1:8787/admin/api/keys -H "Authorization: Bearer wg_live_example" ' +
      `-H "Content-Type: application/json" -d '{"name":"first key","owner":{"id":"dev@example.com"}}'`,
    'curl -sS http://127.0.0.1:8787/ready',
  ]);
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:1'],
  ['localhost', 'http://localhost:1'],
  ['0.0.0.0', 'http://127.0.0.1:1'],
  ['::', 'http://[::1]:1'],
  ['::1', 'http://[::1]:1'],
])('a gateway that listens on %s is called at %s', (host, url) => {
  expect(urlOf({ host, port: 1 })).toBe(url);
});
