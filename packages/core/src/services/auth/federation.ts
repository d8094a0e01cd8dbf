import { GRANT_TYPES, TOKEN_TYPES, type WireServerMetadata } from '@wicketgate/contract';
import { genericTokenEndpointRequest, None, processGenericTokenEndpointResponse } from 'oauth4webapi';
import { mintProofKey } from '../../adapters/proof-key.ts';
import type { CredentialSource } from '../../ports/credential-source.ts';
import type { Middleware } from '../../ports/fetch.ts';
import type { FederationOffer } from '../../rules/federation-offer.ts';
import { tokenAge } from '../../rules/token-life.ts';
import { WicketgateError } from '../../words/errors.ts';
import { Secret } from '../../words/secret.ts';
import type { SignInTokens } from '../../words/sign-in.ts';
import { attempt } from '../attempt.ts';
import { SingleFlight } from '../single-flight.ts';
import { callOAuth } from './oauth-call.ts';
import { proofMiddleware, type ProofKeys } from './proof-middleware.ts';
import { endedBy, withRetries } from './repeated.ts';
import { askedFor, type SignInOptions, type SignInSettings, signInSettings } from './sign-in-options.ts';
import { createServerFinder, type ServerFinder } from './sign-in-server.ts';
import { tokensOf } from './token-answer.ts';

export interface FederationOptions extends SignInOptions {
  readonly offer: FederationOffer;
  /** What the pipeline's token is to be for, where it is fetched. Default: the gateway's own address. */
  readonly audience?: string;
}

/** A credential for a pipeline, without anything stored: its platform's token, exchanged at the gateway (RFC 8693). */
export interface Federation extends CredentialSource {
  /** An access token, exchanged anew when it ages. Throws `sign_in_refused` when the gateway has no rule for the pipeline. */
  credential(signal?: AbortSignal): Promise<Secret>;
  /** Exchanges anew, unless that has happened already. */
  renew(refused: Secret, signal?: AbortSignal): Promise<Secret>;
  /** For clients of the gateway: proves the key of a token that is bound to one (RFC 9449). */
  readonly middleware: Middleware;
}

/** Throws a TypeError for options it cannot take. */
export function createFederation({ offer, audience, ...options }: FederationOptions): Federation {
  const settings = signInSettings(options);
  const { http } = settings;
  const find = createServerFinder(http);
  const flight = new SingleFlight<SignInTokens>();
  const keys: ProofKeys = new Map();
  let held: SignInTokens | undefined;
  const exchanged = async (signal: AbortSignal | undefined) => {
    held = await flight.join('exchange', (shared) => exchange({ settings, find, offer, audience }, shared), signal);
    keys.clear();
    if (held.proofKey) keys.set(held.accessToken.reveal(), held.proofKey);
    return held.accessToken;
  };
  return {
    credential: (signal) =>
      endedBy(signal, async () => {
        const { age, accessToken } = ageOfHeld(held, http.clock.now());
        if (age === 'fresh') return accessToken;
        if (age === 'over') return exchanged(signal);
        // A platform that hands out its token once has an old one by now, which the gateway may take no more.
        return exchanged(signal).catch(() => {
          signal?.throwIfAborted();
          return accessToken;
        });
      }),
    renew: (refused, signal) =>
      endedBy(signal, async () => {
        if (held !== undefined && held.accessToken.reveal() !== refused.reveal()) return held.accessToken;
        return exchanged(signal);
      }),
    middleware: proofMiddleware(http, keys),
  };
}

type Held =
  | { readonly age: 'fresh' | 'ageing'; readonly accessToken: Secret }
  | { readonly age: 'over'; readonly accessToken?: undefined };

function ageOfHeld(held: SignInTokens | undefined, now: number): Held {
  const age = held === undefined ? 'over' : tokenAge(held, now);
  return held === undefined || age === 'over' ? { age: 'over' } : { age, accessToken: held.accessToken };
}

interface Exchange {
  readonly settings: SignInSettings;
  readonly find: ServerFinder;
  readonly offer: FederationOffer;
  readonly audience: string | undefined;
}

async function exchange(what: Exchange, signal: AbortSignal): Promise<SignInTokens> {
  const { settings, find, offer, audience } = what;
  const { http, clientId, scopes } = settings;
  const server = await find(signal);
  const subject = await withRetries({ http, signal }, (limited) =>
    subjectToken({ settings, offer, audience: audience ?? server.issuer }, limited),
  );
  const proofKey = server.dpop_required ? await mintProofKey() : undefined;
  return withRetries({ http, signal }, async (limited) => {
    const askedAt = http.clock.now();
    const answer = await sendSubject({ settings, server, subject, proofKey }, limited);
    return tokensOf(answer, { issuer: server.issuer, clientId, askedAt, scopes, proofKey });
  });
}

interface Subject {
  readonly settings: SignInSettings;
  readonly server: WireServerMetadata;
  readonly subject: Secret;
  readonly proofKey: Secret | undefined;
}

function sendSubject({ settings, server, subject, proofKey }: Subject, signal: AbortSignal): Promise<unknown> {
  const client = { client_id: settings.clientId };
  const parameters = {
    subject_token: subject.reveal(),
    subject_token_type: TOKEN_TYPES.idToken,
    requested_token_type: TOKEN_TYPES.accessToken,
    ...askedFor(settings),
  };
  return callOAuth({
    http: settings.http,
    signal,
    proofKey,
    send: (transport) =>
      genericTokenEndpointRequest(server, client, None(), GRANT_TYPES.tokenExchange, parameters, transport),
    read: (response) => processGenericTokenEndpointResponse(server, client, response),
  });
}

interface Wanted {
  readonly settings: SignInSettings;
  readonly offer: FederationOffer;
  readonly audience: string;
}

/** What the platform says of the pipeline. GitHub Actions answers `{value}` at the address it hands out. */
async function subjectToken({ settings, offer, audience }: Wanted, signal: AbortSignal): Promise<Secret> {
  if (offer.platform === 'token') return offer.token;
  const url = new URL(offer.url);
  url.searchParams.set('audience', audience);
  const headers = { accept: 'application/json', authorization: `Bearer ${offer.bearer.reveal()}` };
  const request = { url: url.href, method: 'GET', headers, redirect: 'manual' } as const;
  // Not through the middleware of the gateway's client, which would see a credential of somebody else.
  const { status, text } = await attempt({ ...settings.http, middleware: [] }, request, signal);
  const value = status === 200 ? valueOf(text) : undefined;
  if (value !== undefined) return new Secret(value);
  throw new WicketgateError('bad_answer', `${offer.place} gave no token for the pipeline (status ${status}).`, {
    status,
  });
}

function valueOf(text: string): string | undefined {
  try {
    const { value } = JSON.parse(text) as { readonly value?: unknown };
    return typeof value === 'string' && value !== '' ? value : undefined;
  } catch {
    return undefined;
  }
}
