import { isBuiltin } from 'node:module';
import type { Rule } from 'eslint';
import { locate, onImport, resolveFrom } from './location.ts';

const NODE_ENTRY = /^@[^/]+\/[^/]+\/(?:node|files)$/;
const NODE_SOURCE = /^(?:node|files|bin)(?:\.ts$|\/)/;

/** Neutral sources name no module of Node, and nothing of ours that does. */
export const neutralRule: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'keep neutral sources free of Node' },
    schema: [{ type: 'object', properties: { scope: { type: 'string' }, root: { type: 'string' } } }],
    messages: {
      needsNode: 'A neutral file may not import {{specifier}}: it must run on Workers and in browsers too.',
    },
  },
  create(context) {
    const { scope, root } = context.options[0] as { scope: string; root: string };
    const needsNode = (specifier: string): boolean => {
      if (isBuiltin(specifier)) return true;
      if (specifier.startsWith(`${scope}/`)) return NODE_ENTRY.test(specifier);
      if (!specifier.startsWith('.')) return false;
      return NODE_SOURCE.test(locate(resolveFrom(context.filename, specifier), root)?.inSource ?? '');
    };
    return onImport((specifier, node) => {
      if (needsNode(specifier)) context.report({ node, messageId: 'needsNode', data: { specifier } });
    });
  },
};
