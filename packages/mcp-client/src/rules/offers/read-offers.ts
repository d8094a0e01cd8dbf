import { toolId, toolWireName } from '@wicketgate/contract';
import type {
  PromptArgument,
  ResourceAnnotations,
  ServerPrompt,
  ServerResource,
  ServerResourceTemplate,
} from '../../words/offers.ts';
import { cleanLine, cleanText, isClean } from '../exposure/clean-text.ts';
import { isPlainObject } from '../option-checks.ts';

/** Code units of a name, as of a tool's. */
const LONGEST_NAME = 512;
/** Code units of a URI. Some hold a whole query. */
const LONGEST_URI = 8_192;
/** Code units of a text. What is longer is cut: it is about something, and is not that thing. */
const LONGEST_TEXT = 65_536;

export type ReadResource = Omit<ServerResource, 'address'>;
export type ReadTemplate = Omit<ServerResourceTemplate, 'addressTemplate'>;

/**
 * What a server listed, entry by entry: one that is called by nothing, or by something with hidden characters in it, is dropped
 * alone. Texts about it are cleaned. Of two that are called alike the first stands.
 */
export function readResources(server: string, entries: readonly unknown[]): readonly ReadResource[] {
  return readEach(entries, (entry) => {
    const { uri, size } = entry;
    if (!isCallable(uri, LONGEST_URI)) return undefined;
    const value = { server, uri, name: shownName(entry, uri), ...textsOf(entry), ...mediaOf(entry) };
    return { key: uri, value: { ...value, ...(isSize(size) && { size }) } };
  });
}

export function readTemplates(server: string, entries: readonly unknown[]): readonly ReadTemplate[] {
  return readEach(entries, (entry) => {
    const { uriTemplate } = entry;
    if (!isCallable(uriTemplate, LONGEST_URI)) return undefined;
    const name = shownName(entry, uriTemplate);
    return { key: uriTemplate, value: { server, uriTemplate, name, ...textsOf(entry), ...mediaOf(entry) } };
  });
}

export function readPrompts(server: string, entries: readonly unknown[]): readonly ServerPrompt[] {
  return readEach(entries, (entry) => {
    const { name } = entry;
    const args = argumentsOf(entry['arguments']);
    if (!isCallable(name, LONGEST_NAME) || args === undefined) return undefined;
    const called = { server, name, id: toolId(server, name), wireName: toolWireName(server, name) };
    return { key: name, value: { ...called, ...textsOf(entry), ...(args.length > 0 && { arguments: args }) } };
  });
}

type Entry = Readonly<Record<string, unknown>>;

function readEach<Value>(
  entries: readonly unknown[],
  read: (entry: Entry) => { readonly key: string; readonly value: Value } | undefined,
): readonly Value[] {
  const values = new Map<string, Value>();
  for (const entry of entries) {
    const found = isPlainObject(entry) ? read(entry) : undefined;
    if (found !== undefined && !values.has(found.key)) values.set(found.key, found.value);
  }
  return [...values.values()];
}

function textsOf({ title, description }: Entry): Pick<ServerResource, 'title' | 'description'> {
  return {
    ...(typeof title === 'string' && { title: cleanLine(title.slice(0, LONGEST_TEXT)) }),
    ...(typeof description === 'string' && { description: cleanText(description.slice(0, LONGEST_TEXT)) }),
  };
}

/** Nobody calls a resource by its name: it need not be dropped for one. */
function shownName({ name }: Entry, otherwise: string): string {
  const shown = typeof name === 'string' ? cleanLine(name.slice(0, LONGEST_NAME)) : '';
  return shown === '' ? otherwise : shown;
}

/** Undefined where one could not be given by its name: the prompt could not be filled in. */
function argumentsOf(given: unknown): readonly PromptArgument[] | undefined {
  const args = (Array.isArray(given) ? given : []).map((entry: unknown) => {
    if (!isPlainObject(entry) || !isCallable(entry['name'], LONGEST_NAME)) return undefined;
    const { name, required } = entry;
    return { name, ...textsOf(entry), ...(typeof required === 'boolean' && { required }) };
  });
  return args.every((arg) => arg !== undefined) ? args : undefined;
}

function mediaOf({ mimeType, annotations }: Entry): Pick<ServerResource, 'mimeType' | 'annotations'> {
  return {
    ...(isCallable(mimeType, LONGEST_NAME) && { mimeType }),
    ...(isPlainObject(annotations) && { annotations: annotationsOf(annotations) }),
  };
}

/** What is not as MCP has it would cost a strict reader the whole list. */
function annotationsOf({ audience, priority, lastModified }: Entry): ResourceAnnotations {
  const isPriority = typeof priority === 'number' && priority >= 0 && priority <= 1;
  return {
    ...(Array.isArray(audience) && {
      audience: (['user', 'assistant'] as const).filter((one) => audience.includes(one)),
    }),
    ...(isPriority && { priority }),
    ...(typeof lastModified === 'string' && DATE_TIME.test(lastModified) && { lastModified }),
  };
}

/** RFC 3339, section 5.6. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** Whether a text can be said back to the server as a person saw it. */
function isCallable(value: unknown, longest: number): value is string {
  if (typeof value !== 'string' || value === '' || value.length > longest) return false;
  return isClean(value) && !/[\n\t]/.test(value);
}
