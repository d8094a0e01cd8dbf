import type { Rule } from 'eslint';
import { onImport } from './location.ts';

/** `vscode` is no package: only an extension host has it, and what imports it can be tested nowhere else. */
export const vscodeImportRule: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'keep vscode to the files that need an extension host' },
    schema: [],
    messages: {
      needsHost:
        'Only an extension host has vscode: take what you need of it as a port, whose adapter stands in src/host ' +
        '(vscodeSources in packages/workspace/eslint/boundaries.ts).',
    },
  },
  create(context) {
    return onImport((specifier, node) => {
      if (specifier === 'vscode') context.report({ node, messageId: 'needsHost' });
    });
  },
};
