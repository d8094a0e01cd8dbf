import { ROLES, type WireIntrospection } from '@wicketgate/contract';
import { type Caller, callerPrincipal, callerRole } from '../domain/caller.ts';
import { type SessionRecord, sessionStateOf } from '../domain/session-record.ts';
import { isOpen, sessionUnderKey, type SignIn } from '../domain/session-under-key.ts';
import type { KeyStore } from '../ports/storage.ts';
import type { AccessClaims } from './access-tokens.ts';
import { withStorage } from './storage-refusals.ts';
import { findHeldToken, type HeldToken, type TokenHoldingParts } from './token-holding.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** Tells what a token is worth now (RFC 7662). */
export interface Introspection {
  /** Viewers and administrators learn of any token, everybody else of their own principal's alone. */
  introspect(token: string, caller: Caller, now: number): Promise<WireIntrospection>;
}

export interface IntrospectionParts extends TokenHoldingParts {
  readonly store: TokenHoldingParts['store'] & Pick<KeyStore, 'findById'>;
  /** Asks about access tokens as every request does: a key that is shut shuts its sign-ins as well. */
  readonly verifier: Pick<TokenVerifier, 'verify'>;
  /** The public URL. */
  readonly issuer: string;
}

/** The same answer for every token that opens nothing, and for every one that is none of the caller's (section 2.2). */
const INACTIVE: WireIntrospection = { active: false };

export function createIntrospection(parts: IntrospectionParts): Introspection {
  return {
    async introspect(text, caller, now) {
      const held = await findHeldToken(parts, text, now);
      if (held === undefined || !maySee(caller, held.session)) return INACTIVE;
      if (sessionStateOf(held.session, now) !== 'active') return INACTIVE;
      if (held.kind === 'refresh') return refreshFacts(parts, held, now);
      const verdict = await parts.verifier.verify(text, now);
      return verdict.ok ? accessFacts(verdict.caller.session, held.claims, parts.issuer) : INACTIVE;
    },
  };
}

function maySee(caller: Caller, { principal }: SessionRecord): boolean {
  const mayAdminister = ROLES.indexOf(callerRole(caller)) >= ROLES.indexOf('viewer');
  return mayAdminister || callerPrincipal(caller).id === principal.id;
}

function accessFacts(session: SessionRecord, claims: AccessClaims, issuer: string): WireIntrospection {
  const scopes = claims.scopes.filter((scope) => session.scopes.includes(scope));
  return {
    ...sessionFacts(session, issuer),
    ...{ scope: scopes.join(' '), token_type: claims.jkt === null ? 'Bearer' : 'DPoP' },
    ...{ exp: claims.exp / 1_000, iat: claims.iat / 1_000, jti: claims.jti },
  };
}

async function refreshFacts(
  { store, issuer }: IntrospectionParts,
  { session: stored, token }: Extract<HeldToken, { kind: 'refresh' }>,
  now: number,
): Promise<WireIntrospection> {
  if (token.usedAt !== null || token.expiresAt <= now) return INACTIVE;
  const { source } = stored;
  const key = source.kind === 'key' ? await withStorage(() => store.findById(source.id)) : undefined;
  const signIn: SignIn = { session: stored, key };
  if (!isOpen(signIn, now)) return INACTIVE;
  const session = sessionUnderKey(signIn);
  const [exp, iat] = [Math.floor(token.expiresAt / 1_000), Math.floor(token.issuedAt / 1_000)];
  return { ...sessionFacts(session, issuer), scope: session.scopes.join(' '), exp, iat };
}

function sessionFacts(
  { id, clientId, principal, audience, dpopJkt }: SessionRecord,
  issuer: string,
): WireIntrospection {
  return {
    ...{ active: true, client_id: clientId, sub: principal.id, aud: audience, iss: issuer, sid: id },
    ...(principal.name !== null && { username: principal.name }),
    ...(dpopJkt !== null && { cnf: { jkt: dpopJkt } }),
  };
}
