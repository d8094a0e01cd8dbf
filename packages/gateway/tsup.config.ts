import { library } from '../workspace/tsup.ts';

export default library({ entry: { index: 'src/index.ts', node: 'src/node.ts', bin: 'src/bin.ts'}, platform: 'node' });
