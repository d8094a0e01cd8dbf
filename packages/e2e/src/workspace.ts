import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The absolute path of this workspace. */
export const workspaceRoot = path.resolve(import.meta.dirname, '../../..');

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly packageManager?: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly publishConfig?: Readonly<Record<string, unknown>>;
}

export interface WorkspacePackage {
  /** From the root, for instance `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** Every package of a tree that is published, by name. */
export function publishablePackages(root: string = workspaceRoot): WorkspacePackage[] {
  return readdirSync(path.join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ folder: `packages/${name}`, manifest: readManifest(path.join(root, 'packages', name)) }))
    .filter(({ manifest }) => manifest.private !== true)
    .sort((a, b) => a.manifest.name.localeCompare(b.manifest.name));
}

/** The package manager that the root pins, as npx wants it: `pnpm@1.2.3`. */
export function pinnedPackageManager(): string {
  const pinned = readManifest(workspaceRoot).packageManager;
  if (pinned === undefined) throw new Error('The root package.json names no packageManager.');
  return pinned;
}
