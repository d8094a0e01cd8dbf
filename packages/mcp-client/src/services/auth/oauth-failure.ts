import { IssuerMismatchError, OAuthError, RegistrationRejectedError } from '@modelcontextprotocol/client';
import { McpError } from '../../words/errors.ts';

/** What refuses a refresh token for good: it is over, used up or revoked, or the client it was given to is gone. */
const ENDS_GRANT = ['invalid_grant', 'invalid_client', 'unauthorized_client'];
/** What ends a client besides. */
const ENDS_CLIENT = ['invalid_client', 'unauthorized_client'];

const BY_HAND = 'Register one there, and give its id as an option.';

export function endsGrant(error: unknown): boolean {
  return OAuthError.isInstance(error) && ENDS_GRANT.includes(error.code);
}

export function endsClient(error: unknown): boolean {
  return OAuthError.isInstance(error) && ENDS_CLIENT.includes(error.code);
}

/**
 * What went wrong at an authorization server, in our words. What the SDK throws may repeat a whole answer, tokens and all: of it
 * nothing is kept but a code of RFC 6749.
 */
export function oauthFailure(error: unknown): unknown {
  if (McpError.isInstance(error) || !(error instanceof Error) || error.name === 'AbortError') return error;
  if (OAuthError.isInstance(error)) return refused(error);
  if (IssuerMismatchError.isInstance(error)) {
    return new McpError(
      'unauthorized',
      'The answer came from another authorization server than it should. Begin anew.',
    );
  }
  if (RegistrationRejectedError.isInstance(error)) {
    return new McpError(
      'unauthorized',
      `The authorization server registers no such client${codeIn(error.body)}. ${BY_HAND}`,
    );
  }
  return new McpError('bad_answer', 'The authorization server answered with something else than it should.');
}

/** RFC 7591 section 3.2.2. */
function codeIn(body: string): string {
  const code = /"error"\s*:\s*"([\w.:-]{1,64})"/.exec(body)?.[1];
  return code === undefined ? '' : ` (${code})`;
}

function refused({ code }: OAuthError): McpError {
  if (/^(?:server_error|temporarily_unavailable)$/.test(code)) {
    return new McpError('server_unreachable', 'The authorization server gives no tokens right now. Try again later.');
  }
  if (code === 'access_denied') return new McpError('unauthorized', 'The sign-in was denied.');
  const shown = /^[\w.:-]{1,64}$/.test(code) ? code : 'unknown_error';
  return new McpError('unauthorized', `The authorization server refused the sign-in (${shown}). Sign in again.`);
}

/** Throws the failure of the work in our words. */
export async function inOurWords<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw oauthFailure(error);
  }
}
