import { OAUTH_PATHS } from '@wicketgate/contract';
import type { Context } from 'hono';
import { parseAuthorizationRequest } from '../../domain/authorization-request.ts';
import { answerAddress } from '../../domain/redirect-uri.ts';
import type { OAuthClient } from '../../domain/sign-in-config.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import type { Mounting } from '../mount.ts';
import { goTo } from '../page-answers.ts';
import { countBeginning, signInPath, type SignInPageParts } from '../sign-in-pages.ts';

export interface AuthorizeParts extends SignInPageParts {
  readonly clients: readonly OAuthClient[];
}

/** Where an application sends a person's browser (RFC 6749 section 3.1). */
export function mountAuthorize({ page }: Mounting, parts: AuthorizeParts): void {
  page(
    OAUTH_PATHS.authorize,
    parts.answers.guarded((c) => begin(parts, c)),
  );
}

async function begin(parts: AuthorizeParts, c: Context<GatewayEnv>): Promise<Response> {
  const { clients, publicUrl, browsers, interactions, answers } = parts;
  await countBeginning(parts, c, 'sign-in');
  const parsed = parseAuthorizationRequest(new URL(c.req.url).searchParams, clients, publicUrl);
  if (parsed.ok) {
    const wanted = { kind: 'browser', request: parsed.request } as const;
    const interaction = await interactions.begin(browsers.keep(c), wanted, c.get('now'));
    return goTo(c, signInPath(parts, interaction));
  }
  if (parsed.show === 'page') return answers.obstacle(c, { kind: parsed.problem });
  const { redirectUri, error, description, state } = parsed;
  const answer = { error, error_description: description, state, iss: publicUrl };
  return c.redirect(answerAddress(redirectUri, answer), 303);
}
