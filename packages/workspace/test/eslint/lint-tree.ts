import { ESLint } from 'eslint';
import { workspaceConfig } from '../../eslint/config.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023', 'DOM'],
    module: 'NodeNext',
    strict: true,
    types: [],
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
  },
  include: ['packages', 'extensions'],
});

/**
 * Lints a workspace made of these files with the rules of this one, and tells which house and import rules were broken:
 * `file: rule`, each once.
 */
export async function lintTree(files: Readonly<Record<string, string>>): Promise<string[]> {
  const cwd = temporaryFolder({ 'package.json': '{"type":"module"}', 'tsconfig.json': TSCONFIG, ...files });
  const eslint = new ESLint({
    cwd,
    overrideConfigFile: true,
    overrideConfig: workspaceConfig({ root: cwd, scope: '@acme' }),
  });
  const results = await eslint.lintFiles(['.']);
  const broken = results.flatMap(({ filePath, messages }) =>
    messages
      .filter(({ ruleId }) => ruleId === null || /^(?:house|import-x|no-restricted|max-lines)/.test(ruleId))
      .map(({ ruleId, message }) => `${filePath.slice(cwd.length + 1)}: ${ruleId ?? message}`),
  );
  return [...new Set(broken)].sort();
}
