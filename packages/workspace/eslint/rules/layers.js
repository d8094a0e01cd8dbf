import path from 'node:path';
import { layeredPackages, layerOverrides, layers } from '../boundaries.js';
import { locate, onImport } from './location.js';

const EDGE = layers.length - 1;

/** Inside a package, a file imports only its own layer and those to the left of it. */
export const layersRule = {
  meta: {
    type: 'problem',
    docs: { description: 'keep imports inside a package pointing to the left' },
    schema: [{ type: 'object', properties: { root: { type: 'string' } } }],
    messages: {
      rightwards: '{{from}} may not import {{to}}: words <- rules <- ports <- adapters <- services <- edges.',
      noLayer: 'The folder src/{{folder}} is not a layer: see layers in packages/workspace/eslint/boundaries.js.',
    },
  },
  create(context) {
    const { root } = context.options[0];
    const here = locate(context.filename, root);
    if (here?.inSource === undefined || !layeredPackages.includes(here.unit)) return {};
    const rank = rankOf(here.unit, here.inSource);
    if (rank === undefined) {
      const data = { folder: folderOf(here.inSource) };
      return { Program: (node) => context.report({ node, messageId: 'noLayer', data }) };
    }
    return onImport((specifier, node) => {
      if (!specifier.startsWith('.')) return;
      const there = locate(path.resolve(path.dirname(context.filename), specifier), root);
      if (there?.inSource === undefined || there.unit !== here.unit) return;
      const target = rankOf(there.unit, there.inSource);
      if (target === undefined || target <= rank) return;
      context.report({ node, messageId: 'rightwards', data: { from: here.inSource, to: there.inSource } });
    });
  },
};

/** @returns {string | undefined} the first folder under `src`; undefined for a file directly in it. */
function folderOf(inSource) {
  return inSource.includes('/') ? inSource.slice(0, inSource.indexOf('/')) : undefined;
}

function rankOf(unit, inSource) {
  const folder = folderOf(inSource);
  if (folder === undefined) return EDGE;
  const name = layerOverrides[unit]?.[folder] ?? folder;
  const rank = layers.findIndex((names) => names.includes(name));
  return rank === -1 ? undefined : rank;
}
