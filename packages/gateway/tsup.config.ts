import { copyFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { library } from '../workspace/tsup.ts';

/** The reference page's script is one prebuilt file, served by the gateway itself: nothing comes from a CDN. */
async function copyReferenceScript(): Promise<void> {
  const script = fileURLToPath(import.meta.resolve('@scalar/api-reference')).replace(
    /index\.js$/,
    'browser/standalone.js',
  );
  await mkdir('dist/assets', { recursive: true });
  await copyFile(script, 'dist/assets/reference.js');
}

export default library({
  entry: { index: 'src/index.ts', node: 'src/node.ts', bin: 'src/bin.ts' },
  platform: 'node',
  onSuccess: copyReferenceScript,
});
