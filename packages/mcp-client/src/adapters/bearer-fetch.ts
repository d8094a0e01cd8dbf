import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import type { Secret } from '@wicketgate/core';
import { SharedWork } from '../rules/auth/shared-work.ts';
import type { Challenge, ServerCredential, ServerFetch } from '../words/credential.ts';

export interface BearerFetchOptions {
  readonly fetch: ServerFetch;
  /** Address of the server: its origin is the only one that gets the credential. */
  readonly serverUrl: string | URL;
  readonly credential: ServerCredential;
}

/**
 * `fetch` that shows a credential to one server: `Authorization: Bearer` (RFC 6750 section 2.1) on every request to its origin,
 * and on no other. A 401 has the credential renewed, once for all requests that were refused with the same one, and the request
 * is sent once more; so does a 403 for want of scope, where the credential can ask for more. What is refused then goes on as it
 * came. A body that can be read only once is never sent again.
 */
export function bearerFetch({ fetch, serverUrl, credential }: BearerFetchOptions): ServerFetch {
  const { origin } = new URL(serverUrl);
  const send = credential.proving?.(fetch) ?? fetch;
  const renewals = new SharedWork<Secret | undefined>();
  const renew = (challenge: Challenge, signal: AbortSignal | undefined) => {
    const { status, refused, scope } = challenge;
    const name = `${status} ${scope ?? ''} ${refused?.reveal() ?? ''}`;
    return renewals.join(name, () => otherThan(credential, challenge), signal);
  };
  return async (url, init) => {
    // Whoever a redirect, a stream or metadata names is somebody else.
    if (new URL(url).origin !== origin) return fetch(url, init);
    const signal = init?.signal ?? undefined;
    let shown = await credential.credential(signal);
    const met = new Set<number>();
    for (;;) {
      const answer = await send(url, withBearer(init, shown));
      const challenge = challengeOf(answer, shown);
      if (challenge === undefined || met.has(challenge.status) || isReadOnce(init)) return answer;
      met.add(challenge.status);
      const other = await orGivenUp(answer, () => renew(challenge, signal));
      if (other === undefined || other.reveal() === shown?.reveal()) return answer;
      await answer.body?.cancel();
      shown = other;
    }
  };
}

async function otherThan(credential: ServerCredential, challenge: Challenge): Promise<Secret | undefined> {
  if (credential.challenged) return credential.challenged(challenge);
  const { refused, status } = challenge;
  if (refused === undefined || status !== 401) return undefined;
  // It may have changed while the request was under way: renewing it once more could end the newer one.
  const now = await credential.credential();
  if (now !== undefined && now.reveal() !== refused.reveal()) return now;
  return credential.renew?.(refused);
}

function withBearer(init: RequestInit | undefined, secret: Secret | undefined): RequestInit {
  const headers = new Headers(init?.headers);
  if (secret !== undefined) headers.set('authorization', `Bearer ${secret.reveal()}`);
  return { ...init, headers };
}

function challengeOf(answer: Response, refused: Secret | undefined): Challenge | undefined {
  const { status } = answer;
  if (status !== 401 && status !== 403) return undefined;
  const { error, scope, resourceMetadataUrl } = extractWWWAuthenticateParams(answer);
  if (status === 403 && error !== 'insufficient_scope') return undefined;
  return { status, refused, scope, resourceMetadataUrl };
}

/** A body that nobody will read holds its connection. */
async function orGivenUp<Value>(answer: Response, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    await answer.body?.cancel();
    throw error;
  }
}

function isReadOnce(init: RequestInit | undefined): boolean {
  return init?.body instanceof ReadableStream;
}
