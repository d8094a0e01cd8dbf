import path from 'node:path';
import type { Rule } from 'eslint';

const PLACE = /^(packages|extensions)\/([^/]+)\/(?:src\/(.+))?/;

/** Where a file stands in the workspace. */
export interface Location {
  /** The package as the import table names it: `core`, `extensions/wicketgate`. */
  readonly unit: string;
  /** The path under the package's `src`; undefined for tests, configuration and scripts. */
  readonly inSource: string | undefined;
}

/** Tells where a file stands; undefined outside every package. Both paths are absolute. */
export function locate(filename: string, root: string): Location | undefined {
  const [, kind, name, inSource] = PLACE.exec(path.relative(root, filename).replaceAll('\\', '/')) ?? [];
  if (name === undefined) return undefined;
  return { unit: kind === 'extensions' ? `extensions/${name}` : name, inSource };
}

/** The absolute path that a relative specifier means. */
export function resolveFrom(filename: string, specifier: string): string {
  return path.resolve(path.dirname(filename), specifier);
}

/** Calls back for every module that a file names: imports, re-exports, dynamic and type imports. */
export function onImport(visit: (specifier: string, node: Rule.Node) => void): Rule.RuleListener {
  const take = (node: Rule.Node): void => {
    const source: unknown = 'source' in node ? node.source : undefined;
    const literal = isTypeLiteral(source) ? source.literal : source;
    if (isTextLiteral(literal)) visit(literal.value, node);
  };
  return {
    ImportDeclaration: take,
    ExportNamedDeclaration: take,
    ExportAllDeclaration: take,
    ImportExpression: take,
    TSImportType: take,
  };
}

function isTextLiteral(node: unknown): node is { value: string } {
  return typeof node === 'object' && node !== null && 'value' in node && typeof node.value === 'string';
}

function isTypeLiteral(node: unknown): node is { literal: unknown } {
  return typeof node === 'object' && node !== null && 'literal' in node;
}
