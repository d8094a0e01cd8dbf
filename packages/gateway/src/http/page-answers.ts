import type { Logger } from '@wicketgate/core';
import type { Context } from 'hono';
import { toBase64, utf8 } from '../domain/encoding.ts';
import { type Refusal, Refused } from '../domain/refusal.ts';
import type { Asking } from '../services/asking.ts';
import type { GatewayEnv } from './gateway-env.ts';
import { type Obstacle, obstaclePage } from './pages/error-pages.ts';
import { documentOf, type Page, STYLE } from './pages/layout.ts';

type PageContext = Context<GatewayEnv>;

/** Answers in pages: what a browser shows to a person. */
export interface PageAnswers {
  readonly show: (c: PageContext, page: Page) => Promise<Response>;
  readonly obstacle: (c: PageContext, obstacle: Obstacle) => Promise<Response>;
  /** A handler whose refusals and failures are pages. */
  readonly guarded: (handler: (c: PageContext) => Promise<Response>) => (c: PageContext) => Promise<Response>;
}

export function createPageAnswers(logger: Logger): PageAnswers {
  let policy: Promise<string> | undefined;

  const show = async (c: PageContext, page: Page) => {
    policy ??= pagePolicy();
    c.header('content-security-policy', await policy);
    // `no-referrer` would make browsers call our own forms foreign (Fetch, "append a request Origin header").
    c.header('referrer-policy', 'same-origin');
    c.header('cross-origin-opener-policy', 'same-origin');
    if (page.retryAfterSeconds !== undefined) c.header('retry-after', String(page.retryAfterSeconds));
    return c.body(documentOf(page), page.status, { 'content-type': 'text/html; charset=utf-8' });
  };
  const obstacle = (c: PageContext, what: Obstacle) => show(c, obstaclePage(what));

  return {
    show,
    obstacle,
    guarded: (handler) => async (c) => {
      try {
        return await handler(c);
      } catch (error) {
        return obstacle(c, obstacleOf(error, c, logger));
      }
    },
  };
}

/** The one request, for whatever decides about it. */
export function askingOf(c: PageContext): Asking {
  return { address: c.get('address'), requestId: c.get('requestId'), now: c.get('now') };
}

/** A redirect to another page of ours. */
export function goTo(c: PageContext, path: string): Response {
  c.header('referrer-policy', 'same-origin');
  return c.redirect(path, 303);
}

/** Nothing runs, nothing is loaded, nobody frames it; forms go to us alone. */
async function pagePolicy(): Promise<string> {
  const hash = toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(STYLE))));
  const rules = ["default-src 'none'", `style-src 'sha256-${hash}'`, 'img-src data:', "form-action 'self'"];
  return [...rules, "base-uri 'none'", "frame-ancestors 'none'"].join('; ');
}

/** A failure of ours is logged with its cause and named to nobody. */
function obstacleOf(error: unknown, c: PageContext, logger: Logger): Obstacle {
  const place = { requestId: c.get('requestId'), route: c.get('route') ?? null };
  const met = error instanceof Refused ? obstacleOfRefusal(error.refusal) : undefined;
  if (met === undefined) logger.error({ error, ...place }, 'a page failed');
  if (met?.kind === 'unavailable') {
    logger.warn({ error: error instanceof Error ? error.cause : null, ...place }, 'the store was out of reach');
  }
  return met ?? { kind: 'failed', requestId: place.requestId };
}

function obstacleOfRefusal(refusal: Refusal): Obstacle | undefined {
  switch (refusal.reason) {
    case 'unavailable':
    case 'throttled':
      return { kind: refusal.reason, retryAfterSeconds: refusal.retryAfterSeconds };
    case 'malformed_body':
    case 'malformed_request':
    case 'body_too_large':
    case 'unsupported_media_type':
      return { kind: 'bad_form' };
    default:
      return undefined;
  }
}
