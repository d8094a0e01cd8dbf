import { library } from '../workspace/tsup.ts';

export default library({ entry: { index: 'src/index.ts', openapi: 'src/openapi.ts' } });
