import { library } from '../workspace/tsup.ts';

export default library({
  entry: { index: 'src/index.ts', manifest: 'src/manifest.ts', page: 'src/page.ts' },
  platform: 'node',
});
