import * as z from 'zod/mini';
import { Secret } from '@wicketgate/core';
import type { StoredName } from './session-record.ts';

/** A sign-in that was begun in a browser, as the window keeps it that the browser does not come back to. */
export interface BrowserAttempt {
  /** Base URL of the gateway. */
  readonly url: string;
  /** What the browser must bring back. */
  readonly state: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** What the tokens are asked for with. */
  readonly record: Secret;
}

const attemptSchema = z.strictObject({
  v: z.literal(1),
  url: z.string(),
  state: z.string().check(z.minLength(16)),
  expiresAt: z.number(),
  record: z.string().check(z.minLength(1)),
});

/** The name of the secret that holds the attempt: one for each account and origin. */
export function attemptNameOf({ id, account, origin }: StoredName): string {
  return `${id}.attempt.v1:${account}@${origin}`;
}

/** The attempt as one line of text for SecretStorage. */
export function formatAttempt({ url, state, expiresAt, record }: BrowserAttempt): string {
  return JSON.stringify({ v: 1, url, state, expiresAt, record: record.reveal() });
}

/** Reads what SecretStorage answers; undefined for whatever this version did not write. */
export function parseAttempt(text: string | undefined): BrowserAttempt | undefined {
  if (text === undefined) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = attemptSchema.safeParse(document);
  if (data === undefined) return undefined;
  const { url, state, expiresAt, record } = data;
  return { url, state, expiresAt, record: new Secret(record) };
}

/** The `state` of an address that a browser came back with; undefined when it has none, or more than one. */
export function stateOfAnswer(address: URL): string | undefined {
  const states = address.searchParams.getAll('state');
  return states.length === 1 ? states[0] : undefined;
}
