import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAllowedProjects } from '../../src/node/allowed-projects.ts';
import type { ProjectFile } from '../../src/node/project-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const projectOf = (file: string, digit: string): ProjectFile => ({
  ...{ file, digest: digit.repeat(64) },
  document: { version: 1, secrets: [] },
});

async function createConsent() {
  const file = join(await temporaryFolder(), 'config', 'allowed-projects.json');
  return { file, allowed: createAllowedProjects(file) };
}

describe('consent', () => {
  it('is not there until it is given, and is for this content at this path alone', async () => {
    const { file, allowed } = await createConsent();
    const project = projectOf('/srv/app/wicketgate.secrets.json', 'a');
    expect(await allowed.isAllowed(project)).toBe(false);
    await allowed.allow(project);
    expect(await allowed.isAllowed(project)).toBe(true);
    expect(await createAllowedProjects(file).isAllowed(project)).toBe(true);
    expect(await allowed.isAllowed(projectOf(project.file, 'b'))).toBe(false);
    expect(await allowed.isAllowed(projectOf('/srv/other/wicketgate.secrets.json', 'a'))).toBe(false);
  });

  it('given anew takes the place of the earlier one', async () => {
    const { allowed } = await createConsent();
    await allowed.allow(projectOf('/srv/one', 'a'));
    await allowed.allow(projectOf('/srv/two', 'c'));
    await allowed.allow(projectOf('/srv/one', 'b'));
    expect(await allowed.isAllowed(projectOf('/srv/one', 'a'))).toBe(false);
    expect(await allowed.isAllowed(projectOf('/srv/one', 'b'))).toBe(true);
    expect(await allowed.isAllowed(projectOf('/srv/two', 'c'))).toBe(true);
  });

  it('given by several at once is lost for none', async () => {
    const { allowed } = await createConsent();
    const projects = Array.from({ length: 8 }, (_, index) => projectOf(`/srv/${index}`, 'a'));
    await Promise.all(projects.map((project) => allowed.allow(project)));
    for (const project of projects) expect(await allowed.isAllowed(project)).toBe(true);
  });

  it('is kept of the 500 projects that were allowed last', async () => {
    const { file, allowed } = await createConsent();
    await allowed.allow(projectOf('/srv/seed', 'a'));
    const projects = Array.from({ length: 500 }, (_, index) => ({ file: `/srv/${index}`, digest: 'a'.repeat(64) }));
    await writeFile(file, JSON.stringify({ version: 1, projects }));
    await allowed.allow(projectOf('/srv/new', 'a'));
    expect(await allowed.isAllowed(projectOf('/srv/0', 'a'))).toBe(false);
    expect(await allowed.isAllowed(projectOf('/srv/1', 'a'))).toBe(true);
    expect(await allowed.isAllowed(projectOf('/srv/new', 'a'))).toBe(true);
  });

  it('stands in a file and a folder for their owner alone', async (context) => {
    context.skip(process.platform === 'win32', 'Windows keeps permissions elsewhere');
    const { file, allowed } = await createConsent();
    await allowed.allow(projectOf('/srv/one', 'a'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
  });
});

describe('a file of consent that cannot be trusted', () => {
  it.each(['', '{', '[]', '{"version":1}', '{"version":1,"projects":[{"file":"/srv/one","digest":"x"}]}'])(
    '%j is damaged: nothing is allowed by it, and it stays as it is',
    async (text) => {
      const { file, allowed } = await createConsent();
      await allowed.allow(projectOf('/srv/one', 'a'));
      await writeFile(file, text);
      await expect(allowed.isAllowed(projectOf('/srv/one', 'a'))).rejects.toMatchObject({ code: 'corrupt_file' });
      await expect(allowed.allow(projectOf('/srv/one', 'a'))).rejects.toMatchObject({ code: 'corrupt_file' });
      expect(await readFile(file, 'utf8')).toBe(text);
    },
  );

  it('that others may change is no consent', async (context) => {
    context.skip(process.platform === 'win32', 'Windows keeps permissions elsewhere');
    const { file, allowed } = await createConsent();
    await allowed.allow(projectOf('/srv/one', 'a'));
    await chmod(file, 0o666);
    await expect(allowed.isAllowed(projectOf('/srv/one', 'a'))).rejects.toMatchObject({ code: 'unsafe_file' });
  });
});
