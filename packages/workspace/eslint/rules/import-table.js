import path from 'node:path';
import { importedByNobody, importTable, neutralEntryOnly } from '../boundaries.js';
import { locate, onImport } from './location.js';

const SCOPED = /^@[^/]+\/([^/]+)(?:\/(.+))?$/;

/** Who may import whom, among the packages of this workspace. */
export const importTableRule = {
  meta: {
    type: 'problem',
    docs: { description: 'keep imports between packages to the table in boundaries.js' },
    schema: [{ type: 'object', properties: { scope: { type: 'string' }, root: { type: 'string' } } }],
    messages: {
      notAllowed: '{{unit}} may not import {{target}}: see importTable in packages/workspace/eslint/boundaries.js.',
      nobody: 'Nobody imports {{target}}: start it instead.',
      unlisted: '{{unit}} has no row in importTable (packages/workspace/eslint/boundaries.js).',
      byPath: 'This reaches into another package by path: import it by its name.',
      neutralOnly: '{{unit}} may import the neutral entry of {{target}} alone, not {{entry}}.',
    },
  },
  create(context) {
    const { scope, root } = context.options[0];
    const here = locate(context.filename, root);
    if (here === undefined) return {};
    return onImport((specifier, node) => {
      const finding = specifier.startsWith('.')
        ? judgePath(here, path.resolve(path.dirname(context.filename), specifier), root)
        : judgeName(here, specifier, scope);
      if (finding !== undefined) context.report({ node, ...finding });
    });
  },
};

/** Tests and configuration may use another package's files: it is what ships that must go through the entries. */
function judgePath(here, file, root) {
  const there = locate(file, root);
  const leaves = here.inSource !== undefined && there?.unit !== here.unit;
  return leaves ? { messageId: 'byPath' } : undefined;
}

function judgeName(here, specifier, scope) {
  const [, target, entry] = specifier.startsWith(`${scope}/`) ? (SCOPED.exec(specifier) ?? []) : [];
  if (target === undefined || target === here.unit) return undefined;
  if (importedByNobody.includes(target)) return { messageId: 'nobody', data: { target } };
  if (here.inSource === undefined) return undefined;
  const row = importTable[here.unit];
  if (row === undefined) return { messageId: 'unlisted', data: { unit: here.unit } };
  if (row !== '*' && !row.includes(target)) return { messageId: 'notAllowed', data: { unit: here.unit, target } };
  if (entry !== undefined && neutralEntryOnly[here.unit]?.includes(target)) {
    return { messageId: 'neutralOnly', data: { unit: here.unit, target, entry } };
  }
  return undefined;
}
