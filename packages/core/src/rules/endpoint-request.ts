import { type Endpoint, toWire } from '@wicketgate/contract';
import { WicketgateError } from '../words/errors.ts';

/** What a caller gives, before it is checked against its endpoint. */
export interface LooseRequest {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** A request as it goes on the wire, without headers. */
export interface EndpointRequest {
  readonly url: string;
  readonly method: Endpoint['method'];
  /** JSON; undefined for an endpoint that takes no body. */
  readonly body: string | undefined;
}

/** Puts a request together. Throws `invalid_field` for a parameter of the path that the endpoint does not take. */
export function endpointRequest(baseUrl: string, endpoint: Endpoint, request: LooseRequest): EndpointRequest {
  const search = new URLSearchParams(queryEntries(request.query)).toString();
  return {
    url: baseUrl + filledPath(endpoint, request.params) + (search === '' ? '' : `?${search}`),
    method: endpoint.method,
    body: endpoint.body === undefined ? undefined : JSON.stringify(toWire(request.body ?? {})),
  };
}

/** A parameter such as ".." would lead to another address, even encoded: the schema decides before it is used. */
function filledPath(endpoint: Endpoint, params: unknown): string {
  if (endpoint.params === undefined) return endpoint.path;
  const parsed = endpoint.params.safeParse(toWire(params));
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
    throw new WicketgateError('invalid_field', `${endpoint.name} was given a parameter it does not take.`, {
      attempts: 0,
      errors,
    });
  }
  const values = parsed.data as Readonly<Record<string, string>>;
  return endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

function queryEntries(query: unknown): [string, string][] {
  return Object.entries((toWire(query) ?? {}) as Record<string, unknown>)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, String(value)]);
}
