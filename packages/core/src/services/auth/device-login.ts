import type { WireServerMetadata } from '@wicketgate/contract';
import {
  type DeviceAuthorizationResponse,
  deviceAuthorizationRequest,
  deviceCodeGrantRequest,
  None,
  processDeviceAuthorizationResponse,
  processDeviceCodeResponse,
} from 'oauth4webapi';
import { mintProofKey } from '../../adapters/proof-key.ts';
import { paceAfter, pollPause, type PollPace } from '../../rules/poll-pace.ts';
import { isPassing } from '../../rules/retry.ts';
import { WicketgateError } from '../../words/errors.ts';
import { Secret } from '../../words/secret.ts';
import { SignInRefusedError } from '../../words/sign-in-refused-error.ts';
import type { DeviceCode, PollReport, SignInTokens } from '../../words/sign-in.ts';
import { callOAuth } from './oauth-call.ts';
import { endedBy, withRetries } from './repeated.ts';
import { askedFor, type SignInOptions, type SignInSettings, signInSettings } from './sign-in-options.ts';
import { createServerFinder, type ServerFinder } from './sign-in-server.ts';
import { tokensOf } from './token-answer.ts';

/** RFC 8628 section 3.2. */
const DEFAULT_INTERVAL_SECONDS = 5;
/** A gateway that names a shorter one would have itself asked without a pause. */
const SHORTEST_INTERVAL_SECONDS = 1;
/** Nobody types a code for longer than a day, and no date is too far away to be told. */
const LONGEST_LIFE_SECONDS = 86_400;

export interface DeviceWaitOptions {
  /** Ends the waiting with the code `aborted`. The code stays as it is until it expires. */
  readonly signal?: AbortSignal | undefined;
  /** Told after each poll that did not end the waiting. */
  readonly onPoll?: ((report: PollReport) => void) | undefined;
}

/** Signs in with a code that the person types on any device with a browser (RFC 8628). */
export interface DeviceLogin {
  /** Asks for a code. */
  start(signal?: AbortSignal): Promise<DeviceCode>;
  /**
   * Waits until the person has decided. Throws `authorization_denied`, `code_expired`, `aborted`, or what the gateway refused
   * it with (`sign_in_refused`). A network that fails, a gateway that is broken or throttles is waited for.
   */
  wait(code: DeviceCode, options?: DeviceWaitOptions): Promise<SignInTokens>;
}

/** Throws a TypeError for options it cannot take. */
export function createDeviceLogin(options: SignInOptions): DeviceLogin {
  const settings = signInSettings(options);
  const find = createServerFinder(settings.http);
  return {
    start: (signal) => endedBy(signal, () => start({ settings, find }, signal)),
    wait: (code, { signal, onPoll } = {}) =>
      endedBy(signal, async () => poll({ settings, server: await find(signal), code, onPoll }, signal)),
  };
}

interface Start {
  readonly settings: SignInSettings;
  readonly find: ServerFinder;
}

async function start({ settings, find }: Start, signal: AbortSignal | undefined): Promise<DeviceCode> {
  const { http, clientId } = settings;
  const server = await find(signal);
  const client = { client_id: clientId };
  const askedAt = http.clock.now();
  const answer = await withRetries({ http, signal }, (limited) =>
    callOAuth({
      http,
      signal: limited,
      send: (transport) => deviceAuthorizationRequest(server, client, None(), askedFor(settings), transport),
      read: (response) => processDeviceAuthorizationResponse(server, client, response),
    }),
  );
  return { ...codeOf(answer, { server, askedAt }), proofKey: server.dpop_required ? await mintProofKey() : undefined };
}

interface CodeFrame {
  readonly server: WireServerMetadata;
  /** Before the request was sent: so the code ends here no later than there. */
  readonly askedAt: number;
}

