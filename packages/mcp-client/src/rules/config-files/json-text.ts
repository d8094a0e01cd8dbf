import { type Node, type ParseError, parseTree } from 'jsonc-parser';

/** A value of a file, and where it stands. */
export interface JsonPlace {
  readonly node: Node;
  /** `servers.github`; empty for the document. */
  readonly path: string;
  /** Where the member begins, in characters from the start of the text. */
  readonly offset: number;
  /** The whole text. */
  readonly source: string;
}

export type JsonText =
  { readonly ok: true; readonly root: JsonPlace } | { readonly ok: false; readonly line: number; readonly why: string };

/** JSON with comments and trailing commas, as editors write it. A byte order mark is passed over. */
export function parseJsonText(text: string): JsonText {
  const errors: ParseError[] = [];
  const source = text.replace(/^\ufeff/, '');
  const node = parseTree(source, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) return { ok: false, line: lineAt(source, error.offset), why: 'It is not valid JSON.' };
  if (node?.type !== 'object') return { ok: false, line: 1, why: 'It is not a JSON object.' };
  return { ok: true, root: { node, path: '', offset: node.offset, source } };
}

/** Line of a place, from 1. */
export function lineOf({ source, offset }: JsonPlace): number {
  return lineAt(source, offset);
}

/** The members of an object, in order; undefined for anything else. */
export function membersOf({ node, path, source }: JsonPlace): readonly (readonly [string, JsonPlace])[] | undefined {
  if (node.type !== 'object') return undefined;
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) => {
    if (key === undefined || value === undefined) return [];
    const name = String(key.value);
    const place = { node: value, path: path === '' ? name : `${path}.${name}`, offset: key.offset, source };
    return [[name, place] as const];
  });
}

/** A member by its name: the last, as every parser has it. */
export function memberOf(place: JsonPlace, name: string): JsonPlace | undefined {
  return membersOf(place)?.findLast(([other]) => other === name)?.[1];
}

/** The items of a list; undefined for anything else. */
export function itemsOf({ node, path, source }: JsonPlace): readonly JsonPlace[] | undefined {
  if (node.type !== 'array') return undefined;
  return (node.children ?? []).map((item, at) => ({
    node: item,
    path: `${path}.${at}`,
    offset: item.offset,
    source,
  }));
}

/** The text of a string; undefined for anything else. */
export function textOf({ node }: JsonPlace): string | undefined {
  return node.type === 'string' ? String(node.value) : undefined;
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
