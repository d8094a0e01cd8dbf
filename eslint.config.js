import { workspaceConfig } from './packages/workspace/eslint/config.js';

export default workspaceConfig({ root: import.meta.dirname, scope: '@wicketgate' });
