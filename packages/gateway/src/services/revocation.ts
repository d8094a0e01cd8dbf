import { OAuthRefused } from '../domain/oauth-refused.ts';
import type { Asking } from './asking.ts';
import type { SessionEnding } from './session-ending.ts';
import { findHeldToken, type TokenHoldingParts } from './token-holding.ts';

/** Signs out whoever brings back a token (RFC 7009). */
export interface Revocation {
  /**
   * Ends the session of a token, whichever of its tokens that is. What is no token or has ended is left alone in
   * silence: the holder wanted it to open nothing (section 2.2). Throws `OAuthRefused` for a token of another client: it
   * opens as much as before, and whoever wanted it gone must hear that (section 2.1).
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
      if (clientId !== undefined && clientId !== session.clientId) {
        throw new OAuthRefused('invalid_grant', 'This token belongs to another client, so it was left alone.');
      }
      await parts.sessions.signOut(session.id, asking);
    },
  };
}
