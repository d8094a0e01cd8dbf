import type { Rule } from 'eslint';
import { layeredPackages, layerOverrides, layers } from '../boundaries.ts';
import { locate, onImport, resolveFrom } from './location.ts';

const EDGE = layers.length - 1;

/** Inside a package, a file imports only its own layer and those to the left of it. */
export const layersRule: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'keep imports inside a package pointing to the left' },
    schema: [{ type: 'object', properties: { root: { type: 'string' } } }],
    messages: {
      rightwards: '{{from}} may not import {{to}}: words <- rules <- ports <- adapters <- services <- edges.',
      noLayer: 'The folder src/{{folder}} is not a layer: see layers in packages/workspace/eslint/boundaries.ts.',
    },
  },
  create(context) {
    const { root } = context.options[0] as { root: string };
    const here = locate(context.filename, root);
    if (here?.inSource === undefined || !layeredPackages.includes(here.unit)) return {};
    const { unit, inSource: from } = here;
    const rank = rankOf(unit, from);
    if (rank === undefined) {
      return { Program: (node) => context.report({ node, messageId: 'noLayer', data: { folder: folderOf(from) } }) };
    }
    return onImport((specifier, node) => {
      if (!specifier.startsWith('.')) return;
      const there = locate(resolveFrom(context.filename, specifier), root);
      if (there?.inSource === undefined || there.unit !== unit) return;
      if ((rankOf(unit, there.inSource) ?? rank) <= rank) return;
      context.report({ node, messageId: 'rightwards', data: { from, to: there.inSource } });
    });
  },
};

/** The first folder under `src`; empty for a file directly in it. */
function folderOf(inSource: string): string {
  return inSource.slice(0, Math.max(0, inSource.indexOf('/')));
}

function rankOf(unit: string, inSource: string): number | undefined {
  const folder = folderOf(inSource);
  if (folder === '') return EDGE;
  const name = layerOverrides[unit]?.[folder] ?? folder;
  const rank = layers.findIndex((names) => names.includes(name));
  return rank === -1 ? undefined : rank;
}
