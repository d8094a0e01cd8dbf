import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

it('README.md begins with lines that work as they stand', () => {
  const [, lines = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync(`${folder}README.md`, 'utf8')) ?? [];
  const args = ['--conditions=@wicketgate/source', '--input-type=module-typescript', '--eval', lines];
  const printed = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  expect(printed).toBe('200\n503\n2\n');
});
