import { type HttpClient, type Refusal, type Secret, WicketgateError } from '@wicketgate/core';

export interface CurrentHttpOptions {
  /** The client of the gateway in use. */
  readonly http: () => HttpClient | undefined;
  /** Whether a credential was given by the session at that gateway. */
  readonly gave: (credential: Secret) => boolean;
}

/**
 * A client of whatever gateway is in use when a call is made. A credential that was taken before the gateway or the session changed
 * is not sent: it belongs to another one.
 */
export function createCurrentHttp({ http, gave }: CurrentHttpOptions): HttpClient {
  const current = () => {
    const found = http();
    if (found !== undefined) return found;
    throw new WicketgateError('closed', 'There is no gateway to ask: its address is not set, or cannot be used.', {
      attempts: 0,
    });
  };
  return {
    get url() {
      return current().url;
    },
    async call(endpoint, request, options = {}) {
      const client = current();
      if (options.credential !== undefined && !gave(options.credential)) {
        throw new WicketgateError('closed', 'The credential was changed before the call was made. Make it again.', {
          attempts: 0,
        });
      }
      return client.call(endpoint, request, options);
    },
    onRefusal: (listener: (refusal: Refusal) => void | Promise<void>) => current().onRefusal(listener),
  };
}
