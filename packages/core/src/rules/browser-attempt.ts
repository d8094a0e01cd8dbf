import * as z from 'zod/mini';
import { Secret } from '../words/secret.ts';

/** What has to be kept of a browser sign-in until the browser comes back. */
export interface AttemptRecord {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly verifier: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly scopes: readonly string[];
  /** A private JWK. */
  readonly proofKey: string | undefined;
}

const schema = z.object({
  v: z.literal(1),
  issuer: z.string(),
  clientId: z.string(),
  redirectUri: z.string(),
  state: z.string(),
  verifier: z.string(),
  expiresAt: z.number(),
  scopes: z.array(z.string()),
  proofKey: z.optional(z.string()),
});

/** One line of JSON. */
export function attemptText(record: AttemptRecord): Secret {
  return new Secret(JSON.stringify({ v: 1, ...record }));
}

/** Undefined for anything that `attemptText` would not write. */
export function parseAttempt(record: Secret): AttemptRecord | undefined {
  try {
    const { proofKey, ...rest } = schema.parse(JSON.parse(record.reveal()));
    return { ...rest, proofKey };
  } catch {
    return undefined;
  }
}
