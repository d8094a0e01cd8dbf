import { GRANT_TYPES, OAUTH_PATHS, type WireIntrospection, type WireTokenAnswer } from '@wicketgate/contract';
import type { Caller } from '../credentials.ts';
import type { CodeBook } from './code-book.ts';
import type { DeviceBook } from './device-book.ts';
import { readClient, readGrant } from './grant.ts';
import { resourceMetadata, serverMetadata } from './metadata.ts';
import { type OAuthParameters, readParameters } from './oauth-body.ts';
import { oauthAnswer, OAuthRefusal } from './oauth-refusal.ts';
import type { SessionBook } from './session-book.ts';
import type { TokenBook } from './token-book.ts';

export interface OAuthParts {
  readonly sessions: SessionBook;
  readonly tokens: TokenBook;
  readonly devices: DeviceBook;
  readonly codes: CodeBook;
  /** Who shows a credential; refuses whoever shows none. */
  readonly callerOf: (request: Request) => Promise<Caller>;
}

export interface OAuthEndpoint {
  readonly method: 'GET' | 'POST';
  /** The issuer is the gateway's URL as the request has it. */
  readonly answer: (request: Request, issuer: string) => Promise<Response> | Response;
}

/** The endpoints of the authorization server by their paths. */
export function createOAuthEndpoints(parts: OAuthParts): Readonly<Record<string, OAuthEndpoint | undefined>> {
  const { deviceCode, refreshToken } = GRANT_TYPES;
  const resource = OAUTH_PATHS.resourceMetadata;
  return {
    [OAUTH_PATHS.metadata]: get((issuer) => serverMetadata(issuer)),
    [resource]: get((issuer) => resourceMetadata(issuer, issuer)),
    [`${resource}/mcp`]: get((issuer) => resourceMetadata(issuer, `${issuer}/mcp`)),
    [OAUTH_PATHS.deviceCode]: post((parameters, issuer) =>
      parts.devices.begin(readGrant(parameters, issuer), issuer + OAUTH_PATHS.activate),
    ),
    [OAUTH_PATHS.token]: post((parameters) => tokensOf(parameters, parts)),
    [OAUTH_PATHS.deviceToken]: post((parameters) => tokensOf({ grant_type: deviceCode, ...parameters }, parts)),
    [OAUTH_PATHS.refresh]: post((parameters) => tokensOf({ grant_type: refreshToken, ...parameters }, parts)),
    [OAUTH_PATHS.revoke]: post((parameters) => revoke(parameters, parts)),
    [OAUTH_PATHS.introspect]: {
      method: 'POST',
      async answer(request) {
        const caller = await parts.callerOf(request);
        return oauthAnswer(introspect(wanted(await readParameters(request), 'token'), caller, parts));
      },
    },
  };
}

function get(document: (issuer: string) => unknown): OAuthEndpoint {
  return { method: 'GET', answer: (_, issuer) => oauthAnswer(document(issuer)) };
}

function post(act: (parameters: OAuthParameters, issuer: string) => unknown): OAuthEndpoint {
  return {
    method: 'POST',
    answer: async (request, issuer) => oauthAnswer(await act(await readParameters(request), issuer)),
  };
}

/** The token endpoint (RFC 6749 section 3.2). */
async function tokensOf(parameters: OAuthParameters, parts: OAuthParts): Promise<WireTokenAnswer> {
  const clientId = readClient(parameters);
  switch (wanted(parameters, 'grant_type')) {
    case GRANT_TYPES.deviceCode: {
      const { grant, person } = parts.devices.poll(wanted(parameters, 'device_code'), clientId);
      return (await parts.tokens.open(grant, person)).tokens;
    }
    case GRANT_TYPES.refreshToken:
      return parts.tokens.refresh(wanted(parameters, 'refresh_token'), clientId);
    case GRANT_TYPES.authorizationCode:
      wanted(parameters, 'code');
      return redeem(parameters, clientId, parts);
    default:
      throw new OAuthRefusal('unsupported_grant_type', 'This grant type is not served here.');
  }
}

async function redeem(parameters: OAuthParameters, clientId: string, parts: OAuthParts): Promise<WireTokenAnswer> {
  const code = await parts.codes.redeem(parameters, clientId);
  if (code.used) {
    if (code.sessionId !== undefined) {
      parts.sessions.revoke(code.sessionId, 'authorization code used twice', 'gateway');
    }
    throw new OAuthRefusal('invalid_grant', 'The code was used.');
  }
  code.used = true;
  const { session, tokens } = await parts.tokens.open(code.grant, code.person);
  code.sessionId = session.id;
  return tokens;
}

/** RFC 7009: a token that is none is no error; another application's is one (section 2.1). */
function revoke(parameters: OAuthParameters, { sessions, tokens }: OAuthParts): object {
  const clientId = readClient(parameters);
  const text = wanted(parameters, 'token');
  const token = tokens.refreshToken(text) ?? tokens.accessToken(text);
  if (token === undefined) return {};
  if (sessions.show(token.sessionId).clientId !== clientId) {
    throw new OAuthRefusal('invalid_grant', 'This token belongs to another application.');
  }
  sessions.revoke(token.sessionId, 'signed out', 'self');
  return {};
}

/** RFC 7662 section 2.2: of what a caller may not see nothing is told. */
function introspect(text: string, { identity }: Caller, { sessions, tokens }: OAuthParts): WireIntrospection {
  const access = tokens.accessToken(text);
  const token = access ?? tokens.refreshToken(text);
  if (!token || (access && tokens.isOver(access))) return { active: false };
  const { id, principal, clientId, scopes, status } = sessions.show(token.sessionId);
  const maySee = identity.role !== 'user' || identity.principal.id === principal.id;
  if (!maySee || status !== 'active') return { active: false };
  const about = { sub: principal.id, client_id: clientId, scope: scopes.join(' '), aud: token.audience, sid: id };
  return { active: true, ...about, ...(access && timesOf(access)) };
}

function timesOf({ issuedAt, expiresAt }: { readonly issuedAt: number; readonly expiresAt: number }) {
  return { token_type: 'Bearer', iat: Math.floor(issuedAt / 1_000), exp: Math.floor(expiresAt / 1_000) };
}

function wanted(parameters: OAuthParameters, name: string): string {
  const value = parameters[name];
  if (value === undefined || value === '') throw new OAuthRefusal('invalid_request', `${name} is missing.`);
  return value;
}
