import { workspaceConfig } from './packages/workspace/eslint/config.ts';

export default workspaceConfig({ root: import.meta.dirname, scope: '@wicketgate' });
