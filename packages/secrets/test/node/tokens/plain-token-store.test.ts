import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, OTHER_ACCOUNT, read, record } from '../../token-store-contract.ts';
import { plainWorld } from './token-world.ts';

const NAME = `token-${ACCOUNT}.json`;
const LEFT = `.${NAME}.123e4567-e89b-12d3-a456-426614174000.tmp`;

async function savedWorld() {
  const world = await plainWorld();
  const tokens = join(world.folder, 'tokens');
  await world.open().save(ACCOUNT, record('{"n":1}'));
  return { ...world, tokens, file: join(tokens, NAME) };
}

describe('a sign-in in a plain file', () => {
  it('is one line in a file of its owner, in a folder of its owner', async ({ skip }) => {
    const { tokens, file } = await savedWorld();
    expect(await readdir(tokens)).toEqual([NAME]);
    expect(await readFile(file, 'utf8')).toBe('{"n":1}\n');
    skip(process.platform === 'win32', 'Windows keeps permissions elsewhere');
    const modes = await Promise.all([tokens, file].map(async (path) => (await stat(path)).mode & 0o777));
    expect(modes).toEqual([0o700, 0o600]);
  });

  it('makes no folder when it is only asked for or cleared', async () => {
    const { folder, open } = await plainWorld();
    await open().load(ACCOUNT);
    expect(await open().clear(ACCOUNT)).toBe(false);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['is empty', ''],
    ['is blank', '\n'],
    ['is cut off', '{"n":1'],
    ['has two lines', 'planted\nplanted\n'],
    ['was lost by the disk', '\0\0\0\0\n'],
  ])('that %s is refused without being repeated, and can be replaced', async (_, text) => {
    const { open, file } = await savedWorld();
    await writeFile(file, text);
    const failure: unknown = await open()
      .load(ACCOUNT)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'corrupt_file', part: 'record' });
    expect(String(failure)).not.toContain('planted');
    await open().save(ACCOUNT, record('{"n":2}'));
    expect(await read(open())).toBe('{"n":2}');
  });

  it('that is larger than any record is not read', async () => {
    const { open, file } = await savedWorld();
    await writeFile(file, `${'x'.repeat(16_385)}\n`);
    await expect(open().load(ACCOUNT)).rejects.toMatchObject({ code: 'unsafe_file' });
  });

  it.each([0o640, 0o604, 0o620, 0o602])('with the permissions %o is not read', async (mode) => {
    const { open, file } = await savedWorld();
    await chmod(file, mode);
    await expect(open().load(ACCOUNT)).rejects.toMatchObject({ code: 'unsafe_file' });
  });

  it('is neither read nor written in a folder that others may enter, and can be cleared there', async () => {
    const { open, tokens, file } = await savedWorld();
    await chmod(tokens, 0o750);
    await expect(open().load(ACCOUNT)).rejects.toMatchObject({ code: 'unsafe_file' });
    await expect(open().save(ACCOUNT, record('{"n":2}'))).rejects.toMatchObject({ code: 'unsafe_file' });
    expect(await readFile(file, 'utf8')).toBe('{"n":1}\n');
    expect(await open().clear(ACCOUNT)).toBe(true);
    expect(await readdir(tokens)).toEqual([]);
  });

  it('is not read through a link, and replaces a link instead of what it leads to', async () => {
    const { open, folder, tokens } = await savedWorld();
    const elsewhere = join(folder, 'elsewhere');
    await writeFile(elsewhere, 'of somebody else\n', { mode: 0o600 });
    await symlink(elsewhere, join(tokens, `token-${OTHER_ACCOUNT}.json`));
    await expect(open().load(OTHER_ACCOUNT)).rejects.toMatchObject({ code: 'unsafe_file' });
    await open().save(OTHER_ACCOUNT, record('mine'));
    expect(await read(open(), OTHER_ACCOUNT)).toBe('mine');
    expect(await readFile(elsewhere, 'utf8')).toBe('of somebody else\n');
  });

  it('is not kept in a folder that is a link', async () => {
    const { open, folder } = await plainWorld();
    await mkdir(join(folder, 'elsewhere'), { mode: 0o700 });
    await symlink(join(folder, 'elsewhere'), join(folder, 'tokens'));
    await expect(open().save(ACCOUNT, record('x'))).rejects.toMatchObject({ code: 'unsafe_file' });
    expect(await readdir(join(folder, 'elsewhere'))).toEqual([]);
  });

  it.each(['save', 'clear'] as const)('leaves nothing of a writer that was killed after a %s', async (change) => {
    const { open, tokens } = await savedWorld();
    const ofOthers = [`.token-${OTHER_ACCOUNT}.json.123e4567-e89b-12d3-a456-426614174000.tmp`, `.${NAME}.tmp`];
    for (const name of [LEFT, ...ofOthers]) await writeFile(join(tokens, name), 'planted', { mode: 0o600 });
    await (change === 'save' ? open().save(ACCOUNT, record('{"n":2}')) : open().clear(ACCOUNT));
    expect((await readdir(tokens)).sort()).toEqual([...ofOthers, ...(change === 'save' ? [NAME] : [])].sort());
  });

  it('is whole for all who read it while others replace it', async () => {
    const { open } = await savedWorld();
    const [one, other, reader] = [open(), open(), open()];
    const texts = ['a', 'b'].map((letter) => letter.repeat(8_000));
    for (let round = 0; round < 10; round++) {
      const written = Promise.all([
        one.save(ACCOUNT, record(texts[0] ?? '')),
        other.save(ACCOUNT, record(texts[1] ?? '')),
      ]);
      expect([...texts, '{"n":1}']).toContain(await read(reader));
      await written;
    }
  });
});
