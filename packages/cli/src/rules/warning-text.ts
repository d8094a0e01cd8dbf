import type { LogFields } from '@wicketgate/core';
import { cleanText } from './clean-text.ts';

/** A warning of the client's log as a sentence for people: what does not work, and why where it is known. */
export function warningText({ error, flaw }: LogFields, message: string): string {
  const cause = messageOf(error) ?? (typeof flaw === 'string' ? flaw : undefined);
  const sentence = cleanText(cause === undefined ? message : `${message}: ${cause}`);
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${sentence.endsWith('.') ? '' : '.'}`;
}

/** Errors reach the log as plain facts, after the redactor. */
function messageOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  return typeof error.message === 'string' ? error.message : undefined;
}
