import type { Rule, Scope } from 'eslint';

/** Names that are ambient in whatever way they are used. */
const WHOLE = ['fetch', 'console', 'setTimeout', 'setInterval', 'setImmediate', 'localStorage', 'sessionStorage'];

/** Names of which only some members are ambient. `platform`, `pid` and `versions` of a process do not change. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Date: ['now'],
  Math: ['random'],
  performance: ['now', 'timeOrigin'],
  crypto: ['getRandomValues', 'randomUUID'],
  AbortSignal: ['timeout'],
  process: ['env', 'argv', 'exit', 'exitCode', 'stdin', 'stdout', 'stderr', 'cwd', 'hrtime', 'uptime', 'on', 'once'],
};

type Node = Exclude<Rule.Node, { type: 'Program' }>;

/** A use of a name that no file declares: `base` is that name, `node` where its members are taken from. */
interface GlobalUse {
  readonly base: string;
  readonly node: Node;
}

/** Time, chance, network, environment and terminal come in as parameters; composition roots alone take the platform's. */
export const ambientRule: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'refuse the ambient clock, chance, fetch, timers, environment and console' },
    schema: [],
    messages: {
      ambient:
        '{{name}} is ambient: take it as a parameter. The platform is taken up in src/bin.ts, src/node.ts and ' +
        'src/adapters/system-*.ts alone (compositionRoots in packages/workspace/eslint/boundaries.ts).',
    },
  },
  create(context) {
    return {
      'Program:exit'() {
        for (const use of globalUses(context.sourceCode.scopeManager.globalScope)) {
          const name = ambientName(use);
          if (name !== undefined) context.report({ node: use.node, messageId: 'ambient', data: { name } });
        }
      },
    };
  },
};

function globalUses(scope: Scope.Scope | null): GlobalUse[] {
  if (scope === null) return [];
  const ofPlatform = scope.variables.filter((variable) => variable.defs.length === 0);
  return [...scope.through, ...ofPlatform.flatMap((variable) => variable.references)]
    .map((reference) => reference.identifier as Extract<Node, { type: 'Identifier' }>)
    .filter((identifier) => !isType(identifier))
    .flatMap((node) => (node.name === 'globalThis' ? throughGlobalThis(node) : [{ base: node.name, node }]));
}

function throughGlobalThis(node: Node): GlobalUse[] {
  return taken(node).map(({ name, at }) => ({ base: name, node: at }));
}

/** `typeof fetch` and the like name a type: nothing runs. */
function isType(node: Node): boolean {
  return node.parent.type.startsWith('TS') && !['TSAsExpression', 'TSNonNullExpression'].includes(node.parent.type);
}

function ambientName({ base, node }: GlobalUse): string | undefined {
  if (WHOLE.includes(base)) return base;
  if (base === 'Date' && readsTheClock(node)) return 'new Date()';
  const members = MEMBERS[base] ?? [];
  const member = taken(node).find(({ name }) => members.includes(name));
  return member && `${base}.${member.name}`;
}

/** `new Date()`, and `Date()` with whatever arguments, are the time of the call. */
function readsTheClock(node: Node): boolean {
  const { parent } = node;
  if (parent.type === 'CallExpression') return parent.callee === node;
  return parent.type === 'NewExpression' && parent.callee === node && parent.arguments.length === 0;
}

/** The members that are read off a node: by a dot, by a literal index, or by destructuring. */
function taken(node: Node): { name: string; at: Node }[] {
  const { parent } = node;
  if (parent.type === 'MemberExpression' && parent.object === node) {
    const name = nameOf(parent.property);
    return name === undefined ? [] : [{ name, at: parent }];
  }
  if (parent.type !== 'VariableDeclarator' || parent.init !== node || parent.id.type !== 'ObjectPattern') return [];
  return parent.id.properties.flatMap((property) => {
    const name = property.type === 'Property' ? nameOf(property.key) : undefined;
    return name === undefined ? [] : [{ name, at: property as Node }];
  });
}

function nameOf(key: { type: string; name?: string; value?: unknown }): string | undefined {
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : key.name;
}
