import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { library } from '../workspace/tsup.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author: string;
  readonly homepage: string;
}

/** The reference page's script is one prebuilt file, served by the gateway itself: nothing comes from a CDN. */
async function copyReferenceScript(): Promise<void> {
  const folder = new URL('..', import.meta.resolve('@scalar/api-reference'));
  const manifest = JSON.parse(await readFile(new URL('package.json', folder), 'utf8')) as Manifest;
  const { name, version, license, author, homepage } = manifest;
  await mkdir('dist/assets', { recursive: true });
  await copyFile(fileURLToPath(new URL('dist/browser/standalone.js', folder)), 'dist/assets/reference.js');
  const notice = `reference.js is ${name} ${version}, under the ${license} licence, by ${author}. ${homepage}\n`;
  await writeFile('dist/assets/reference.NOTICE.txt', notice);
}

export default library({
  entry: { index: 'src/index.ts', node: 'src/node.ts', bin: 'src/bin.ts' },
  platform: 'node',
  onSuccess: copyReferenceScript,
});
