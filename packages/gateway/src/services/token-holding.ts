import { looksLikeAccessToken } from '@wicketgate/contract';
import type { SessionRecord } from '../domain/session-record.ts';
import { isTokenText } from '../domain/token-text.ts';
import type { RefreshToken, SignInStore } from '../ports/sign-in-store.ts';
import type { AccessClaims, AccessTokens } from './access-tokens.ts';
import { withStorage } from './storage-refusals.ts';
import type { TokenDigests } from './token-digests.ts';

/** A token of ours, of either kind, with the session that it is of. Nothing is said about whether it still opens anything. */
export type HeldToken =
  | { readonly kind: 'access'; readonly session: SessionRecord; readonly claims: AccessClaims }
  | { readonly kind: 'refresh'; readonly session: SessionRecord; readonly token: RefreshToken };

export interface TokenHoldingParts {
  readonly store: Pick<SignInStore, 'findSession' | 'findRefreshToken'>;
  readonly digests: TokenDigests;
  readonly accessTokens: Pick<AccessTokens, 'verify'>;
  readonly brand: string;
}

/** Finds what a text is by its looks: a hint about its type is not needed (RFC 7009 section 2.1). */
export async function findHeldToken(
  parts: TokenHoldingParts,
  text: string,
  now: number,
): Promise<HeldToken | undefined> {
  if (looksLikeAccessToken(text)) return findAccess(parts, text, now);
  return isTokenText('rt', parts.brand, text) ? findRefresh(parts, text) : undefined;
}

async function findAccess({ store, accessTokens }: TokenHoldingParts, text: string, now: number) {
  const verdict = await accessTokens.verify(text, now);
  if (!verdict.ok) return undefined;
  const { claims } = verdict;
  const session = await withStorage(() => store.findSession(claims.sid));
  return session && { kind: 'access' as const, session, claims };
}

async function findRefresh({ store, digests }: TokenHoldingParts, text: string) {
  const candidates = await digests.all(text);
  const token = await withStorage(() => store.findRefreshToken(candidates));
  const session = token && (await withStorage(() => store.findSession(token.sessionId)));
  return token && session && { kind: 'refresh' as const, session, token };
}
