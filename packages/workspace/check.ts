import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sizeFaults, sourceLines } from './checks/file-sizes.ts';
import { manifestFaults } from './checks/manifests.ts';
import { allPackages, publishablePackages } from './checks/publishable.ts';
import { tarballFaults } from './checks/tarballs.ts';
import { runTool } from './checks/tool.ts';
import { vsixFaults } from './checks/vsix.ts';
import { readJson, ROOT } from './launcher/paths.mjs';

const { name } = readJson('packages/workspace/package.json') as { name: string };
const scope = name.slice(0, name.indexOf('/'));

/** Runs one check and prints what it found. Resolves to whether all is well. */
async function check(title: string, find: () => string[] | Promise<string[]>): Promise<boolean> {
  const faults = await find();
  console.log(faults.length === 0 ? `ok      ${title}` : `FAILED  ${title}`);
  for (const fault of faults) console.log(fault.replace(/^/gm, '        '));
  return faults.length === 0;
}

async function toolFaults(tool: string, parameters: readonly string[] = []): Promise<string[]> {
  const { ok, output } = await runTool(ROOT, tool, parameters);
  return ok ? [] : [output];
}

async function checkTarballs(): Promise<boolean[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wicketgate-pack-'));
  try {
    const results: boolean[] = [];
    for (const each of publishablePackages(ROOT)) {
      results.push(await check(`${each.name} as a tarball`, () => tarballFaults(ROOT, each, folder)));
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkExtensions(): Promise<boolean[]> {
  const results: boolean[] = [];
  for (const { name, folder } of allPackages(ROOT).filter((each) => each.folder.startsWith('extensions/'))) {
    results.push(await check(`${name} as a VSIX`, () => vsixFaults(ROOT, folder)));
  }
  return results;
}

const results = [
  await check('source files are small', () => sizeFaults(sourceLines(ROOT))),
  await check('dependencies between packages keep to the table', () => manifestFaults(allPackages(ROOT), scope)),
  await check('nothing is unused (knip)', () => toolFaults('knip', ['--no-progress'])),
  await check('bundles keep to their size (size-limit)', () => toolFaults('size-limit')),
  ...(await checkTarballs()),
  ...(await checkExtensions()),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
