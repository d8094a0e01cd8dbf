import { readProjects } from '../launcher/projects.mjs';

/** What a `package.json` of ours says, as far as the checks read it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly type?: string;
  readonly engines?: { readonly node?: string };
  readonly repository?: { readonly directory?: string };
  readonly files?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly publishConfig?: { readonly registry?: string };
}

/** A package of this workspace. */
export interface Package {
  readonly name: string;
  /** Relative to the workspace: `packages/core`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The packages that are published. */
export function publishablePackages(root: string): Package[] {
  return allPackages(root).filter(({ manifest }) => manifest.private !== true);
}

/** Every package of the workspace. */
export function allPackages(root: string): Package[] {
  return readProjects(root).map(({ name, folder, manifest }) => ({ name, folder, manifest: manifest as Manifest }));
}
