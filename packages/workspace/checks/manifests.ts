import { importTable } from '../eslint/boundaries.ts';
import type { Package } from './publishable.ts';

/** What is wrong with the manifests: each fault as a sentence. `scope` is the npm scope with its `@`. */
export function manifestFaults(packages: readonly Package[], scope: string): string[] {
  return packages.flatMap((each) => dependencyFaults(each, scope));
}

/** A dependency of ours stands in the import table; one of others has its version in the catalog. */
function dependencyFaults({ name, folder, manifest }: Package, scope: string): string[] {
  const unit = folder.replace(/^packages\//, '');
  const row = importTable[unit];
  if (row === undefined) return [`${name} has no row in importTable.`];
  return Object.entries(manifest.dependencies ?? {}).flatMap(([dependency, range]) => {
    if (!dependency.startsWith(`${scope}/`)) {
      return range === 'catalog:' ? [] : [`${name}: ${dependency} is ${range}, not catalog:.`];
    }
    const target = dependency.slice(scope.length + 1);
    const allowed = row === '*' || row.includes(target);
    return allowed ? [] : [`${name} may not depend on ${dependency}: it is not in its row of importTable.`];
  });
}
