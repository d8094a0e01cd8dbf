import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from './cli-harness.ts';
import { startCommand, startShell, commandLine } from './command-process.ts';
import { MASTER_KEY } from './secrets-bench.ts';

// Each test starts processes, on machines that do other work as well.
vi.setConfig({ testTimeout: 60_000 });

beforeEach(({ skip }) => {
  skip(process.platform !== 'linux', 'the keyring of this machine would be touched: only on Linux can it be hidden');
});

/** A person without a keyring who has a master key, and the folder of their settings. */
function person(): { readonly secrets: string; readonly env: Readonly<Record<string, string>> } {
  const folder = temporaryFolder();
  const config = join(folder, 'config');
  const env = {
    WICKETGATE_CONFIG_DIR: config,
    WICKETGATE_MASTER_KEY: MASTER_KEY,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'no-bus')}`,
    XDG_RUNTIME_DIR: folder,
  };
  return { secrets: join(config, 'secrets'), env };
}

test('six first writes at once are all stored, and leave nothing but the file and its backup', async () => {
  const { env, secrets } = person();
  const names = Array.from({ length: 6 }, (_, at) => `FIRST_${at}`);
  const running = names.map((name) => ({ name, ...startCommand(['secrets', 'set', name, '--stdin'], env) }));
  for (const { name, child } of running) child.stdin?.end(`value of ${name}`);
  const ends = await Promise.all(running.map(({ ended }) => ended));
  expect(ends.map(({ code, stderr }) => ({ code, failure: /\(\w+\)/.exec(stderr)?.[0] }))).toEqual(
    names.map(() => ({ code: 0, failure: undefined })),
  );
  expect(ends.filter(({ stderr }) => stderr.includes('Made the encrypted file'))).toHaveLength(1);
  expect(readdirSync(secrets).sort()).toEqual(['secrets.development.json', 'secrets.development.json.bak']);
  const listed = await startCommand(['secrets', 'export', '--format', 'json', '--all'], env).ended;
  const values: unknown = JSON.parse(listed.stdout);
  expect(values).toMatchObject(Object.fromEntries(names.map((name) => [name, `value of ${name}`])));
});

test('where no byte can be written the command says so, and what was stored stays', async () => {
  const { env } = person();
  const line = (words: readonly string[], limit: string) =>
    `${limit}printf %s "$VALUE" | ${commandLine(words)
      .map((word) => `'${word}'`)
      .join(' ')}`;
  const set = ['secrets', 'set', 'APP_TOKEN', '--stdin', '--yes'];
  const refused = await startShell(line(set, 'ulimit -f 0; '), { ...env, VALUE: 'the first value' }).ended;
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('(unwritable_file)') as string });
  expect(refused.stderr).toContain('Nothing was stored.');
  expect((await startShell(line(set, ''), { ...env, VALUE: 'the first value' }).ended).code).toBe(0);
  const again = await startShell(line(set, 'ulimit -f 0; '), { ...env, VALUE: 'the second value' }).ended;
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('The file stayed as it was.') as string });
  const { stdout } = await startCommand(['secrets', 'get', 'APP_TOKEN'], env).ended;
  expect(stdout).toBe('the first value\n');
});
