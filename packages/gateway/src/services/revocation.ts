import type { Asking } from './asking.ts';
import type { SessionEnding } from './session-ending.ts';
import { findHeldToken, type TokenHoldingParts } from './token-holding.ts';

/** Signs out whoever brings back a token (RFC 7009). */
export interface Revocation {
  /**
   * Ends the session of a token, whichever of its tokens that is. What is no token, has ended, or belongs to another
   * client is left alone in silence: the holder wanted it to open nothing, and to learn more is not theirs (section 2.2).
   */
  revoke(request: RevocationRequest, asking: Asking): Promise<void>;
}

export interface RevocationRequest {
  readonly token: string;
  /** Undefined where the request names none: then it is the token's. */
  readonly clientId: string | undefined;
}

export function createRevocation(parts: TokenHoldingParts & { readonly sessions: SessionEnding }): Revocation {
  return {
    async revoke({ token, clientId }, asking) {
      const held = await findHeldToken(parts, token, asking.now);
      if (held === undefined) return;
      const { session } = held;
      if (clientId === undefined || clientId === session.clientId) await parts.sessions.signOut(session.id, asking);
    },
  };
}
