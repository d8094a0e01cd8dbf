import { library } from '../workspace/tsup.ts';

export default library({
  entry: {
    index: 'src/index.ts',
    loader: 'src/loader.ts',
    rest: 'src/rest.ts',
    'word-table': 'src/word-table.ts',
    auth: 'src/auth.ts',
    node: 'src/node.ts',
  },
  platform: 'node',
});
