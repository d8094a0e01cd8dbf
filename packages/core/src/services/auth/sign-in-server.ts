import { OAUTH_PATHS, serverMetadataSchema, type WireServerMetadata } from '@wicketgate/contract';
import { customFetch } from 'oauth4webapi';
import { metadataFlaw } from '../../rules/server-address.ts';
import { WicketgateError } from '../../words/errors.ts';
import type { HttpSettings } from '../http-options.ts';
import { SingleFlight } from '../single-flight.ts';
import { callOAuth } from './oauth-call.ts';
import { withRetries } from './repeated.ts';

/** Metadata changes when a gateway is set up anew, if ever. */
const REMEMBERED_MS = 60 * 60_000;

/** Finds the authorization server of a gateway: its metadata (RFC 8414), checked. Remembered for an hour. */
export type ServerFinder = (signal?: AbortSignal) => Promise<WireServerMetadata>;

/**
 * Looks under the base URL. Throws `wrong_issuer` when the gateway gives another address as its own, or one of its endpoints
 * lies elsewhere.
 */
export function createServerFinder(http: HttpSettings): ServerFinder {
  const flight = new SingleFlight<WireServerMetadata>();
  let found: { readonly metadata: WireServerMetadata; readonly at: number } | undefined;
  const find = async (signal: AbortSignal) => {
    const metadata = await withRetries({ http, signal }, (limited) => askMetadata(http, limited));
    found = { metadata, at: http.clock.now() };
    return metadata;
  };
  return async (signal) => {
    const age = found === undefined ? Infinity : Math.abs(http.clock.now() - found.at);
    return found !== undefined && age < REMEMBERED_MS ? found.metadata : flight.join('metadata', find, signal);
  };
}

async function askMetadata(http: HttpSettings, signal: AbortSignal): Promise<WireServerMetadata> {
  const metadata = await callOAuth({
    http,
    signal,
    send: (transport) => transport[customFetch](http.url + OAUTH_PATHS.metadata, { method: 'GET', headers: {} }),
    read: async (response) => {
      if (response.status === 404) throw noSignIn();
      if (response.status !== 200) throw new Error('not the metadata');
      return serverMetadataSchema.parse(await response.json());
    },
  });
  const flaw = metadataFlaw(metadata, http.url);
  if (flaw === undefined) return metadata;
  throw new WicketgateError(
    'wrong_issuer',
    flaw === 'issuer'
      ? `The gateway at this URL gives another address as its own. Use the public URL that its operator has set.`
      : 'The gateway names an address of somebody else for its sign-in. Ask its operator.',
  );
}

/** A gateway of before, or something else. Not `not_found`, which speaks of a thing that was asked for by its id. */
function noSignIn(): WicketgateError {
  const message = 'What answers at this URL offers no sign-in. Check the URL of the gateway.';
  return new WicketgateError('bad_answer', message, { status: 404 });
}
