import { library } from '../workspace/tsup.ts';

export default library({ entry: { index: 'src/index.ts', bin: 'src/bin.ts' }, platform: 'node' });
