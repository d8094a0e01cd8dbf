import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Keyring } from '@wicketgate/secrets';
import { expect, test, vi } from 'vitest';
import { fakeKeyring } from '../keyrings.ts';
import { createSecretsBench, VALUE } from '../secrets-bench.ts';

vi.setConfig({ testTimeout: 60_000 });

const REFUSED = { code: 1, stderr: expect.stringContaining('changed_meanwhile') as string };

/** A keyring that does something the first time it is asked of the encrypted file. */
function busyKeyring(work: () => Promise<unknown>): Keyring {
  const keyring = fakeKeyring();
  let isDone = false;
  return {
    ...keyring,
    get: async (account, signal) => {
      if (!isDone && account.startsWith('witness:')) {
        isDone = true;
        await work();
      }
      return keyring.get(account, signal);
    },
  };
}

test('set overwrites nothing that came while it waited for its value', async () => {
  const { run, keep } = createSecretsBench();
  const theirs = async () => {
    await keep('APP_TOKEN', 'theirs');
    return VALUE;
  };
  const late = await run(['secrets', 'set', 'APP_TOKEN', '--stdin'], { stdin: theirs });
  expect(late).toMatchObject(REFUSED);
  expect(late.stderr).toContain('Run it again');
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe('theirs\n');
});

test('a yes to replacing a value is none to replacing the next one; --yes is for whatever is there', async () => {
  const { run, keep } = createSecretsBench();
  await keep('APP_TOKEN', 'before');
  const words = ['secrets', 'set', 'APP_TOKEN'];
  const theirs = () => run([...words, '--stdin', '--yes'], { stdin: 'theirs' });
  expect(await run(words, { answers: ['y', VALUE], keyring: busyKeyring(theirs) })).toMatchObject(REFUSED);
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe('theirs\n');
  const late = async () => {
    await theirs();
    return VALUE;
  };
  expect((await run([...words, '--stdin', '--yes'], { stdin: late })).code).toBe(0);
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe(`${VALUE}\n`);
});

test('import takes nothing where a name came after it had looked, and all of it with --overwrite', async () => {
  const { run, keep } = createSecretsBench();
  await keep('OTHER');
  const late = await run(['secrets', 'import', '-'], {
    stdin: `APP_TOKEN=${VALUE}\nMORE=${VALUE}\n`,
    keyring: busyKeyring(() => keep('APP_TOKEN', 'theirs')),
  });
  expect(late).toMatchObject(REFUSED);
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe('theirs\n');
  expect((await run(['secrets', 'get', 'MORE'])).code).toBe(4);
  const over = await run(['secrets', 'import', '-', '--overwrite'], {
    stdin: `APP_TOKEN=${VALUE}\n`,
    keyring: busyKeyring(() => run(['secrets', 'set', 'APP_TOKEN', '--stdin', '--yes'], { stdin: 'newer' })),
  });
  expect(over.code).toBe(0);
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe(`${VALUE}\n`);
});

test('a keyring is looked at again before a value goes into it', async () => {
  const { run } = createSecretsBench();
  const keyring = fakeKeyring();
  const words = ['secrets', 'set', 'APP_TOKEN', '--stdin', '--to', 'keyring'];
  const theirs = async () => {
    await run(words, { stdin: 'theirs', keyring });
    return VALUE;
  };
  expect(await run(words, { stdin: theirs, keyring })).toMatchObject(REFUSED);
  expect((await run(['secrets', 'get', 'APP_TOKEN'], { keyring })).stdout).toBe('theirs\n');
});

test('set-up keeps what came while it waited for its values', async () => {
  const { run, keep, writeProject } = createSecretsBench();
  writeProject([{ name: 'APP_TOKEN' }]);
  await keep('OTHER');
  const theirs = async () => {
    await keep('APP_TOKEN', 'theirs');
    return `APP_TOKEN=${VALUE}\n`;
  };
  expect(await run(['setup', '--stdin', '--no-probe'], { stdin: theirs })).toMatchObject(REFUSED);
  expect((await run(['secrets', 'get', 'APP_TOKEN'])).stdout).toBe('theirs\n');
});

test('a name that somebody took out of the file without a key lets no lower place win', async () => {
  const { run, keep, vault, project } = createSecretsBench();
  await keep('MY_TOKEN');
  await keep('OTHER');
  writeFileSync(vault, readFileSync(vault, 'utf8').replace('"name": "MY_TOKEN"', '"name": "MY_TOKEM"'));
  writeFileSync(join(project, '.env'), 'MY_TOKEN=attacker\n', { mode: 0o600 });
  const corrupt = { code: 78, stdout: '', stderr: expect.stringContaining('corrupt_file') as string };
  expect(await run(['secrets', 'get', 'MY_TOKEN'])).toMatchObject(corrupt);
  expect(await run(['run', '--only', 'MY_TOKEN', '--', 'true'])).toMatchObject(corrupt);
});

test('where no key is at hand a lower place wins, and it is said that the file was not verified', async () => {
  const { run, json, keep, project, vault } = createSecretsBench();
  await keep('OTHER');
  writeFileSync(join(project, '.env'), 'MY_TOKEN=lower\n', { mode: 0o600 });
  const keyless = { env: { WICKETGATE_MASTER_KEY: undefined } };
  const got = await run(['secrets', 'get', 'MY_TOKEN'], keyless);
  expect(got).toMatchObject({ code: 0, stdout: 'lower\n' });
  expect(got.stderr).toContain(`${vault} was not verified`);
  expect((await run(['secrets', 'explain', 'MY_TOKEN'], keyless)).stdout).toMatch(
    /^file +MY_TOKEN +absent \(unverified\) +.*was not verified/m,
  );
  expect(await json(['secrets', 'get', 'MY_TOKEN'], keyless)).toMatchObject({
    skipped: [{ source: 'keyring' }, { source: 'file', code: 'unverified' }],
  });
  const sure = await run(['secrets', 'explain', 'MY_TOKEN']);
  expect(sure.stdout).toMatch(/^file +MY_TOKEN +absent *$/m);
});
