import type { WireServerMetadata } from '@wicketgate/contract';
import {
  authorizationCodeGrantRequest,
  AuthorizationResponseError,
  calculatePKCECodeChallenge,
  None,
  processAuthorizationCodeResponse,
  validateAuthResponse,
} from 'oauth4webapi';
import { mintProofKey } from '../../adapters/proof-key.ts';
import type { RedirectListener } from '../../ports/redirect-listener.ts';
import { type AttemptRecord, attemptText, parseAttempt } from '../../rules/browser-attempt.ts';
import { toBase64Url } from '../../rules/byte-text.ts';
import { printable } from '../../rules/foreign-text.ts';
import { checkWholeNumber } from '../../rules/option-checks.ts';
import { WicketgateError } from '../../words/errors.ts';
import { Secret } from '../../words/secret.ts';
import { SignInRefusedError } from '../../words/sign-in-refused-error.ts';
import type { BrowserLoginAttempt, SignInTokens } from '../../words/sign-in.ts';
import { withTimeLimit } from '../time-limit.ts';
import { callOAuth } from './oauth-call.ts';
import { endedBy } from './repeated.ts';
import { askedFor, type SignInOptions, type SignInSettings, signInSettings } from './sign-in-options.ts';
import { createServerFinder, type ServerFinder } from './sign-in-server.ts';
import { tokensOf } from './token-answer.ts';

export interface BrowserLoginOptions extends SignInOptions {
  /** Milliseconds that a person has for it. 1 to 3,600,000, default 300,000. */
  readonly patienceMs?: number;
}

export interface BrowserSignInOptions {
  readonly listener: RedirectListener;
  /** Opens the address in a browser. When it throws, the sign-in fails with that. */
  readonly open: (url: string) => void | Promise<void>;
  /** Ends the sign-in with the code `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** Signs in with a browser on this machine: authorization code with PKCE (RFC 7636, RFC 8252). */
export interface BrowserLogin {
  /**
   * The whole sign-in over a listener, which is closed at its end. Throws `authorization_denied`, `bad_redirect`, `timeout`,
   * `aborted`, or what the gateway refused it with (`sign_in_refused`).
   */
  signIn(options: BrowserSignInOptions): Promise<SignInTokens>;
  /** The first half alone, where another window or process may be the one that the browser comes back to. */
  begin(redirectUri: string, signal?: AbortSignal): Promise<BrowserLoginAttempt>;
  /**
   * The second half: `answer` is the address that the browser came back with. Use a record once: forget it before this is
   * called, so that no second answer is taken.
   */
  finish(record: Secret, answer: URL, signal?: AbortSignal): Promise<SignInTokens>;
}

interface Browser {
  readonly settings: SignInSettings;
  readonly find: ServerFinder;
  readonly patienceMs: number;
}

/** Throws a TypeError for options it cannot take. */
export function createBrowserLogin(options: BrowserLoginOptions): BrowserLogin {
  const { patienceMs = 300_000, ...rest } = options;
  checkWholeNumber('patienceMs', patienceMs, { min: 1, max: 3_600_000 });
  const settings = signInSettings(rest);
  const browser: Browser = { settings, find: createServerFinder(settings.http), patienceMs };
  return {
    signIn: async (how) => {
      try {
        return await endedBy(how.signal, () => signIn(browser, how));
      } finally {
        // Also when it was ended before it began.
        await how.listener.close();
      }
    },
    begin: (redirectUri, signal) => endedBy(signal, () => begin(browser, redirectUri, signal)),
    finish: (record, answer, signal) => endedBy(signal, () => finish(browser, { record, answer, signal })),
  };
}

async function signIn(browser: Browser, { listener, open, signal }: BrowserSignInOptions): Promise<SignInTokens> {
  const { clock } = browser.settings.http;
  const error = () => new WicketgateError('timeout', 'The browser did not come back in time. Try again.');
  const { url, state, record } = await begin(browser, listener.redirectUri, signal);
  const answer = await withTimeLimit({ clock, ms: browser.patienceMs, signal, error }, async (limited) => {
    // Listening before the browser is there: it may be faster than whoever opened it, who may come back when it is closed.
    const answered = listener.answer(limited, ({ searchParams }) => searchParams.get('state') === state);
    const opened = (async () => {
      await open(url);
      return answered;
    })();
    return Promise.race([answered, opened]);
  });
  return finish(browser, { record, answer, signal });
}

async function begin(
  { settings, find, patienceMs }: Browser,
  redirectUri: string,
  signal: AbortSignal | undefined,
): Promise<BrowserLoginAttempt> {
  const { http, clientId, scopes } = settings;
  const server = await find(signal);
  const [state, verifier] = [chance(settings), chance(settings)];
  const proofKey = server.dpop_required ? (await mintProofKey()).reveal() : undefined;
  const expiresAt = http.clock.now() + patienceMs;
  const { issuer } = server;
  const record = { issuer, clientId, redirectUri, state, verifier, expiresAt, scopes, proofKey };
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...askedFor(settings),
  }).toString();
  return { url: url.href, state, expiresAt, record: attemptText(record) };
}

