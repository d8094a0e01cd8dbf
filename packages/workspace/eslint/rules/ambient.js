/** Names that are ambient in whatever way they are used. */
const WHOLE = ['fetch', 'console', 'setTimeout', 'setInterval', 'setImmediate', 'localStorage', 'sessionStorage'];

/** Names of which only some members are ambient. `platform`, `pid` and `versions` of a process do not change. */
const MEMBERS = {
  Date: ['now'],
  Math: ['random'],
  performance: ['now', 'timeOrigin'],
  crypto: ['getRandomValues', 'randomUUID'],
  AbortSignal: ['timeout'],
  process: ['env', 'argv', 'exit', 'exitCode', 'stdin', 'stdout', 'stderr', 'cwd', 'hrtime', 'uptime', 'on', 'once'],
};

/** Time, chance, network, environment and terminal come in as parameters; composition roots alone take the platform's. */
export const ambientRule = {
  meta: {
    type: 'problem',
    docs: { description: 'refuse the ambient clock, chance, fetch, timers, environment and console' },
    schema: [],
    messages: {
      ambient:
        '{{name}} is ambient: take it as a parameter. The platform is taken up in src/bin.ts, src/node.ts and ' +
        'src/adapters/system-*.ts alone (compositionRoots in packages/workspace/eslint/boundaries.js).',
    },
  },
  create(context) {
    return {
      'Program:exit'() {
        for (const { identifier, base } of globalUses(context.sourceCode.scopeManager.globalScope)) {
          const name = ambientName(identifier, base);
          if (name !== undefined) context.report({ node: identifier, messageId: 'ambient', data: { name } });
        }
      },
    };
  },
};

/** Every value use of a name that no file declares, with `globalThis.` seen through. */
function globalUses(scope) {
  const declaredByPlatform = scope.variables.filter((variable) => variable.defs.length === 0);
  const references = [...scope.through, ...declaredByPlatform.flatMap((variable) => variable.references)];
  return references
    .filter((reference) => reference.isValueReference !== false && reference.identifier.parent.type !== 'TSTypeQuery')
    .flatMap(({ identifier }) =>
      identifier.name === 'globalThis' ? throughGlobalThis(identifier) : [{ identifier, base: identifier.name }],
    );
}

function throughGlobalThis(identifier) {
  return namesTakenFrom(identifier).map(({ name, node }) => ({ identifier: node, base: name }));
}

function ambientName(node, base) {
  if (WHOLE.includes(base)) return base;
  if (base === 'Date' && readsTheClock(node)) return 'new Date()';
  const taken = namesTakenFrom(node).find(({ name }) => MEMBERS[base]?.includes(name));
  return taken && `${base}.${taken.name}`;
}

/** `new Date()` and `Date()`: without arguments both are the time of the call. */
function readsTheClock({ parent, ...node }) {
  if (parent.type === 'CallExpression') return parent.callee.range[0] === node.range[0];
  return parent.type === 'NewExpression' && parent.arguments.length === 0 && parent.callee.range[0] === node.range[0];
}

/** The members that are read off a node: by a dot, by a literal index, or by destructuring. */
function namesTakenFrom(node) {
  const { parent } = node;
  if (parent.type === 'MemberExpression' && parent.object === node) {
    const name = parent.computed ? parent.property.value : parent.property.name;
    return typeof name === 'string' ? [{ name, node: parent }] : [];
  }
  if (parent.type === 'VariableDeclarator' && parent.init === node && parent.id.type === 'ObjectPattern') {
    return parent.id.properties.map((property) => ({ name: property.key?.name, node: property }));
  }
  return [];
}
