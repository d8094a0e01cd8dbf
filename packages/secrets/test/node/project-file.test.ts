import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProjectFile } from '../../src/node/project-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const TEXT = '{"version":1,"secrets":[{"name":"A"}]}';

async function createProject(content: string | Uint8Array) {
  const folder = await temporaryFolder();
  const file = join(folder, 'wicketgate.secrets.json');
  await writeFile(file, content);
  return { folder, file };
}

describe('readProjectFile', () => {
  it('answers path, content and the digest of the very bytes', async () => {
    const { folder, file } = await createProject(TEXT);
    expect(await readProjectFile(folder)).toEqual({
      file,
      digest: createHash('sha256').update(TEXT).digest('hex'),
      document: { version: 1, secrets: [{ name: 'A' }] },
    });
  });

  it('tells two contents apart that mean the same', async () => {
    const [one, other] = [await createProject(TEXT), await createProject(`${TEXT}\n`)];
    const digests = [await readProjectFile(one.folder), await readProjectFile(other.folder)].map(
      (read) => read?.digest,
    );
    expect(digests[0]).not.toBe(digests[1]);
  });

  it('answers undefined where there is none, and does not look above', async () => {
    const { folder } = await createProject(TEXT);
    await mkdir(join(folder, 'below'));
    expect(await readProjectFile(join(folder, 'below'))).toBeUndefined();
    expect(await readProjectFile(join(folder, 'gone'))).toBeUndefined();
  });

  it('takes 256 KiB and refuses a byte more', async () => {
    const most = TEXT.padEnd(262_144, ' ');
    expect(await readProjectFile((await createProject(most)).folder)).toBeDefined();
    const over = await createProject(`${most} `);
    await expect(readProjectFile(over.folder)).rejects.toMatchObject({ code: 'invalid_spec' });
  });

  it('refuses what is no plain file or not UTF-8, and what does not fit', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'wicketgate.secrets.json'));
    await expect(readProjectFile(folder)).rejects.toMatchObject({ code: 'invalid_spec' });
    for (const content of [Buffer.from([0x22, 0xff, 0x22]), '{}']) {
      const project = await createProject(content);
      await expect(readProjectFile(project.folder)).rejects.toMatchObject({ code: 'invalid_spec' });
    }
  });
});
