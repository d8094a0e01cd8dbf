import { mkdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Cleanup } from './cleanup.ts';
import { supportedEnvironment, type Environment } from './environment.ts';
import { run, succeed, type Outcome } from './program.ts';
import type { Registry } from './registry.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { commitTree, copyBuilds, copyTree, GIT_IDENTITY } from './tree-copy.ts';
import { pinnedPackageManager, publishablePackages, workspaceRoot } from './workspace.ts';

/** Where the manifests of this repository publish to. */
const PUBLIC_REGISTRY = 'https://npm.pkg.github.com';
const CHANGESETS = path.join(workspaceRoot, 'node_modules/@changesets/cli/bin.js');

export interface Publication {
  /** The version of each package as `changeset version` set it. */
  readonly versions: Readonly<Record<string, string>>;
  /** The git tags that the first run made. */
  readonly tags: readonly string[];
  readonly firstRun: Outcome;
  /** The same command once more. */
  readonly secondRun: Outcome;
}

export interface PublicationOptions {
  readonly registry: Registry;
  /** Files that lie about in the tree without being part of it: path to text. They must not be published. */
  readonly strays: Readonly<Record<string, string>>;
  /** Variables that happen to be set. */
  readonly env: Environment;
  readonly cleanup: Cleanup;
}

/** Releases every publishable package of this tree to a registry, the way the release workflow does: with changesets. */
export async function publishAll({ registry, strays, env, cleanup }: PublicationOptions): Promise<Publication> {
  const publisher = { ...(await publisherEnvironment(registry, cleanup)), ...env };
  const tree = await releaseTree(registry, publisher, cleanup);
  for (const [file, text] of Object.entries(strays)) {
    await mkdir(path.dirname(path.join(tree, file)), { recursive: true });
    await writeFile(path.join(tree, file), text);
  }
  const publish = () => run(process.execPath, [CHANGESETS, 'publish'], { cwd: tree, env: publisher });
  const firstRun = await publish();
  if (firstRun.code !== 0) throw new Error(`The release failed:\n${firstRun.stdout}\n${firstRun.stderr}`);
  const tags = (await succeed('git', ['tag', '--list'], { cwd: tree })).split('\n').filter((tag) => tag !== '');
  const secondRun = await publish();
  const versions = publishablePackages(tree).map(({ manifest }) => [manifest.name, manifest.version] as const);
  return { versions: Object.fromEntries(versions), tags, firstRun, secondRun };
}

/** A copy of the tree with one more changeset, versioned, whose packages go to the given registry. */
async function releaseTree(registry: Registry, env: Environment, cleanup: Cleanup): Promise<string> {
  const tree = await temporaryFolder('release', cleanup);
  await copyTree(tree);
  await copyBuilds(tree);
  await redirect(tree, registry.url.replace(/\/$/, ''));
  const lines = publishablePackages(tree).map(({ manifest }) => `'${manifest.name}': minor`);
  await writeFile(
    path.join(tree, '.changeset/end-to-end.md'),
    `---\n${lines.join('\n')}\n---\n\nA release for a test.\n`,
  );
  await commitTree(tree, 'Before the release');
  await succeed(process.execPath, [CHANGESETS, 'version'], { cwd: tree, env });
  await commitTree(tree, 'The release');
  return tree;
}

/** Points the scope at another registry in the three places that name one: manifests, `.npmrc`, the workspace's settings. */
async function redirect(tree: string, url: string): Promise<void> {
  const manifests = publishablePackages(tree).map(({ folder }) => `${folder}/package.json`);
  for (const file of [...manifests, '.npmrc', 'pnpm-workspace.yaml']) {
    const at = path.join(tree, file);
    if (existsSync(at)) await writeFile(at, (await readFile(at, 'utf8')).replaceAll(PUBLIC_REGISTRY, url));
  }
}

/** The token stands in a user-level `.npmrc` as a reference to the environment, as the release workflow has it. */
async function publisherEnvironment(registry: Registry, cleanup: Cleanup): Promise<Environment> {
  const home = await temporaryFolder('publisher', cleanup);
  const userConfig = path.join(home, 'npmrc');
  await writeFile(userConfig, `//${new URL(registry.url).host}/:_authToken=\${NODE_AUTH_TOKEN}\n`, { mode: 0o600 });
  await symlink(await packageManagerPath(), path.join(home, 'pnpm'));
  const base = supportedEnvironment(GIT_IDENTITY);
  return {
    ...base,
    PATH: [home, base['PATH']].join(path.delimiter),
    NPM_CONFIG_USERCONFIG: userConfig,
    NODE_AUTH_TOKEN: registry.token,
  };
}

/** Changesets calls `pnpm` by name, and the machine may have it only through npx. */
async function packageManagerPath(): Promise<string> {
  const [name, version] = [pinnedPackageManager().split('@')[0] ?? '', pinnedPackageManager()];
  const found = await succeed('npx', ['-y', '-p', version, '-c', `command -v ${name}`]);
  return realpath(found.trim());
}
