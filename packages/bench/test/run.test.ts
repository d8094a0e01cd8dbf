import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const run = (script: string, ...words: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const file = path.resolve(import.meta.dirname, '..', script);
    execFile(process.execPath, [file, ...words], (error, stdout, stderr) => {
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
