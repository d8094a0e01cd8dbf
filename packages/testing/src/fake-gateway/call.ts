import type { Caller } from './credentials.ts';

/** What a handler works with: parsed parts in camelCase, and who calls where the endpoint wants a credential. */
export interface Call {
  readonly params: { readonly id: string };
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly caller: Caller | undefined;
  readonly now: number;
}

/** Answers in camelCase; the caller maps them to the wire. */
export type Handler = (call: Call) => unknown;

export function callerOf(call: Call): Caller {
  if (!call.caller) throw new TypeError('This endpoint was mounted without a check of credentials.');
  return call.caller;
}
