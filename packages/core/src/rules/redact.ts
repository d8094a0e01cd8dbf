import { DEFAULT_BRAND } from '@wicketgate/contract';
import { Secret } from '../words/secret.ts';
import { createTextRedactor } from './redact-text.ts';
import { isSensitiveName, mayBeCount } from './sensitive-names.ts';

const MAX_DEPTH = 8;
const MAX_ITEMS = 1_000;
const REDACTED = '[redacted]';
const CUT = '[cut]';

export interface RedactorOptions {
  /** Brands of keys to hide wherever they stand in a text. Default `['wg']`. */
  readonly brands?: readonly string[];
  /** Further patterns to hide, for instance the shapes of imported foreign keys. Default none. */
  readonly extra?: readonly RegExp[];
}

/** Answers a plain copy of a value that is fit for a log: same outline, no secrets. Never throws. */
export type Redactor = (value: unknown) => unknown;

/** What is left of the walk: it ends by itself on cycles, on depth 8 and after 1,000 values of any kind. */
interface Walk {
  readonly text: (text: string) => string;
  readonly ancestors: readonly object[];
  readonly budget: { left: number };
}

/**
 * A redactor for logs and error reports. It walks objects, arrays, maps, errors (with message, stack and cause), headers
 * and URLs; hides members with sensitive names, `Secret`s, and keys, tokens, URL credentials and query values inside any
 * text. Cycles, depth and size are bounded: 8 levels, 1,000 values, 16,384 characters a text.
 */
export function createRedactor(options: RedactorOptions = {}): Redactor {
  const text = createTextRedactor({ brands: options.brands ?? [DEFAULT_BRAND], extra: options.extra ?? [] });
  return (value) => redactValue(value, { text, ancestors: [], budget: { left: MAX_ITEMS } });
}

function redactValue(value: unknown, walk: Walk): unknown {
  if (walk.budget.left-- <= 0) return CUT;
  if (typeof value === 'string') return walk.text(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function') return '[function]';
  if (typeof value === 'symbol') return walk.text(value.toString());
  if (typeof value !== 'object' || value === null) return value;
  if (walk.ancestors.includes(value)) return '[circular]';
  if (walk.ancestors.length >= MAX_DEPTH) return CUT;
  try {
    return redactObject(value, { ...walk, ancestors: [...walk.ancestors, value] });
  } catch {
    // A getter or a proxy that throws must not take the log line with it.
    return '[unreadable]';
  }
}

function redactObject(value: object, walk: Walk): unknown {
  if (value instanceof Secret) return value.toString();
  // Its members are its characters, one by one.
  if (value instanceof String) return walk.text(value.valueOf());
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return walk.text(value.href);
  if (value instanceof Error) return redactError(value, walk);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (value instanceof Headers || value instanceof Map) return redactEntries([...value.entries()], walk);
  if (Array.isArray(value) || value instanceof Set) return redactItems([...value], walk);
  return redactEntries(Object.entries(value), walk);
}

function redactItems(items: readonly unknown[], walk: Walk): unknown[] {
  const within = items.slice(0, Math.max(0, walk.budget.left));
  const rest = within.length < items.length ? [CUT] : [];
  return [...within.map((item) => redactValue(item, walk)), ...rest];
}

function redactEntries(entries: readonly (readonly [unknown, unknown])[], walk: Walk): Record<string, unknown> {
  const within = entries.slice(0, Math.max(0, walk.budget.left));
  const rest = within.length < entries.length ? [[CUT, entries.length - within.length]] : [];
  const shown = within.map(([key, member]) => {
    const name = typeof key === 'string' ? key : String(redactValue(key, walk));
    return [walk.text(name), redactMember(name, member, walk)];
  });
  return Object.fromEntries([...shown, ...rest]) as Record<string, unknown>;
}

function redactMember(name: string, member: unknown, walk: Walk): unknown {
  if (member === null || member === undefined || typeof member === 'boolean') return member;
  if (!isSensitiveName(name) || (typeof member === 'number' && mayBeCount(name))) return redactValue(member, walk);
  return member instanceof Secret ? member.toString() : REDACTED;
}

function redactError(error: Error, walk: Walk): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  return {
    type: walk.text(name),
    message: walk.text(message),
    ...(stack !== undefined && { stack: walk.text(stack) }),
    ...redactEntries(
      Object.entries(error).filter(([member]) => !['name', 'message', 'stack', 'cause'].includes(member)),
      walk,
    ),
    ...(error instanceof AggregateError && { errors: redactValue(error.errors, walk) }),
    ...(cause !== undefined && { cause: redactValue(cause, walk) }),
  };
}
