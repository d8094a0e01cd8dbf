import type { Caller } from '../domain/caller.ts';

/** What the host tells of a request beside the request itself. */
export interface RequestInfo {
  /** Address of the socket's other end, for instance `203.0.113.7` or `::1`. */
  readonly address?: string;
}

/** What middleware learns of a request on its way to the handler. */
export interface RequestFacts {
  requestId: string;
  /** Milliseconds since 1970: the one reading of the clock that every decision of the request uses. */
  now: number;
  /** The client as the trusted proxies tell it. */
  address: string;
  /** The path of the endpoint, with parameters as `{id}`; unset while none matched. */
  route?: string;
  /** Who calls, once the credential is verified. */
  caller?: Caller;
}

/** The environment of the Hono app. */
export interface GatewayEnv {
  Bindings: RequestInfo;
  Variables: RequestFacts;
}