function codeOf(answer: DeviceAuthorizationResponse, { server, askedAt }: CodeFrame): Omit<DeviceCode, 'proofKey'> {
  const interval = answer.interval ?? DEFAULT_INTERVAL_SECONDS;
  const complete = answer.verification_uri_complete;
  return {
    userCode: shownCode(answer.user_code),
    verificationUri: addressOf(answer.verification_uri, server),
    verificationUriComplete: complete && addressOf(complete, server),
    expiresAt: askedAt + Math.min(answer.expires_in, LONGEST_LIFE_SECONDS) * 1_000,
    intervalMs: Math.min(Math.max(interval, SHORTEST_INTERVAL_SECONDS), LONGEST_LIFE_SECONDS) * 1_000,
    deviceCode: new Secret(answer.device_code),
  };
}

/** What a terminal shows as it came: a control character would write over what stands there. */
function shownCode(text: string): string {
  if (/^[\x20-\x7e]{1,64}$/.test(text)) return text;
  throw new WicketgateError(
    'bad_answer',
    'The gateway gave a code that nobody could type. Check the URL of the gateway.',
  );
}

/**
 * What a browser is to open is a page, and nothing that runs; and it is the gateway's own, since the person types a code there
 * and proves who they are. A user name in front of the host could look like that of the gateway.
 */
function addressOf(text: string, { issuer }: WireServerMetadata): string {
  const page = URL.canParse(text) ? new URL(text) : undefined;
  if (page?.origin === new URL(issuer).origin && page.username + page.password === '') return page.href;
  throw new WicketgateError('bad_answer', 'The gateway names no page of its own where the code could be typed.');
}

interface Polling {
  readonly settings: SignInSettings;
  readonly server: WireServerMetadata;
  readonly code: DeviceCode;
  readonly onPoll: ((report: PollReport) => void) | undefined;
}

/** RFC 8628 section 3.5. */
async function poll(polling: Polling, signal: AbortSignal | undefined): Promise<SignInTokens> {
  const { settings, code, onPoll } = polling;
  const { clock } = settings.http;
  let pace: PollPace = { intervalMs: code.intervalMs, failures: 0 };
  // A code that ends before its own interval would never be asked about.
  let pauseMs = Math.min(pace.intervalMs, Math.max(0, code.expiresAt - clock.now()) / 2);
  for (;;) {
    const remaining = code.expiresAt - clock.now();
    await clock.sleep(Math.max(0, Math.min(pauseMs, remaining)), signal);
    if (!(clock.now() < code.expiresAt)) throw expired();
    const outcome = await pollOnce(polling, signal);
    if ('tokens' in outcome) return outcome.tokens;
    pace = paceAfter(pace, outcome.kind);
    pauseMs = pollPause(pace, outcome.retryAfterMs);
    onPoll?.({ outcome: outcome.kind, pauseMs });
  }
}

type PollOutcome =
  | { readonly tokens: SignInTokens }
  | { readonly kind: PollReport['outcome']; readonly retryAfterMs?: number | undefined };

async function pollOnce(polling: Polling, signal = new AbortController().signal): Promise<PollOutcome> {
  const { settings, server, code } = polling;
  const { http, clientId, scopes } = settings;
  const client = { client_id: clientId };
  const frame = { issuer: server.issuer, clientId, scopes, askedAt: http.clock.now(), proofKey: code.proofKey };
  try {
    const answer = await callOAuth({
      http,
      signal,
      proofKey: code.proofKey,
      send: (transport) => deviceCodeGrantRequest(server, client, None(), code.deviceCode.reveal(), transport),
      read: (response) => processDeviceCodeResponse(server, client, response),
    });
    return { tokens: tokensOf(answer, frame) };
  } catch (error) {
    signal.throwIfAborted();
    return outcomeOf(error);
  }
}

/** What lets the waiting go on; throws what ends it. */
function outcomeOf(error: unknown): PollOutcome {
  if (SignInRefusedError.isInstance(error)) {
    if (error.oauthError === 'authorization_pending') return { kind: 'pending' };
    if (error.oauthError === 'slow_down') return { kind: 'slow_down' };
    throw error;
  }
  if (!WicketgateError.isInstance(error) || !isPassing(error)) throw error;
  return { kind: 'unreachable', retryAfterMs: error.retryAfterMs };
}

function expired(): WicketgateError {
  return new SignInRefusedError('expired_token', 'The code has expired. Ask for a new one.');
}
