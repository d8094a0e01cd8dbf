import { library } from '../workspace/tsup.js';

export default library({ entry: { index: 'src/index.ts', openapi: 'src/openapi.ts'} });