/** 256 bits. */
function chance({ http }: SignInSettings): string {
  return toBase64Url(http.random(new Uint8Array(32)));
}

interface Finish {
  readonly record: Secret;
  readonly answer: URL;
  readonly signal: AbortSignal | undefined;
}

async function finish({ settings, find }: Browser, { record, answer, signal }: Finish): Promise<SignInTokens> {
  const { http, clientId } = settings;
  const attempt = parseAttempt(record);
  if (attempt?.clientId !== clientId) throw badRedirect('There is no sign-in that it belongs to');
  const askedAt = http.clock.now();
  if (!(askedAt < attempt.expiresAt))
    throw new WicketgateError('timeout', 'The browser came back too late. Try again.');
  const server = await find(signal);
  if (server.issuer !== attempt.issuer) throw badRedirect('It is the answer of another gateway');
  const client = { client_id: clientId };
  const checked = checkedAnswer(server, attempt, answer);
  const proofKey = attempt.proofKey === undefined ? undefined : new Secret(attempt.proofKey);
  const tokens = await callOAuth({
    http,
    signal: signal ?? new AbortController().signal,
    proofKey,
    // Never a second time: a code that comes twice ends what it opened (RFC 6749 section 4.1.2).
    send: (transport) =>
      authorizationCodeGrantRequest(server, client, None(), checked, attempt.redirectUri, attempt.verifier, transport),
    read: (response) => processAuthorizationCodeResponse(server, client, response),
  });
  return tokensOf(tokens, { issuer: server.issuer, clientId, askedAt, scopes: attempt.scopes, proofKey });
}

/** RFC 6749 sections 4.1.2 and 10.12, RFC 9207 section 2.4. */
function checkedAnswer(server: WireServerMetadata, attempt: AttemptRecord, answer: URL): URLSearchParams {
  try {
    const parameters = validateAuthResponse(server, { client_id: attempt.clientId }, answer, attempt.state);
    if (parameters.getAll('code').length === 1 && parameters.get('code') !== '') return parameters;
  } catch (error) {
    if (error instanceof AuthorizationResponseError) throw refusalOf(error);
  }
  // What it holds may be a code, so nothing of it is kept.
  throw badRedirect('It does not belong to this sign-in');
}

function refusalOf({ error, error_description }: AuthorizationResponseError): SignInRefusedError {
  const code = /^[\w.:-]{1,64}$/.test(error) ? error : 'unknown_error';
  const description = printable(error_description);
  const what = code === 'access_denied' ? 'The sign-in was denied' : `The gateway refused the sign-in (${code})`;
  return new SignInRefusedError(code, description === undefined ? `${what}.` : `${what}: ${description}`);
}

function badRedirect(why: string): WicketgateError {
  return new WicketgateError('bad_redirect', `The answer of the browser cannot be used. ${why}. Begin anew.`);
}
