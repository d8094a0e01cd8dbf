import { OAUTH_PATHS } from '@wicketgate/contract';
import type { Context } from 'hono';
import type { GatewayEnv } from '../gateway-env.ts';
import type { Mounting } from '../mount.ts';
import { askingOf, goTo } from '../page-answers.ts';
import { notSignedInPage } from '../pages/error-pages.ts';
import { factsOf, signInPath, type SignInPageParts } from '../sign-in-pages.ts';

/** Where each provider sends the browser back (OpenID Connect Core 1.0 section 3.1.2.5). */
export function mountCallback({ page }: Mounting, parts: SignInPageParts): void {
  page(
    `${OAUTH_PATHS.callback}/{provider}`,
    parts.answers.guarded((c) => comeBack(parts, c)),
  );
}

async function comeBack(parts: SignInPageParts, c: Context<GatewayEnv>): Promise<Response> {
  const { browsers, answers, flow } = parts;
  const browser = browsers.read(c.req.raw.headers);
  // Somebody else's answer must not sign this browser in (RFC 6749 section 10.12).
  if (browser === undefined) return answers.obstacle(c, { kind: 'over' });
  const providerId = c.req.param('provider') ?? '';
  const brought = { browser, providerId, parameters: new URL(c.req.url).searchParams };
  const returned = await flow.comeBack(brought, askingOf(c));
  switch (returned.kind) {
    case 'unexpected':
      return answers.obstacle(c, { kind: 'over' });
    case 'signed_in':
      return goTo(c, signInPath(parts, returned.interaction));
    case 'failed':
      return answers.show(c, notSignedInPage(returned.why, await factsOf(parts, c, returned.interaction)));
  }
}
