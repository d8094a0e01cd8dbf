import { library } from '../workspace/tsup.ts';

export default library({
  entry: { index: 'src/index.ts', auth: 'src/auth.ts', files: 'src/files.ts', node: 'src/node.ts' },
  platform: 'node',
});
