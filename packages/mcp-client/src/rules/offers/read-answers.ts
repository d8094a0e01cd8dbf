import type { Completion, PromptAnswer } from '../../words/offers.ts';
import type { JsonObject } from '../../words/tool.ts';
import { isPlainObject } from '../option-checks.ts';

/** What a resource holds, as it came; undefined for what is no answer to that (MCP, server/resources). */
export function readContents({ contents }: JsonObject): readonly JsonObject[] | undefined {
  const isContent = (entry: unknown) =>
    isPlainObject(entry) &&
    typeof entry['uri'] === 'string' &&
    (typeof entry['text'] === 'string' || typeof entry['blob'] === 'string');
  return Array.isArray(contents) && contents.every(isContent) ? (contents as readonly JsonObject[]) : undefined;
}

/** The messages of a prompt (MCP, server/prompts). */
export function readMessages({ description, messages }: JsonObject): Omit<PromptAnswer, 'prompt'> | undefined {
  const isMessage = (entry: unknown) =>
    isPlainObject(entry) && ['user', 'assistant'].includes(entry['role'] as string) && isPlainObject(entry['content']);
  if (!Array.isArray(messages) || !messages.every(isMessage)) return undefined;
  return {
    description: typeof description === 'string' ? description : undefined,
    messages: messages as readonly JsonObject[],
  };
}

/** MCP allows no more (server/utilities/completion). */
const MOST_VALUES = 100;

export function readCompletion({ completion }: JsonObject): Completion | undefined {
  if (!isPlainObject(completion) || !Array.isArray(completion['values'])) return undefined;
  const { values, total, hasMore } = completion as { readonly [name: string]: unknown; readonly values: unknown[] };
  const texts = values.filter((value) => typeof value === 'string');
  return {
    values: texts.slice(0, MOST_VALUES),
    ...(Number.isSafeInteger(total) && { total: total as number }),
    ...(texts.length > MOST_VALUES ? { hasMore: true } : typeof hasMore === 'boolean' && { hasMore }),
  };
}
