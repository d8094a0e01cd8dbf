import { type Endpoint, endpointList } from '@wicketgate/contract';
import { Refusal } from './refusal.ts';

export interface Route {
  readonly endpoint: Endpoint;
  readonly params: Readonly<Record<string, string>>;
}

/** The endpoints at a path, with what stands in place of its parameters. Paths match exactly; a literal one wins. */
export function routesAt(path: string): readonly Route[] {
  const routes = endpointList.flatMap((endpoint) => {
    const params = match(endpoint.path, path);
    return params ? [{ endpoint, params }] : [];
  });
  const literal = routes.filter(({ endpoint }) => endpoint.path === path);
  return literal.length > 0 ? literal : routes;
}

/** The route of a method; HEAD is GET without the body (RFC 9110 section 9.3.2). */
export function routeOf(routes: readonly Route[], method: string): Route {
  if (routes.length === 0) throw new Refusal('not_found');
  const wanted = method === 'HEAD' ? 'GET' : method;
  const route = routes.find(({ endpoint }) => endpoint.method === wanted);
  if (!route) throw new Refusal('method_not_allowed', { headers: { Allow: allowOf(routes) } });
  return route;
}

export function allowOf(routes: readonly Route[]): string {
  const methods = routes.flatMap(({ endpoint }) => (endpoint.method === 'GET' ? ['GET', 'HEAD'] : [endpoint.method]));
  return [...methods, 'OPTIONS'].join(', ');
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? '';
    if (part.startsWith('{') && value !== '') params[part.slice(1, -1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}
