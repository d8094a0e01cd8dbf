import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { installFixtureProgram } from '../src/fixture-program.ts';

const LOCK = {
  name: 'fixture',
  version: '0.0.0',
  lockfileVersion: 3,
  packages: { '': { name: 'fixture', version: '0.0.0' } },
};

let folder: string;
let env: Record<string, string | undefined>;

/** A program without dependencies, so that its install needs no network. */
beforeEach(() => {
  folder = temporary('fixture');
  env = { ...process.env, XDG_CACHE_HOME: temporary('cache') };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'fixture', version: '0.0.0' }));
  writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify(LOCK));
  writeFileSync(path.join(folder, 'serve.mjs'), 'first');
});

describe('A program that tests only start', () => {
  test('is installed outside the workspace with its files, once', async () => {
    const installed = await installFixtureProgram({ folder, env });
    expect(await readFile(path.join(installed, 'serve.mjs'), 'utf8')).toBe('first');
    await writeFile(path.join(installed, 'mark'), '');
    expect(await installFixtureProgram({ folder, env })).toBe(installed);
    expect(readdirSync(installed)).toContain('mark');
  });

  test('is installed anew when one of its files changes', async () => {
    const before = await installFixtureProgram({ folder, env });
    await writeFile(path.join(folder, 'serve.mjs'), 'second');
    const after = await installFixtureProgram({ folder, env });
    expect(after).not.toBe(before);
    expect(await readFile(path.join(after, 'serve.mjs'), 'utf8')).toBe('second');
  });

  test('is completed by a script of its own, before anyone finds it', async () => {
    writeFileSync(path.join(folder, 'finish.mjs'), "import fs from 'node:fs'; fs.writeFileSync('finished', '');");
    const installed = await installFixtureProgram({ folder, env, complete: 'finish.mjs' });
    expect(readdirSync(installed)).toContain('finished');
  });

  test('leaves nothing behind when that script fails, and says what it said', async () => {
    writeFileSync(path.join(folder, 'finish.mjs'), "console.error('no room'); process.exitCode = 3;");
    await expect(installFixtureProgram({ folder, env, complete: 'finish.mjs' })).rejects.toThrow(
      /^finish\.mjs in .+ ended with 3:\nno room/,
    );
    expect(readdirSync(path.join(String(env['XDG_CACHE_HOME']), 'wicketgate-fixtures'))).toEqual([]);
  });

  test('leaves nothing half installed behind when its install fails, and says what npm said', async () => {
    await writeFile(path.join(folder, 'package-lock.json'), 'broken');
    await expect(installFixtureProgram({ folder, env })).rejects.toThrow(/^npm ci in .+ ended with \d+:\n.*npm error/s);
    expect(readdirSync(path.join(String(env['XDG_CACHE_HOME']), 'wicketgate-fixtures'))).toEqual([]);
  });
});

function temporary(name: string): string {
  const made = realpathSync(mkdtempSync(path.join(os.tmpdir(), `wicketgate-testing-${name}-`)));
  onTestFinished(() => {
    rmSync(made, { recursive: true, force: true });
  });
  return made;
}
