import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const run = (script: string, ...words: string[]) => runWith({}, script, ...words);

const runWith = (env: NodeJS.ProcessEnv, script: string, ...words: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const file = path.resolve(import.meta.dirname, '..', script);
    execFile(process.execPath, [file, ...words], { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });

test('A bench with --json writes one JSON array and nothing else to standard output', async () => {
  const { code, stdout, stderr } = await run('run.mjs', 'size', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const figures = JSON.parse(stdout) as Record<string, unknown>[];
  expect(figures.length).toBeGreaterThan(0);
  for (const figure of figures) {
    expect(Object.keys(figure)).toEqual(['figure', 'unit', 'ours', 'peers', 'goal', 'holds']);
    expect([typeof figure['ours'], typeof figure['holds']]).toEqual(['number', 'boolean']);
  }
}, 30_000);

test('A bench that is not there ends with 2 and the list of those that are', async () => {
  const { code, stdout, stderr } = await run('run.mjs', 'nothing');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('Usage: pnpm bench NAME [--json]\n\n  verify ');
}, 30_000);

test('Where the peer cannot be installed, the bench of secrets says so and prints our figures alone', async () => {
  const cache = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-bench-'));
  onTestFinished(() => rm(cache, { recursive: true, force: true }));
  // Nothing was installed before, npm has nothing in its cache, and asks nobody.
  const env = { XDG_CACHE_HOME: cache, npm_config_cache: path.join(cache, 'npm'), npm_config_offline: 'true' };
  const { code, stdout, stderr } = await runWith(env, 'run.mjs', 'secrets', '--json');
  expect(code).toBe(0);
  expect(stderr).toMatch(/^dotenvx cannot be installed, and our figures stand alone: npm ci .*\n$/);
  const figures = JSON.parse(stdout) as { ours: number; peers: object }[];
  expect(figures).toHaveLength(3);
  for (const { ours, peers } of figures) expect([ours > 0, peers]).toEqual([true, {}]);
  expect(await readdir(path.join(cache, 'wicketgate-fixtures'))).toEqual([]);
}, 60_000);
