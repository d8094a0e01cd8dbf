import { ROLES, type WireIntrospection } from '@wicketgate/contract';
import { type Caller, callerPrincipal, callerRole } from '../domain/caller.ts';
import { type SessionRecord, sessionStateOf } from '../domain/session-record.ts';
import type { AccessClaims } from './access-tokens.ts';
import { findHeldToken, type HeldToken, type TokenHoldingParts } from './token-holding.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** What is told of a token; of one that is bound to a key also which (RFC 9449 section 6.2). */
export type Introspected = WireIntrospection & { readonly cnf?: { readonly jkt: string } };

/** Tells what a token is worth now (RFC 7662). */
export interface Introspection {
  /** Viewers and administrators learn of any token, everybody else of their own principal's alone. */
  introspect(token: string, caller: Caller, now: number): Promise<Introspected>;
}

export interface IntrospectionParts extends TokenHoldingParts {
  /** Asks about access tokens as every request does: a key that is shut shuts its sign-ins as well. */
  readonly verifier: Pick<TokenVerifier, 'verify'>;
  /** The public URL. */
  readonly issuer: string;
}

/** The same answer for every token that opens nothing, and for every one that is none of the caller's (section 2.2). */
const INACTIVE: Introspected = { active: false };

export function createIntrospection(parts: IntrospectionParts): Introspection {
  return {
    async introspect(text, caller, now) {
      const held = await findHeldToken(parts, text, now);
      if (held === undefined || !maySee(caller, held.session)) return INACTIVE;
      if (sessionStateOf(held.session, now) !== 'active') return INACTIVE;
      if (held.kind === 'refresh') return refreshFacts(held, { issuer: parts.issuer, now });
      const verdict = await parts.verifier.verify(text, now);
      return verdict.ok ? accessFacts(verdict.caller.session, held.claims, parts.issuer) : INACTIVE;
    },
  };
}

function maySee(caller: Caller, { principal }: SessionRecord): boolean {
  const mayAdminister = ROLES.indexOf(callerRole(caller)) >= ROLES.indexOf('viewer');
  return mayAdminister || callerPrincipal(caller).id === principal.id;
}

function accessFacts(session: SessionRecord, claims: AccessClaims, issuer: string): Introspected {
  const scopes = claims.scopes.filter((scope) => session.scopes.includes(scope));
  return {
    ...sessionFacts(session, issuer),
    ...{ scope: scopes.join(' '), token_type: claims.jkt === null ? 'Bearer' : 'DPoP' },
    ...{ exp: claims.exp / 1_000, iat: claims.iat / 1_000, jti: claims.jti },
  };
}

function refreshFacts(
  { session, token }: Extract<HeldToken, { kind: 'refresh' }>,
  { issuer, now }: { readonly issuer: string; readonly now: number },
): Introspected {
  if (token.usedAt !== null || token.expiresAt <= now) return INACTIVE;
  const [exp, iat] = [Math.floor(token.expiresAt / 1_000), Math.floor(token.issuedAt / 1_000)];
  return { ...sessionFacts(session, issuer), scope: session.scopes.join(' '), exp, iat };
}

function sessionFacts({ id, clientId, principal, audience, dpopJkt }: SessionRecord, issuer: string): Introspected {
  return {
    ...{ active: true, client_id: clientId, sub: principal.id, aud: audience, iss: issuer, sid: id },
    ...(principal.name !== null && { username: principal.name }),
    ...(dpopJkt !== null && { cnf: { jkt: dpopJkt } }),
  };
}
