const PLACE = /(?:^|\/)(packages|extensions)\/([^/]+)\/(?:src\/(.+))?/;

/**
 * Where a file stands in the workspace.
 *
 * @param {string} filename absolute path.
 * @param {string} root absolute path of the workspace.
 * @returns {{ unit: string, inSource: string | undefined } | undefined} `unit` is the package's name in the import table;
 *   `inSource` the path under its `src`, undefined for tests, configuration and scripts.
 */
export function locate(filename, root) {
  const relative = filename.replaceAll('\\', '/').slice(root.length).replace(/^\//, '');
  const match = PLACE.exec(relative);
  if (match === null || match.index !== 0) return undefined;
  const [, kind, name, inSource] = match;
  return { unit: kind === 'extensions' ? `extensions/${name}` : String(name), inSource };
}

/** @typedef {{ value: string, node: import('eslint').Rule.Node }} Import */

/**
 * A visitor that calls back for every module that a file names: imports, re-exports, dynamic and type imports.
 *
 * @param {(specifier: string, node: any) => void} visit
 * @returns {import('eslint').Rule.RuleListener}
 */
export function onImport(visit) {
  const take = (/** @type {any} */ node) => {
    const source = node.source?.type === 'TSLiteralType' ? node.source.literal : node.source;
    if (typeof source?.value === 'string') visit(source.value, source);
  };
  return {
    ImportDeclaration: take,
    ExportNamedDeclaration: take,
    ExportAllDeclaration: take,
    ImportExpression: take,
    TSImportType: take,
  };
}
