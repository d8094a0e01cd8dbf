import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';

/** What `package.json` says, as far as packaging reads it. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly repository: { readonly url: string; readonly directory: string };
}

/** What the workspace alone needs. Versions such as `catalog:` mean nothing to vsce, and nobody installs anything. */
const OF_THE_WORKSPACE = ['private', 'scripts', 'dependencies', 'devDependencies'];

/** Builds the extension in `folder` into `target`, which is emptied before. Throws when the build fails. */
export function buildExtension(folder: string, target: string, parameters: readonly string[] = []): void {
  const tsup = createRequire(path.join(folder, '../../package.json')).resolve('tsup/package.json');
  const { bin } = JSON.parse(readFileSync(tsup, 'utf8')) as { bin: { tsup: string } };
  const program = path.join(path.dirname(tsup), bin.tsup);
  const { status, stderr } = spawnSync(process.execPath, [program, '--out-dir', target, ...parameters], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build of ${folder} failed:\n${stderr}`);
}

/** Copies what may be packaged: the folder without its modules, the build, and the manifest as it is shipped. */
export function stageExtension(folder: string, build: string, stage: string): void {
  copyFiles(folder, stage, ['node_modules', 'dist']);
  copyFiles(build, path.join(stage, 'dist'), ['*.vsix']);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as object;
  const shipped = Object.fromEntries(Object.entries(manifest).filter(([name]) => !OF_THE_WORKSPACE.includes(name)));
  writeFileSync(path.join(stage, 'package.json'), `${JSON.stringify(shipped, null, 2)}\n`);
}

/** Makes the one package of a stage in `target`. Resolves to its file. */
export async function packageStage(stage: string, target: string): Promise<string> {
  const manifest = JSON.parse(readFileSync(path.join(stage, 'package.json'), 'utf8')) as Manifest;
  const file = path.join(target, `${manifest.name}-${manifest.version}.vsix`);
  await createVSIX({ cwd: stage, packagePath: file, dependencies: false, ...linkTargets(manifest) });
  return file;
}

/** Where relative links of the documents lead to on a page of the Marketplace: into the folder in the repository. */
function linkTargets({ repository }: Manifest): { baseContentUrl: string; baseImagesUrl: string } {
  const home = repository.url.replace(/^git\+|\.git$/g, '');
  return {
    baseContentUrl: `${home}/blob/HEAD/${repository.directory}`,
    baseImagesUrl: `${home}/raw/HEAD/${repository.directory}`,
  };
}

function copyFiles(from: string, to: string, exclude: readonly string[]): void {
  for (const name of globSync(['**', '.vscodeignore'], { cwd: from, exclude })) {
    if (!statSync(path.join(from, name)).isFile()) continue;
    mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    copyFileSync(path.join(from, name), path.join(to, name));
  }
}
