import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openProgressFile } from '../../src/adapters/setup-progress.ts';
import { temporaryFolder } from '../cli-harness.ts';

function place() {
  const folder = join(temporaryFolder(), 'secrets');
  return { folder, file: join(folder, 'setup.development.json'), environment: 'development', project: null };
}

test('what is kept is there for the next run, in a file and a folder for their owner alone', async () => {
  const options = place();
  const first = openProgressFile(options);
  expect(await first.read()).toEqual({});
  await first.keep('ALPHA_KEY', 'stored');
  await first.keep('BETA_KEY', 'skipped');
  expect(await openProgressFile(options).read()).toEqual({ ALPHA_KEY: 'stored', BETA_KEY: 'skipped' });
  expect(statSync(options.file).mode & 0o777).toBe(0o600);
  expect(statSync(options.folder).mode & 0o777).toBe(0o700);
});

test('a run that is through leaves nothing, and one that never began has nothing to remove', async () => {
  const options = place();
  const progress = openProgressFile(options);
  await progress.clear();
  await progress.keep('ALPHA_KEY', 'kept');
  await progress.clear();
  expect(existsSync(options.file)).toBe(false);
});

test.each(['', '{"version":1', '[]', 'null'])(
  'a file that holds %j counts for nothing and is replaced',
  async (text) => {
    const options = place();
    mkdirSync(options.folder);
    writeFileSync(options.file, text);
    const progress = openProgressFile(options);
    expect(await progress.read()).toEqual({});
    await progress.keep('ALPHA_KEY', 'stored');
    expect(JSON.parse(readFileSync(options.file, 'utf8'))).toMatchObject({ done: { ALPHA_KEY: 'stored' } });
  },
);

test('a folder that cannot be made is told by its path', async () => {
  const options = place();
  writeFileSync(options.folder, '');
  const failure: unknown = await openProgressFile(options)
    .keep('ALPHA_KEY', 'stored')
    .catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ code: 'unwritable_file' });
  expect((failure as Error).message).toContain(options.file);
});
