import { type AnswerOf, type Endpoint, endpoints, type RequestOf } from '@wicketgate/contract';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { Secret } from '../words/secret.ts';
import { type CallOptions, createHttpClient, type HttpClient } from './http-client.ts';
import type { HttpClientOptions } from './http-options.ts';

export interface GatewayCallOptions {
  /** Ends the call with the code `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** One call of the endpoint table. The request may be left out where all of it may. */
export type GatewayCall<E extends Endpoint> =
  object extends RequestOf<E>
    ? (request?: RequestOf<E>, options?: GatewayCallOptions) => Promise<AnswerOf<E>>
    : (request: RequestOf<E>, options?: GatewayCallOptions) => Promise<AnswerOf<E>>;

type Endpoints = typeof endpoints;

/** The endpoint table as functions: `client.keys.create({ body: { … } })`. */
export type GatewayClient = {
  readonly [Group in keyof Endpoints]: {
    readonly [Name in keyof Endpoints[Group]]: Endpoints[Group][Name] extends Endpoint
      ? GatewayCall<Endpoints[Group][Name]>
      : never;
  };
};

export type GatewayClientOptions = (HttpClientOptions | { readonly http: HttpClient }) & {
  /**
   * The key, or where to take it from before each call. Without one only public endpoints answer. A source that can renew is
   * asked to, once, when the gateway answers 401, and the call is made once more.
   */
  readonly credential?: Secret | CredentialSource;
};

/**
 * Every endpoint of the contract as a typed function, over a client of its own or over `http`, for instance that of an
 * `AuthValidator`. Calls throw a `WicketgateError`; options that cannot be taken throw a TypeError.
 */
export function createGatewayClient(options: GatewayClientOptions): GatewayClient {
  const http = 'http' in options ? options.http : createHttpClient(options);
  const { credential } = options;
  const bind =
    (endpoint: Endpoint) =>
    async (request: RequestOf<Endpoint> = {}, { signal }: GatewayCallOptions = {}) =>
      http.call(endpoint, request, {
        signal,
        credential: await currentCredential(credential, signal),
        renew: renewalOf(credential),
      });
  const groups = Object.entries(endpoints).map(([group, table]) => [
    group,
    Object.fromEntries(Object.entries<Endpoint>(table).map(([name, endpoint]) => [name, bind(endpoint)])),
  ]);
  return Object.fromEntries(groups) as GatewayClient;
}

async function currentCredential(
  credential: Secret | CredentialSource | undefined,
  signal: AbortSignal | undefined,
): Promise<Secret | undefined> {
  return credential !== undefined && 'credential' in credential ? credential.credential(signal) : credential;
}

function renewalOf(credential: Secret | CredentialSource | undefined): CallOptions['renew'] {
  if (credential === undefined || !('credential' in credential) || credential.renew === undefined) return undefined;
  return async (refused, signal) => credential.renew?.(refused, signal);
}
