import { library } from '../workspace/tsup.ts';

export default library({
  entry: { index: 'src/index.ts', node: 'src/node.ts', 'keyring-helper': 'src/keyring-helper.ts' },
  platform: 'node',
});
