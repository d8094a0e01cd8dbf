import type { JsonObject } from '../../words/tool.ts';
import { capText, cleanLine, isClean } from '../exposure/clean-text.ts';
import { isPlainObject } from '../option-checks.ts';

/** Something that a result speaks of, by its URI. */
export interface Citation {
  readonly uri: string;
  readonly name?: string;
  readonly title?: string;
  readonly mime_type?: string;
}

/** Code units. */
const LONGEST_URI = 8_192;
const LONGEST_TEXT = 512;
/** RFC 3986, section 3.1. */
const ABSOLUTE = /^([a-z][a-z0-9+.-]*):[^\s]+$/i;
/** Whoever shows a citation makes a link of it, and these would run or hold what the server wrote. */
const NO_PLACES: readonly string[] = ['javascript', 'vbscript', 'data', 'blob'];

/**
 * The links to resources and the embedded resources of a result, each URI once, in their order. What is no absolute URI, or has
 * hidden characters in it, is left out, because cleaned it would be another; names are cleaned. `own`: the link to the whole of a
 * result that was cut, which is no source of it.
 */
export function citationsOf(content: readonly JsonObject[], own: string | undefined): readonly Citation[] {
  const byUri = new Map<string, Citation>();
  for (const block of content) {
    const cited = citedBy(block);
    const uri = cited?.['uri'];
    if (cited === undefined || !isPlace(uri) || uri === own || byUri.has(uri)) continue;
    const { name, title, mimeType } = cited;
    byUri.set(uri, { uri, ...textOf('name', name), ...textOf('title', title), ...textOf('mime_type', mimeType) });
  }
  return [...byUri.values()];
}

function citedBy({ type, resource, ...link }: JsonObject): JsonObject | undefined {
  if (type === 'resource_link') return link;
  return type === 'resource' && isPlainObject(resource) ? resource : undefined;
}

function isPlace(uri: unknown): uri is string {
  if (typeof uri !== 'string' || uri.length > LONGEST_URI || !isClean(uri)) return false;
  const [, scheme] = ABSOLUTE.exec(uri) ?? [];
  return scheme !== undefined && !NO_PLACES.includes(scheme.toLowerCase());
}

function textOf(key: 'name' | 'title' | 'mime_type', value: unknown): Partial<Citation> {
  const text = typeof value === 'string' ? cleanLine(capText(value, LONGEST_TEXT)) : '';
  return text === '' ? {} : { [key]: text };
}
