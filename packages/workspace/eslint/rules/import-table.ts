import type { Rule } from 'eslint';
import { importedByNobody, importTable, neutralEntryOnly } from '../boundaries.ts';
import { locate, onImport, resolveFrom, type Location } from './location.ts';

interface Finding {
  readonly messageId: string;
  readonly data?: Record<string, string>;
}

/** Who may import whom, among the packages of this workspace. */
export const importTableRule: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'keep imports between packages to the table in boundaries.ts' },
    schema: [{ type: 'object', properties: { scope: { type: 'string' }, root: { type: 'string' } } }],
    messages: {
      notAllowed: '{{unit}} may not import {{target}}: see importTable in packages/workspace/eslint/boundaries.ts.',
      nobody: 'Nobody imports {{target}}: start it instead.',
      unlisted: '{{unit}} has no row in importTable (packages/workspace/eslint/boundaries.ts).',
      byPath: 'This reaches out of the package by path: import the other package by its name.',
      neutralOnly: '{{unit}} may import the neutral entry of {{target}} alone, not {{entry}}.',
    },
  },
  create(context) {
    const { scope, root } = context.options[0] as { scope: string; root: string };
    const here = locate(context.filename, root);
    if (here === undefined) return {};
    return onImport((specifier, node) => {
      const finding = specifier.startsWith('.')
        ? judgePath(here, locate(resolveFrom(context.filename, specifier), root))
        : judgeName(here, specifier, scope);
      if (finding !== undefined) context.report({ node, ...finding });
    });
  },
};

/** Tests and configuration may use files elsewhere: it is what ships that must go through the entries. */
function judgePath(here: Location, there: Location | undefined): Finding | undefined {
  const leaves = here.inSource !== undefined && there?.unit !== here.unit;
  return leaves ? { messageId: 'byPath' } : undefined;
}

function judgeName(here: Location, specifier: string, scope: string): Finding | undefined {
  if (!specifier.startsWith(`${scope}/`)) return undefined;
  const [target = '', entry] = specifier.slice(scope.length + 1).split('/');
  const { unit } = here;
  if (target === unit) return undefined;
  if (importedByNobody.includes(target)) return { messageId: 'nobody', data: { target } };
  if (here.inSource === undefined) return undefined;
  const row = importTable[unit];
  if (row === undefined) return { messageId: 'unlisted', data: { unit } };
  if (row !== '*' && !row.includes(target)) return { messageId: 'notAllowed', data: { unit, target } };
  if (entry !== undefined && neutralEntryOnly[unit]?.includes(target) === true) {
    return { messageId: 'neutralOnly', data: { unit, target, entry } };
  }
  return undefined;
}
