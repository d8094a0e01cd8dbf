import { describe, expect, test } from 'vitest';
import { lintTree } from './lint-tree.ts';

const REFUSED = [
  'Date.now()',
  'new Date()',
  'new Date',
  'Date()',
  'globalThis.Date.now()',
  'Math.random()',
  "Math['random']()",
  'performance.now()',
  'crypto.randomUUID()',
  'crypto.getRandomValues(new Uint8Array(1))',
  'globalThis.crypto.randomUUID()',
  'AbortSignal.timeout(1)',
  'setTimeout(String, 1)',
  'globalThis.setTimeout',
  'setInterval(String, 1)',
  "fetch('/')",
  'globalThis.fetch',
  "console.log('one')",
  'process.env',
  'process.stdout',
  'localStorage',
];

const ALLOWED = [
  'new Date(0)',
  'Date.parse("2026-01-01")',
  'Math.max(1, 2)',
  'crypto.subtle',
  'AbortSignal.abort()',
  'clearTimeout(1)',
  'process.platform',
  'globalThis.Date.parse("2026-01-01")',
  '((fetch: () => number) => fetch())(() => 1)',
  '((Date: { now(): number }) => Date.now())({ now: () => 1 })',
];

describe('the ambient clock, chance, network, environment and terminal', () => {
  test('each is refused in shipped sources', async () => {
    const files = REFUSED.map((expression, index): [string, string] => [
      `packages/core/src/rules/case-${index}.ts`,
      `export const one = (): unknown => ${expression};\n`,
    ]);
    expect(await lintTree(Object.fromEntries(files))).toEqual(files.map(([file]) => `${file}: house/ambient`).sort());
  });

  test('what only looks like it is not', async () => {
    const files = ALLOWED.map((expression, index): [string, string] => [
      `packages/core/src/rules/case-${index}.ts`,
      `export const one = (): unknown => ${expression};\n`,
    ]);
    expect(await lintTree(Object.fromEntries(files))).toEqual([]);
  });

  test('naming the type of one is no use of it', async () => {
    const source =
      'export interface Options {\n  readonly fetch: typeof fetch;\n  readonly timer: typeof setTimeout;\n}\n';
    expect(await lintTree({ 'packages/core/src/words/options.ts': source })).toEqual([]);
  });

  test('taking members off by destructuring is refused too', async () => {
    const source =
      'const { now } = Date;\nconst { env, platform } = process;\nexport const one = [now, env, platform];\n';
    expect(await lintTree({ 'packages/cli/src/rules/one.ts': source })).toEqual([
      'packages/cli/src/rules/one.ts: house/ambient',
    ]);
  });

  test('composition roots, tests and private tools may use them', async () => {
    const source = 'export const one = (): unknown => [Date.now(), process.env, fetch, setTimeout];\n';
    expect(
      await lintTree({
        'packages/cli/src/bin.ts': source,
        'packages/gateway/src/node.ts': source,
        'packages/core/src/adapters/system-clock.ts': source,
        'packages/core/test/one.test.ts': source,
        'packages/bench/src/one.ts': source,
      }),
    ).toEqual([]);
  });
});
