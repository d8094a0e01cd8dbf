import { checkWholeNumber } from '../../rules/option-checks.ts';
import { isScope } from '../../rules/scope.ts';
import { type HttpClientOptions, type HttpSettings, httpSettings } from '../http-options.ts';

/** The same options as of the HTTP client, less what has no meaning here. The URL is the base URL of the gateway. */
export interface SignInOptions extends Pick<
  HttpClientOptions,
  'url' | 'userAgent' | 'middleware' | 'logger' | 'fetch' | 'clock' | 'random'
> {
  /** Milliseconds one request may take. 1 to 600,000, default 10,000. */
  readonly timeoutMs?: number;
  /** Id of this application at the gateway: `CLIENT_IDS` of the contract has those that every gateway knows. */
  readonly clientId: string;
  /** What to ask for. Default: all that the person has. */
  readonly scopes?: readonly string[];
  /** What the tokens are for (RFC 8707): the URL of the gateway, or `<url>/mcp`. Default: the gateway. */
  readonly resource?: string;
}

/** Options that have been checked, with every default filled in. */
export interface SignInSettings {
  readonly http: HttpSettings;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly resource: string | undefined;
}

const LARGEST_ANSWER = 65_536;

/** Fills in the defaults. Throws a TypeError that names the first option it cannot take. */
export function signInSettings(options: SignInOptions): SignInSettings {
  const { clientId, scopes = [], resource, timeoutMs = 10_000, ...http } = options;
  // RFC 6749 appendix A.1; a control character would begin something else.
  if (!/^[\x20-\x7e]{1,256}$/.test(clientId)) throw new TypeError('clientId must be 1 to 256 printable characters.');
  if (!scopes.every(isScope)) throw new TypeError('scopes must hold no spaces, quotes or backslashes.');
  checkWholeNumber('timeoutMs', timeoutMs, { min: 1, max: 600_000 });
  const settings = httpSettings({ ...http, timeoutMs, maxAnswerBytes: LARGEST_ANSWER });
  return { http: settings, clientId, scopes, resource };
}

/** The parameters that say what is asked for. */
export function askedFor({ scopes, resource }: SignInSettings): Record<string, string> {
  return {
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    ...(resource !== undefined && { resource }),
  };
}
