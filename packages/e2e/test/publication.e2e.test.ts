import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { secretText, issuedKey, tracesOf } from '../src/planted-secrets.ts';
import { succeed } from '../src/program.ts';
import { searchFolder } from '../src/secret-search.ts';
import { temporaryFolder } from '../src/temporary-folder.ts';
import { publishablePackages, readManifest } from '../src/workspace.ts';

const { registry, publication, strays } = inject('release');
const packages = publishablePackages();
const names = packages.map(({ manifest }) => manifest.name);
const cleanup = createCleanup();
const unpacked = new Map<string, string>();

/** What a package publishes beside its manifest, README and licence, where that is more than what was built. */
const BESIDE_MANIFEST: Readonly<Record<string, readonly string[]>> = {
  '@wicketgate/gateway': ['dist', 'sign-in.schema.json'],
  '@wicketgate/mcp-client': ['data', 'dist'],
  '@wicketgate/secrets': ['FORMAT.md', 'dist', 'secrets.schema.json'],
  '@wicketgate/vscode-kit': ['dist', 'l10n'],
};

beforeAll(async () => {
  for (const name of names) {
    const folder = await temporaryFolder('tarball', cleanup);
    const tarball = readdirSync(path.join(registry.storage, name)).find((file) => file.endsWith('.tgz')) ?? '';
    await succeed('tar', ['-xzf', path.join(registry.storage, name, tarball), '-C', folder]);
    unpacked.set(name, path.join(folder, 'package'));
  }
});

afterAll(() => cleanup.release());

describe('A release with changesets', () => {
  test('publishes every publishable package, each with its own version and tag', () => {
    const short = names.map((name) => name.replace('@wicketgate/', ''));
    expect(short).toEqual(['cli', 'contract', 'core', 'gateway', 'mcp-client', 'secrets', 'vscode-kit']);
    expect(publication.tags.toSorted()).toEqual(names.map((name) => `${name}@${publication.versions[name]}`));
    for (const { manifest } of packages) expect(publication.versions[manifest.name]).not.toBe(manifest.version);
  });

  test('does nothing when it is run again', () => {
    expect(publication.secondRun.code, publication.secondRun.stderr).toBe(0);
    expect(publication.secondRun.stdout).toContain('No unpublished projects to publish.');
  });

  test('is read by nobody without a token', async () => {
    for (const name of names) {
      const answer = await fetch(new URL(name.replace('/', '%2f'), registry.url));
      expect(answer.status).toBe(401);
    }
  });

  test.each(names)('leaves nothing of the workspace in the manifest of %s', (name) => {
    const manifest = readManifest(unpacked.get(name) ?? '');
    expect(manifest.version).toBe(publication.versions[name]);
    expect(JSON.stringify(manifest)).not.toMatch(/workspace:|catalog:|@wicketgate\/source|\.\/src\//);
    for (const [dependency, range] of Object.entries(manifest.dependencies ?? {})) {
      if (dependency.startsWith('@wicketgate/')) expect(range).toBe(`^${publication.versions[dependency]}`);
    }
  });

  test.each(packages)('packs of $manifest.name what was built, its words and nothing else', ({ manifest }) => {
    const entries = readdirSync(unpacked.get(manifest.name) ?? '').toSorted();
    const built = BESIDE_MANIFEST[manifest.name] ?? ['dist'];
    expect(entries.filter((entry) => entry !== 'CHANGELOG.md')).toEqual(
      ['LICENSE', 'README.md', 'package.json', ...built].toSorted(),
    );
  });

  test('packs no secret that lay in the tree or stood in the environment, and no token', async () => {
    const traces = tracesOf([
      issuedKey('API key', strays.apiKey),
      secretText('pepper', strays.pepper),
      secretText('registry token', registry.token),
    ]);
    const tarballs = await searchFolder(registry.storage, traces, (file) => !file.endsWith('.tgz'));
    expect(tarballs.files).toHaveLength(names.length);
    expect(tarballs.findings).toEqual([]);
  });
});
