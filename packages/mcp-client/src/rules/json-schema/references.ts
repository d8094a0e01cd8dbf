import type { JsonObject } from '../../words/tool.ts';
import { SCHEMA_LISTS, SCHEMA_TABLES, SCHEMAS } from '../exposure/schema-keywords.ts';
import { isJsonObject } from '../json-object.ts';

/** Where a schema without an `$id` is taken to stand. */
const NOWHERE = 'schema:/';
/** Characters of an address. What is relative to it repeats most of it, as often as a schema likes: longer ones lead nowhere. */
const MAX_ADDRESS = 2_000;
/** Keywords that hold schemas, those of earlier drafts among them. */
const HOLDERS: readonly string[] = [...SCHEMAS, ...SCHEMA_LISTS, 'additionalItems'];
const TABLES: readonly string[] = [...SCHEMA_TABLES, 'dependencies'];

/** Where the references of one schema lead (JSON Schema 2020-12, section 8.2). */
export class References {
  readonly #root: JsonObject;
  /** What the references within a schema are relative to. */
  readonly #bases = new Map<JsonObject, string>();
  readonly #resources = new Map<string, JsonObject>();
  readonly #anchors = new Map<string, JsonObject>();

  /** Expects a schema whose depth has been looked at. */
  constructor(root: JsonObject) {
    this.#root = root;
    this.#resources.set(NOWHERE, root);
    this.#enter(root, NOWHERE);
  }

  /** `elsewhere`: to another document, which nobody follows. Undefined: nowhere, or to what is no schema. */
  find(reference: string, from: JsonObject): JsonObject | boolean | 'elsewhere' | undefined {
    const address = addressOf(reference, this.#bases.get(from) ?? this.#bases.get(this.#root) ?? NOWHERE);
    if (address === undefined) return undefined;
    const { resource, fragment } = address;
    const document = this.#resources.get(resource);
    if (document === undefined) return 'elsewhere';
    const isPointer = fragment === '' || fragment.startsWith('/');
    const target = isPointer ? pointed(document, fragment) : this.#anchors.get(`${resource}#${fragment}`);
    return isJsonObject(target) || typeof target === 'boolean' ? target : undefined;
  }

  #enter(schema: unknown, base: string): void {
    if (Array.isArray(schema)) for (const each of schema) this.#enter(each, base);
    if (!isJsonObject(schema)) return;
    const { $id: id, $anchor: anchor, $dynamicAnchor: dynamicAnchor } = schema;
    const address = typeof id === 'string' ? addressOf(id, base) : undefined;
    const own = address?.resource ?? base;
    if (own !== base) this.#resources.set(own, schema);
    this.#bases.set(schema, own);
    // Before 2019-09 an `$id` of a fragment alone was what is an `$anchor` now.
    for (const name of [address?.fragment, anchor, dynamicAnchor]) {
      if (typeof name === 'string' && name !== '') this.#anchors.set(`${own}#${name}`, schema);
    }
    for (const inner of within(schema)) this.#enter(inner, own);
  }
}

function within(schema: JsonObject): readonly unknown[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (HOLDERS.includes(keyword)) return [value];
    return TABLES.includes(keyword) && isJsonObject(value) ? Object.values(value) : [];
  });
}

function addressOf(reference: string, base: string) {
  try {
    const url = new URL(reference, base);
    const fragment = decodeURIComponent(url.hash.slice(1));
    url.hash = '';
    return url.href.length > MAX_ADDRESS ? undefined : { resource: url.href, fragment };
  } catch {
    return undefined;
  }
}

/** RFC 6901. */
function pointed(document: JsonObject, pointer: string): unknown {
  let value: unknown = document;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as JsonObject)[name];
  }
  return value;
}
