import {
  exchangeAuthorization,
  startAuthorization,
  validateAuthorizationResponseIssuer,
} from '@modelcontextprotocol/client';
import type { RedirectListener } from '@wicketgate/core/auth';
import { mayLeadTo } from '../../rules/auth/oauth-addresses.ts';
import { unlessAborted } from '../../rules/auth/shared-work.ts';
import { McpError } from '../../words/errors.ts';
import type { AuthorizationServer } from './authorization-server.ts';
import { type ClientDesk, clientAt } from './client-registration.ts';
import { clientInformation } from './oauth-form.ts';
import { inOurWords } from './oauth-failure.ts';
import type { Granted, SignInQuestion } from './sign-in.ts';

/**
 * Authorization code with PKCE (RFC 7636) over a loopback address (RFC 8252). The answer must bear our `state` (RFC 6749 section
 * 10.12) and name the server that was asked (RFC 9207), before anything else of it is read.
 */
export async function signInByBrowser(desk: ClientDesk, question: SignInQuestion): Promise<Granted> {
  const { settings, fetch } = desk;
  const { server, scope } = question;
  const listener = await opened(settings.listen);
  try {
    const { redirectUri } = listener;
    const client = await clientAt(desk, { server, redirectUri, scope });
    const state = randomText(settings.random(new Uint8Array(32)));
    const common = {
      ...(server.metadata && { metadata: server.metadata }),
      ...(server.resource !== undefined && { resource: server.resource }),
      clientInformation: clientInformation(client),
    };
    const asked = { ...common, redirectUrl: redirectUri, state, ...(scope !== undefined && { scope }) };
    const { authorizationUrl, codeVerifier } = await inOurWords(() => startAuthorization(server.url, asked));
    const answer = await answerOf(desk, { listener, page: authorizationUrl, state, signal: question.signal });
    const askedAt = settings.clock.now();
    const { code, iss } = codeOf(answer, server);
    const redeemed = {
      ...common,
      authorizationCode: code,
      ...(iss !== undefined && { iss }),
      codeVerifier,
      redirectUri,
    };
    // Never a second time: a code that comes twice ends what it opened (RFC 6749 section 4.1.2).
    const tokens = await inOurWords(() => exchangeAuthorization(server.url, { ...redeemed, fetchFn: fetch }));
    return { tokens, client, askedAt };
  } finally {
    await listener.close();
  }
}

function opened(listen: (() => Promise<RedirectListener>) | undefined): Promise<RedirectListener> {
  if (listen === undefined) throw new McpError('unauthorized', 'There is nothing that the browser could come back to.');
  return listen();
}

interface Asking {
  readonly listener: RedirectListener;
  readonly page: URL;
  readonly state: string;
  readonly signal: AbortSignal;
}

async function answerOf({ settings }: ClientDesk, { listener, page, state, signal }: Asking): Promise<URLSearchParams> {
  if (!mayLeadTo(settings.serverUrl, page)) {
    throw new McpError(
      'address_not_allowed',
      'The page of the sign-in is neither https nor on the machine of the server.',
    );
  }
  // Listening before the browser is there: it may be faster than whoever opened it.
  const answered = listener.answer(signal, ({ searchParams }) => searchParams.get('state') === state);
  const opening = (async () => {
    await settings.prompt.open?.(page.href);
    return answered;
  })();
  const { searchParams } = await unlessAborted(Promise.race([answered, opening]), signal);
  if (searchParams.getAll('state').length !== 1 || searchParams.get('state') !== state) throw notOurs();
  return searchParams;
}

function codeOf(
  answer: URLSearchParams,
  { issuer, metadata }: AuthorizationServer,
): { code: string; iss: string | undefined } {
  const iss = answer.get('iss') ?? undefined;
  const issParameterSupported = metadata?.authorization_response_iss_parameter_supported === true;
  try {
    validateAuthorizationResponseIssuer({ iss, expectedIssuer: metadata?.issuer ?? issuer, issParameterSupported });
  } catch {
    // What somebody else sent is not shown either.
    throw notOurs();
  }
  const error = answer.get('error');
  if (error !== null) throw denied(error);
  const [code = '', ...others] = answer.getAll('code');
  if (code === '' || others.length > 0) throw notOurs();
  return { code, iss };
}

function denied(error: string): McpError {
  const shown = /^[\w.:-]{1,64}$/.test(error) ? error : 'unknown_error';
  const message =
    shown === 'access_denied' ? 'The sign-in was denied.' : `The sign-in was refused (${shown}). Begin anew.`;
  return new McpError('unauthorized', message);
}

function notOurs(): McpError {
  return new McpError('unauthorized', 'The answer of the browser does not belong to this sign-in. Begin anew.');
}

function randomText(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
