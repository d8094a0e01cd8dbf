import { MAX_CREDENTIAL_LENGTH } from '@wicketgate/contract';
import { Secret } from '@wicketgate/core';
import * as z from 'zod/mini';
import { LATEST_CHANGE } from './next-change.ts';

/** Whose session it is: one account of an extension at one origin, so that no gateway is shown the key of another. */
export interface SessionPlace {
  readonly account: string;
  /** `https://host` or `https://host:port`. */
  readonly origin: string;
}

/** A key that a person entered. */
export interface HeldKey {
  readonly apiKey: Secret;
}

/** A sign-in. Its tokens are kept elsewhere, sealed with this key: 43 base64url characters, 256 bits. */
export interface HeldSignIn {
  readonly tokensKey: Secret;
  /** Base URL of the gateway, where the sign-in is ended. */
  readonly url: string;
}

/** The session of the `wicketgate` command: the program that the person agreed to have asked for its tokens. */
export interface HeldCommand {
  /** Absolute path. */
  readonly command: string;
  /** The name of the machine on which the person agreed: windows of several machines may share their secrets. */
  readonly machine: string;
}

/** What a person signed in with. */
export type Held = HeldKey | HeldSignIn | HeldCommand;

/** That a person signed in, and with what. */
export type SignedInSession = SessionPlace &
  Held & {
    /** Milliseconds since 1970; later than every change known to the window that made it. */
    readonly changedAt: number;
  };

/** That a person signed out. Kept, so that a window that still holds the key knows that its session is the older one. */
export interface SignedOutSession extends SessionPlace {
  readonly changedAt: number;
  readonly signedOut: true;
}

export type SessionRecord = SignedInSession | SignedOutSession;

/** Characters; longer than any system allows. */
const LONGEST_PATH = 32_768;

const common = {
  v: z.literal(1),
  account: z.string(),
  origin: z.string(),
  changedAt: z.int().check(z.minimum(0), z.maximum(LATEST_CHANGE)),
};

// Strict: a record with a key and a mark is neither.
const recordSchema = z.union([
  z.strictObject({ ...common, apiKey: z.string().check(z.minLength(1), z.maxLength(MAX_CREDENTIAL_LENGTH)) }),
  z.strictObject({ ...common, tokensKey: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)), url: z.string() }),
  z.strictObject({
    ...common,
    command: z.string().check(z.minLength(1), z.maxLength(LONGEST_PATH)),
    machine: z.string().check(z.maxLength(LONGEST_PATH)),
  }),
  z.strictObject({ ...common, signedOut: z.literal(true) }),
]);

/** Whether somebody is signed in. */
export function isSignedIn(session: SessionRecord): session is SignedInSession {
  return !('signedOut' in session);
}

/** Whether two sessions stand on the same tokens. */
export function isSameSignIn(one: SignedInSession | undefined, other: SignedInSession | undefined): boolean {
  const [key, otherKey] = [one, other].map((session) =>
    session && 'tokensKey' in session ? session.tokensKey.reveal() : undefined,
  );
  return key !== undefined && key === otherKey;
}

/** The session as one line of text for SecretStorage. The one place where a key is written out. */
export function formatSession(session: SessionRecord): string {
  const { account, origin, changedAt } = session;
  return JSON.stringify({ v: 1, account, origin, changedAt, ...writtenOut(session) });
}

function writtenOut(session: SessionRecord): object {
  if ('signedOut' in session) return { signedOut: true };
  if ('apiKey' in session) return { apiKey: session.apiKey.reveal() };
  if ('command' in session) return { command: session.command, machine: session.machine };
  return { tokensKey: session.tokensKey.reveal(), url: session.url };
}

/** Reads what SecretStorage answers; undefined for whatever this version did not write for this very place. */
export function parseSession(text: string | undefined, place: SessionPlace): SessionRecord | undefined {
  const parsed = recordSchema.safeParse(documentOf(text));
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const { account, origin, changedAt } = data;
  if (account !== place.account || origin !== place.origin) return undefined;
  if ('signedOut' in data) return { account, origin, changedAt, signedOut: true };
  if ('apiKey' in data) return { account, origin, changedAt, apiKey: new Secret(data.apiKey) };
  if ('tokensKey' in data) {
    return { account, origin, changedAt, tokensKey: new Secret(data.tokensKey), url: data.url };
  }
  return { account, origin, changedAt, command: data.command, machine: data.machine };
}

export interface StoredName extends SessionPlace {
  /** The id of the gate. */
  readonly id: string;
}

/** The name of the secret that holds the session. */
export function secretNameOf({ id, account, origin }: StoredName): string {
  return `${id}.session.v1:${account}@${origin}`;
}

/** The origin whose session a secret of this name holds; undefined when it is another secret. */
export function originOfName(name: string, { id, account }: Pick<StoredName, 'id' | 'account'>): string | undefined {
  const start = secretNameOf({ id, account, origin: '' });
  return name.startsWith(start) ? name.slice(start.length) : undefined;
}

/** The name of the secret that holds the receipt. */
export function receiptNameOf({ id, account, origin }: StoredName): string {
  return `${id}.receipt.v1:${account}@${origin}`;
}

function documentOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
