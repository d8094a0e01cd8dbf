import type { RandomBytes } from '@wicketgate/contract';
import type { AuthorizationRequest } from '../domain/authorization-request.ts';
import { OAuthRefused } from '../domain/oauth-refused.ts';
import { fitsChallenge, isVerifier } from '../domain/pkce.ts';
import type { Approval } from '../domain/session-record.ts';
import { isTokenText, mintToken } from '../domain/token-text.ts';
import type { AuthorizationCode, SignInStore } from '../ports/sign-in-store.ts';
import { loneEntry } from './audit-entry.ts';
import type { Decision } from './device-grants.ts';
import { withStorage } from './storage-refusals.ts';
import type { TokenDigests } from './token-digests.ts';

/** What a client shows to exchange a code (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
export interface CodeRedemption {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly verifier: string;
  /** Thumbprint of the key that a proof came with; null without one. */
  readonly jkt: string | null;
}

/** A code that may open a session, or the session that it opened before: that one must end (RFC 6749 section 4.1.2). */
export type Redeemed =
  { readonly kind: 'good'; readonly code: AuthorizationCode } | { readonly kind: 'used'; readonly sessionId: string };

/** Codes that a browser carries back to an application. */
export interface AuthorizationCodes {
  /** A code for a request that a person approved: 60 s, single use. */
  issue(request: AuthorizationRequest, approval: Approval, decision: Decision): Promise<string>;
  /** Keeps in the audit trail that somebody said no. There is no code then, so nothing else changes. */
  deny(request: AuthorizationRequest, decision: Decision): Promise<void>;
  /** Throws `OAuthRefused` for a code that is not known, has expired, or is not this client's with this verifier. */
  redeem(redemption: CodeRedemption, now: number): Promise<Redeemed>;
}

export interface AuthorizationCodesOptions {
  readonly store: SignInStore;
  readonly digests: TokenDigests;
  readonly brand: string;
  readonly random: RandomBytes;
}

const LIFE_MS = 60_000;

export function createAuthorizationCodes(options: AuthorizationCodesOptions): AuthorizationCodes {
  const { store, digests, brand, random } = options;
  return {
    async issue({ client, state: _, ...request }, approval, { by, now }) {
      const text = mintToken('ac', brand, random);
      const digest = await digests.newest(text);
      const times = { createdAt: now, expiresAt: now + LIFE_MS };
      const code = { ...request, ...times, digest, clientId: client.id, approval, sessionId: null };
      const details = { client: client.id, principal: approval.principal.id };
      const audit = loneEntry(random, by, { at: now, action: 'code.approve', details });
      await withStorage(() => store.insertCode(code, audit));
      return text;
    },
    async deny({ client }, { by, now }) {
      const audit = loneEntry(random, by, { at: now, action: 'code.deny', details: { client: client.id } });
      await withStorage(() => store.recordAudit(audit));
    },
    async redeem(redemption, now) {
      const { code: text, verifier } = redemption;
      if (!isTokenText('ac', brand, text)) throw unknownCode();
      const all = await digests.all(text);
      const code = await withStorage(() => store.findCode(all));
      if (code === undefined) throw unknownCode();
      // Before anything else is compared: whoever shows a used code has come by it in a way that nobody meant.
      if (code.sessionId !== null) return { kind: 'used', sessionId: code.sessionId };
      if (code.expiresAt <= now) throw refused('The code has expired. Begin the sign-in again.');
      assertFits(code, redemption);
      const fits = isVerifier(verifier) && fitsChallenge(await digests.sha256(verifier), code.codeChallenge);
      if (!fits) throw refused('code_verifier does not fit the code_challenge.');
      return { kind: 'good', code };
    },
  };
}

function assertFits(code: AuthorizationCode, { clientId, redirectUri, jkt }: CodeRedemption): void {
  if (code.clientId !== clientId) throw unknownCode();
  if (code.redirectUri !== redirectUri) throw refused('redirect_uri is not the one that the code was sent to.');
  if (code.dpopJkt !== null && code.dpopJkt !== jkt) throw refused('The code is bound to another key.');
}

/** A stranger reads the same of a code that never was and of one that is another client's. */
function unknownCode(): OAuthRefused {
  return refused('This code is not known, was used, or belongs to another client.');
}

function refused(description: string): OAuthRefused {
  return new OAuthRefused('invalid_grant', description);
}
