import { describe, expect, test } from 'vitest';
import { ROOT } from '../../launcher/paths.mjs';
import { closureOf, ordered, readProjects } from '../../launcher/projects.mjs';
import { temporaryFolder } from '../temporary-folder.ts';

const manifest = (name: string, dependencies: Record<string, string> = {}): string =>
  JSON.stringify({ name: `@acme/${name}`, dependencies });

function workspace(packages: Record<string, Record<string, string>>): ReturnType<typeof readProjects> {
  const files = Object.entries(packages).map(([name, needs]) => [
    `packages/${name}/package.json`,
    manifest(name, needs),
  ]);
  return readProjects(temporaryFolder(Object.fromEntries(files) as Record<string, string>));
}

const namesOf = (projects: ReturnType<typeof readProjects>): string[] => projects.map(({ name }) => name);

describe('packages and what they need', () => {
  test('come with their dependencies first, each once', () => {
    const projects = workspace({
      app: { '@acme/core': 'workspace:^', '@acme/base': 'workspace:^', hono: 'catalog:' },
      base: {},
      core: { '@acme/base': 'workspace:^' },
      other: {},
    });
    expect(namesOf(closureOf(projects, '@acme/app'))).toEqual(['@acme/base', '@acme/core', '@acme/app']);
    expect(namesOf(ordered(projects, ['@acme/other', '@acme/core']))).toEqual([
      '@acme/other',
      '@acme/base',
      '@acme/core',
    ]);
  });

  test('a circle is named', () => {
    const projects = workspace({ one: { '@acme/two': 'workspace:*' }, two: { '@acme/one': 'workspace:*' } });
    expect(() => closureOf(projects, '@acme/one')).toThrow('@acme/one -> @acme/two -> @acme/one');
  });

  test('a package that is not there is named', () => {
    expect(() => closureOf(workspace({ one: { '@acme/two': 'workspace:*' } }), '@acme/one')).toThrow('@acme/two');
  });

  test('a folder without a manifest is no package', () => {
    expect(readProjects(temporaryFolder({ 'packages/draft/notes.md': '' }))).toEqual([]);
  });

  test('the gateway of this workspace is built after the contract, the client foundation and the secrets', () => {
    const projects = readProjects(ROOT);
    const gateway = projects.find(({ folder }) => folder === 'packages/gateway');
    const folders = closureOf(projects, String(gateway?.name)).map(({ folder }) => folder);
    expect(folders).toEqual(['packages/contract', 'packages/core', 'packages/secrets', 'packages/gateway']);
  });
});
