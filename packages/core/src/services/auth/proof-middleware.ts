import { proveKey } from '../../adapters/proof-key.ts';
import type { Middleware } from '../../ports/fetch.ts';
import type { Secret } from '../../words/secret.ts';
import type { HttpSettings } from '../http-options.ts';

/** Access tokens, and the private keys that they are bound to. */
export interface ProofKeys {
  get(accessToken: string): Secret | undefined;
  set(accessToken: string, key: Secret): unknown;
  clear(): void;
}

/** Shows a bound access token as DPoP wants it (RFC 9449 section 7.1). Other requests pass as they are. */
export function proofMiddleware({ clock, random }: HttpSettings, keys: ProofKeys): Middleware {
  return async (request, next) => {
    const accessToken = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
    const key = keys.get(accessToken);
    if (key === undefined) return next(request);
    const proved = { method: request.method, url: request.url, accessToken };
    const dpop = await proveKey(key, proved, { now: clock.now(), random });
    return next({ ...request, headers: { ...request.headers, authorization: `DPoP ${accessToken}`, dpop } });
  };
}
