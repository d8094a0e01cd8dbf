import { OAuthError, type OAuthTokens } from '@modelcontextprotocol/client';
import * as z from 'zod/mini';
import type { Client } from '../../rules/auth/client-record.ts';
import { mayLeadTo } from '../../rules/auth/oauth-addresses.ts';
import { paceAfter, type PollPace, pollPause } from '../../rules/auth/poll-pace.ts';
import { unlessAborted } from '../../rules/auth/shared-work.ts';
import { McpError } from '../../words/errors.ts';
import type { AuthorizationServer } from './authorization-server.ts';
import { type ClientDesk, clientAt, DEVICE_GRANT } from './client-registration.ts';
import { postForm } from './oauth-form.ts';
import { inOurWords, oauthFailure } from './oauth-failure.ts';
import type { Granted, SignInQuestion } from './sign-in.ts';

/** RFC 8628 section 3.2. */
const DEFAULT_INTERVAL_SECONDS = 5;
/** A server that names a shorter one would have itself asked without a pause. */
const SHORTEST_INTERVAL_SECONDS = 1;
/** Nobody types a code for longer than a day. */
const LONGEST_LIFE_SECONDS = 86_400;

/** What a terminal shows as it came: a control character would write over what stands there. */
const shownText = z.string().check(z.regex(/^[\x20-\x7e]{1,64}$/));
const seconds = z.number().check(z.positive());
const codeSchema = z.object({
  device_code: z.string().check(z.minLength(1)),
  user_code: shownText,
  verification_uri: z.url(),
  verification_uri_complete: z.optional(z.url()),
  expires_in: seconds,
  interval: z.optional(seconds),
});
const tokensSchema = z.looseObject({
  access_token: z.string().check(z.minLength(1)),
  token_type: z.string(),
  expires_in: z.optional(z.coerce.number()),
  scope: z.optional(z.string()),
  refresh_token: z.optional(z.string()),
});

/** RFC 8628 section 4: a member that the SDK keeps and does not know. */
interface WithDeviceEndpoint {
  readonly device_authorization_endpoint?: unknown;
}

/**
 * A code that the person types on any device with a browser (RFC 8628), at any authorization server that offers it. A network that
 * fails is waited for.
 */
export async function signInByDevice(desk: ClientDesk, question: SignInQuestion): Promise<Granted> {
  const { settings } = desk;
  const { server, scope } = question;
  const { device_authorization_endpoint: endpoint } = (server.metadata ?? {}) as WithDeviceEndpoint;
  if (typeof endpoint !== 'string') {
    throw new McpError(
      'unauthorized',
      'The authorization server signs nobody in by a code: a browser on this machine is needed.',
    );
  }
  const client = await clientAt(desk, { server, redirectUri: undefined, scope });
  const askedAt = settings.clock.now();
  const parameters = { scope, resource: server.resource };
  const answer = await inOurWords(() => postForm({ endpoint, parameters, server, client, fetch: desk.fetch }));
  const read = codeSchema.safeParse(answer);
  if (!read.success) throw new McpError('bad_answer', 'The authorization server gave no code that could be typed.');
  const code = read.data;
  const expiresAt = askedAt + Math.min(code.expires_in, LONGEST_LIFE_SECONDS) * 1_000;
  const shown = {
    userCode: code.user_code,
    verificationUri: pageOf(settings.serverUrl, code.verification_uri),
    verificationUriComplete:
      code.verification_uri_complete && pageOf(settings.serverUrl, code.verification_uri_complete),
    expiresAt,
  };
  await unlessAborted(Promise.resolve(settings.prompt.showCode?.(shown)), question.signal);
  const intervalMs = Math.max(code.interval ?? DEFAULT_INTERVAL_SECONDS, SHORTEST_INTERVAL_SECONDS) * 1_000;
  return poll(desk, { deviceCode: code.device_code, server, client, expiresAt, intervalMs, signal: question.signal });
}

/** What a browser is to open is a page, and nothing that runs; a user name in front of the host could look like another host. */
function pageOf(serverUrl: string, address: string): string {
  if (mayLeadTo(serverUrl, address)) return new URL(address).href;
  throw new McpError(
    'address_not_allowed',
    'The page where the code is typed is neither https nor on the machine of the server.',
  );
}

interface Polling {
  readonly deviceCode: string;
  readonly server: AuthorizationServer;
  readonly client: Client;
  readonly expiresAt: number;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
}

/** RFC 8628 section 3.5. */
async function poll(desk: ClientDesk, polling: Polling): Promise<Granted> {
  const { clock } = desk.settings;
  const { client, expiresAt, signal } = polling;
  let pace: PollPace = { intervalMs: polling.intervalMs, failures: 0 };
  for (;;) {
    const remaining = expiresAt - clock.now();
    await clock.sleep(Math.max(0, Math.min(pollPause(pace), remaining)), signal);
    if (clock.now() >= expiresAt) throw new McpError('timeout', 'The code has expired. Ask for a new one.');
    const askedAt = clock.now();
    const outcome = await pollOnce(desk, polling);
    if (typeof outcome === 'object') return { tokens: outcome, client, askedAt };
    pace = paceAfter(pace, outcome);
  }
}

async function pollOnce(
  { fetch }: ClientDesk,
  { deviceCode, server, client, signal }: Polling,
): Promise<OAuthTokens | 'pending' | 'slow_down' | 'unreachable'> {
  const endpoint = server.metadata?.token_endpoint ?? new URL('/token', server.url).href;
  const parameters = { grant_type: DEVICE_GRANT, device_code: deviceCode, resource: server.resource };
  try {
    const read = tokensSchema.safeParse(await postForm({ endpoint, parameters, server, client, fetch }));
    if (read.success) return read.data;
    throw new McpError('bad_answer', 'The authorization server answered with something else than tokens.');
  } catch (error) {
    signal.throwIfAborted();
    return outcomeOf(error);
  }
}

/** What lets the waiting go on; throws what ends it. */
function outcomeOf(error: unknown): 'pending' | 'slow_down' | 'unreachable' {
  if (OAuthError.isInstance(error)) {
    if (error.code === 'authorization_pending') return 'pending';
    if (error.code === 'slow_down') return 'slow_down';
    if (error.code === 'expired_token') throw new McpError('timeout', 'The code has expired. Ask for a new one.');
  }
  const failure = oauthFailure(error);
  if (McpError.isInstance(failure) && ['server_unreachable', 'timeout'].includes(failure.code)) return 'unreachable';
  throw failure;
}
