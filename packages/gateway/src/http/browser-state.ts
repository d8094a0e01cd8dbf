import type { RandomBytes } from '@wicketgate/contract';
import type { Context } from 'hono';
import { constantTimeEqual } from '../domain/constant-time.ts';
import { fromBase64Url, toBase64Url, utf8 } from '../domain/encoding.ts';
import type { Digests } from '../ports/digests.ts';
import { INTERACTION_MS } from '../services/interactions.ts';
import type { GatewayEnv } from './gateway-env.ts';

const BROWSER = /^[A-Za-z0-9_-]{43}$/;
const BROWSER_BYTES = 32;
/**
 * Blanks as RFC 6265 section 4.2.1 has them, and no others. Browsers let every host of a site set a cookie whose name
 * begins with U+00A0, because they see no `__Host-` there: with it taken away, the cookie would pass for ours.
 */
const BLANKS = /^[ \t]+|[ \t]+$/g;

/** Tells browsers apart, and our own pages from others. */
export interface BrowserState {
  /** What the cookie holds; undefined without one, or with several of the name, of which somebody else may have set one. */
  read(headers: Headers): string | undefined;
  /** What the cookie holds, new where there was none; set anew, so that it lasts for another 10 minutes. */
  keep(c: Context<GatewayEnv>): string;
  /** Goes into every form: only who has the cookie can make it. */
  formToken(browser: string): Promise<string>;
  /** Whether a form was sent by one of our pages in this browser. */
  isOwnForm(headers: Headers, browser: string, token: string): Promise<boolean>;
}

export interface BrowserStateParts {
  readonly publicUrl: string;
  readonly digests: Digests;
  readonly random: RandomBytes;
}

/**
 * One cookie of 256 random bits: `__Host-wicketgate` over https, so that no other host can set it; `wicketgate` on
 * loopback, where cookies cannot be secure. `Lax` lets it come along when a provider sends the browser back.
 */
export function createBrowserState({ publicUrl, digests, random }: BrowserStateParts): BrowserState {
  const { protocol, origin } = new URL(publicUrl);
  const isSecure = protocol === 'https:';
  const name = isSecure ? '__Host-wicketgate' : 'wicketgate';
  const attributes = `Path=/; Max-Age=${INTERACTION_MS / 1_000}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;

  const read = (headers: Headers): string | undefined => {
    const values = (headers.get('cookie') ?? '')
      .split(';')
      .map((pair) => pair.replace(BLANKS, ''))
      .filter((pair) => pair.startsWith(`${name}=`))
      .map((pair) => pair.slice(name.length + 1));
    const [value] = values;
    return values.length === 1 && value !== undefined && BROWSER.test(value) ? value : undefined;
  };

  const formToken = async (browser: string) => digests.hmac(fromBase64Url(browser))(utf8('wicketgate form'));

  return {
    read,
    keep(c) {
      const browser = read(c.req.raw.headers) ?? toBase64Url(random(new Uint8Array(BROWSER_BYTES)));
      c.header('set-cookie', `${name}=${browser}; ${attributes}`);
      return browser;
    },
    formToken,
    async isOwnForm(headers, browser, token) {
      const from = headers.get('origin');
      if (from !== null && from !== origin) return false;
      const site = headers.get('sec-fetch-site');
      if (site !== null && site !== 'same-origin') return false;
      return constantTimeEqual(await formToken(browser), token);
    },
  };
}
