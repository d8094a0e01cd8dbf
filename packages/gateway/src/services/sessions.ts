import type { RandomBytes } from '@wicketgate/contract';
import type { Clock } from '@wicketgate/core';
import type { SessionTerms } from '../domain/session-making.ts';
import type { Approval, SessionRecord } from '../domain/session-record.ts';
import type { SignInConfig, TokenLives } from '../domain/sign-in-config.ts';
import type { Identities } from '../ports/identities.ts';
import type { Limiter } from '../ports/limiter.ts';
import type { Consumed, SessionFilter, SignInStore } from '../ports/sign-in-store.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Asking } from './asking.ts';
import { createSessionEnding, type SessionEnding } from './session-ending.ts';
import { createSessionOpening } from './session-opening.ts';
import { createSessionReading } from './session-reading.ts';
import { createSessionRefresh } from './session-refresh.ts';
import type { TokenDigests } from './token-digests.ts';

/** What a grant asks to be opened for somebody who was approved. */
export interface SessionRequest {
  readonly terms: SessionTerms;
  readonly approval: Approval;
  /** What is used up by it. */
  readonly consumed: Consumed;
  /** Set for a workload: the session ends after so many seconds, and has no refresh token. */
  readonly federatedSeconds?: number;
}

export interface RefreshRequest {
  readonly refreshToken: string;
  /** Undefined where the request names none: then it is the session's. */
  readonly clientId: string | undefined;
  /** Thumbprint of the key that a proof came with; null without one. */
  readonly jkt: string | null;
  /** Narrows the access token (RFC 6749 section 6); null: all of the session's scopes. */
  readonly scopes: readonly string[] | null;
  /** The audience that is asked for (RFC 8707); undefined where none is named. */
  readonly audience: string | undefined;
}

/** Tokens with the session that they are of. */
export interface GivenTokens {
  readonly session: SessionRecord;
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly accessExpiresAt: number;
  /** What the access token allows. */
  readonly scopes: readonly string[];
  /** Undefined where the session has none. */
  readonly refreshToken: string | undefined;
}

/** Sign-ins: opened, kept, ended. Every change commits its audit entry with it. */
export interface SessionService extends SessionEnding {
  /** `conflict`: what it uses up was used before. */
  open(request: SessionRequest, asking: Asking): Promise<GivenTokens | 'conflict'>;
  /** Throws `OAuthRefused`. */
  refresh(request: RefreshRequest, asking: Asking): Promise<GivenTokens>;
  /** Throws `Refused` when there is none with this id. */
  show(id: string): Promise<SessionRecord>;
  /** Newest first. `limit` from 1 on; a cursor is that of the page before. */
  list(
    filter: SessionFilter,
    page: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<{ items: SessionRecord[]; nextCursor: string | null }>;
}

export interface SessionServiceOptions {
  readonly store: SignInStore;
  readonly digests: TokenDigests;
  readonly accessTokens: AccessTokens;
  readonly identities: Pick<Identities, 'recheck'>;
  readonly signIn: Pick<SignInConfig, 'providers' | 'clients'>;
  readonly lives: TokenLives;
  /** `required`: a session without a bound key gets no new tokens. */
  readonly dpop: 'accepted' | 'required';
  readonly brand: string;
  readonly random: RandomBytes;
  /** Bounds what refused refreshes leave in the audit trail. */
  readonly limiter: Limiter;
  /** For what administrators do. */
  readonly clock: Pick<Clock, 'now'>;
  /** Hides keys in what people write. */
  readonly mask: (text: string) => string;
  /** Told of each session that changed, before the change's promise resolves; `all` when many did. */
  readonly onChange: (id: string) => void;
}

export function createSessionService(options: SessionServiceOptions): SessionService {
  const ending = createSessionEnding(options);
  return {
    ...ending,
    ...createSessionReading(options),
    open: createSessionOpening(options),
    refresh: createSessionRefresh({ ...options, ending }),
  };
}
