import { library } from '../workspace/tsup.js';

export default library({ entry: { index: 'src/index.ts', files: 'src/files.ts', node: 'src/node.ts'}, platform: 'node' });
