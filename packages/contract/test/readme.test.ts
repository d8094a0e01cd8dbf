import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${folder}README.md`, 'utf8');

describe('README.md', () => {
  it('has ten lines that work as they stand', () => {
    const [, lines = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    const args = ['--conditions=@wicketgate/source', '--input-type=module-typescript', '--eval', lines];
    const printed = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    expect(printed).toMatch(/ok: true, .*brand: 'wg', env: 'live'/);
    expect(printed).toContain(`{ ok: false, flaw: 'shape' }`);
    expect(printed).toContain('POST /api/v1/auth/validate true');
    expect(printed).toMatch(/401 \{ keyId: '[0-9A-Za-z]{10}' \}/);
    expect(lines.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(10);
  });
});
