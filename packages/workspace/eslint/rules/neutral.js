import { isBuiltin } from 'node:module';
import path from 'node:path';
import { locate, onImport } from './location.js';

const NODE_ENTRY = /^@[^/]+\/[^/]+\/(?:node|files)$/;
const NODE_SOURCE = /^(?:node|files|bin)(?:\.ts$|\/)/;

/** Neutral sources name no module of Node, and nothing of ours that does. */
export const neutralRule = {
  meta: {
    type: 'problem',
    docs: { description: 'keep neutral sources free of Node' },
    schema: [{ type: 'object', properties: { scope: { type: 'string' }, root: { type: 'string' } } }],
    messages: {
      builtin: 'A neutral file may not import {{specifier}}: it must run on Workers and in browsers too.',
      nodeEntry: 'A neutral file may not import {{specifier}}: it needs Node.',
    },
  },
  create(context) {
    const { scope, root } = context.options[0];
    return onImport((specifier, node) => {
      if (isBuiltin(specifier)) context.report({ node, messageId: 'builtin', data: { specifier } });
      if (needsNode(specifier, context.filename, { scope, root })) {
        context.report({ node, messageId: 'nodeEntry', data: { specifier } });
      }
    });
  },
};

function needsNode(specifier, filename, { scope, root }) {
  if (specifier.startsWith(`${scope}/`)) return NODE_ENTRY.test(specifier);
  if (!specifier.startsWith('.')) return false;
  const there = locate(path.resolve(path.dirname(filename), specifier), root);
  return there?.inSource !== undefined && NODE_SOURCE.test(there.inSource);
}
