import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runTool } from '../../checks/tool.ts';
import { ROOT } from '../../launcher/paths.mjs';
import { readProjects } from '../../launcher/projects.mjs';
import { readIdentity } from '../../rescope/identity.ts';
import { readText, rescopeTree, treeFiles } from '../../rescope/tree.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const from = readIdentity(ROOT);
const owner = `copy-of-${from.scope.slice(1)}`;
const to = { scope: `@${owner}`, repository: `${owner}/gate` };

/** A copy of the work tree with the dependencies of this one, and its own packages under their new scope. */
function rescopedCopy(): { root: string; changed: string[]; files: string[] } {
  const root = temporaryFolder();
  const files = treeFiles(ROOT);
  for (const file of files) cpSync(path.join(ROOT, file), path.join(root, file), { recursive: true });
  const changed = rescopeTree(root, files, { from, to });
  for (const { folder } of readProjects(root)) linkModules(root, folder);
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  return { root, changed, files };
}

function linkModules(root: string, folder: string): void {
  const [original, copy] = [ROOT, root].map((each) => path.join(each, folder, 'node_modules')) as [string, string];
  if (!existsSync(original)) return;
  mkdirSync(path.join(copy, to.scope), { recursive: true });
  for (const name of readdirSync(original).filter((each) => !each.startsWith('.') && each !== from.scope)) {
    symlinkSync(path.join(original, name), path.join(copy, name));
  }
  const ours = path.join(original, from.scope);
  for (const name of existsSync(ours) ? readdirSync(ours) : []) {
    symlinkSync(path.join(root, 'packages', name), path.join(copy, to.scope, name));
  }
}

test('a rescoped copy holds nothing of the old scope, and its imports resolve', { timeout: 120_000 }, async () => {
  const { root, changed, files } = rescopedCopy();
  expect(changed).toEqual(expect.arrayContaining(['.npmrc', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', 'package.json']));
  const old = new RegExp(`${from.scope}(?![\\w-])|github\\.com/${from.repository}(?![\\w-])`);
  expect(files.filter((file) => old.test(readText(path.join(root, file)) ?? ''))).toEqual([]);
  expect(readIdentity(root)).toEqual(to);
  const extension = 'extensions/wicketgate/package.json';
  const idOf = (folder: string) => {
    const { publisher, name } = JSON.parse(readText(path.join(folder, extension)) ?? '') as Record<string, unknown>;
    return { publisher, name };
  };
  // A fork of the repository is no other publisher of the Marketplace: whoever wants to be one says so there.
  expect(idOf(root)).toEqual(idOf(ROOT));

  const published = ['contract', 'core', 'secrets', 'mcp-client', 'gateway', 'cli', 'vscode-kit'].map(
    (name) => `packages/${name}`,
  );
  for (const unit of [...published, 'extensions/wicketgate']) {
    const { output } = await runTool(root, 'typescript-7#tsc', ['-p', unit, '--pretty', 'false']);
    // What else may be wrong with a package is found where it is checked by itself.
    expect(
      output.split('\n').filter((line) => /TS2307|TS2792|TS7016/.test(line)),
      unit,
    ).toEqual([]);
  }
});
