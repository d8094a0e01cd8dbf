import { DETAIL_LEVELS, type DetailLevel } from '../../words/selection.ts';
import type { JsonObject } from '../../words/tool.ts';
import { isJsonObject } from '../json-object.ts';
import { DEFAULT_META_RESULTS, MAX_META_RESULTS } from './meta-tools.ts';

/** Arguments of a model, read; or what is wrong with them, for that model. */
export type Read<Value> =
  { readonly value: Value; readonly flaw: undefined } | { readonly value: undefined; readonly flaw: string };

export interface SearchArguments {
  readonly query: string;
  readonly limit: number;
  readonly detail: DetailLevel;
  readonly servers: readonly string[] | undefined;
}

export interface DescribeArguments {
  readonly names: readonly string[];
  readonly detail: DetailLevel;
}

export interface CallArguments {
  readonly name: string;
  readonly args: JsonObject;
}

/** Collects the first flaw, so that each reader stays one expression. */
class Reader {
  readonly #args: JsonObject;
  flaw: string | undefined;

  constructor(args: JsonObject) {
    this.#args = args;
  }

  text(field: string): string {
    const value = this.#args[field];
    if (typeof value === 'string' && value.trim() !== '') return value;
    return this.#refuse('', `\`${field}\` must be a text that is not empty.`);
  }

  detail(fallback: DetailLevel): DetailLevel {
    const value = this.#args['detail'] ?? fallback;
    const known = DETAIL_LEVELS.find((level) => level === value);
    return known ?? this.#refuse(fallback, `\`detail\` must be one of: ${DETAIL_LEVELS.join(', ')}.`);
  }

  /** More than the most is the most: a model that asks for 100 wants many. */
  limit(): number {
    const value = this.#args['limit'] ?? DEFAULT_META_RESULTS;
    if (Number.isInteger(value) && Number(value) >= 1) return Math.min(Number(value), MAX_META_RESULTS);
    return this.#refuse(1, `\`limit\` must be a whole number from 1 to ${MAX_META_RESULTS}.`);
  }

  /** One name alone is a list of one. */
  names(field: string): readonly string[] {
    const value = this.#args[field];
    const names: readonly unknown[] = Array.isArray(value) ? value : [value];
    const texts = names.filter((name) => typeof name === 'string');
    if (texts.length === names.length && texts.length > 0 && texts.length <= MAX_META_RESULTS) return texts;
    return this.#refuse([], `\`${field}\` must be a list of 1 to ${MAX_META_RESULTS} names.`);
  }

  servers(): readonly string[] | undefined {
    const value = this.#args['servers'] ?? undefined;
    return value === undefined || (Array.isArray(value) && value.length === 0) ? undefined : this.names('servers');
  }

  /** Some models write the object as a text that holds its JSON. */
  object(field: string): JsonObject {
    const value = this.#args[field] ?? {};
    const parsed = typeof value === 'string' ? parsedJson(value) : value;
    return isJsonObject(parsed) ? parsed : this.#refuse({}, `\`${field}\` must be an object.`);
  }

  end<Value>(value: Value): Read<Value> {
    return this.flaw === undefined ? { value, flaw: undefined } : { value: undefined, flaw: this.flaw };
  }

  #refuse<Value>(instead: Value, flaw: string): Value {
    this.flaw ??= flaw;
    return instead;
  }
}

function parsedJson(text: string): unknown {
  try {
    return text.trim() === '' ? {} : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

export function readSearch(args: JsonObject): Read<SearchArguments> {
  const reader = new Reader(args);
  return reader.end({
    query: reader.text('query'),
    limit: reader.limit(),
    detail: reader.detail('summary'),
    servers: reader.servers(),
  });
}

export function readDescribe(args: JsonObject): Read<DescribeArguments> {
  const reader = new Reader(args);
  return reader.end({ names: reader.names('names'), detail: reader.detail('full') });
}

export function readCall(args: JsonObject): Read<CallArguments> {
  const reader = new Reader(args);
  return reader.end({ name: reader.text('name'), args: reader.object('arguments') });
}
