import { tokenAnswerSchema } from '@wicketgate/contract';
import { isSendable } from '../../rules/presented-key.ts';
import { isScope } from '../../rules/scope.ts';
import { WicketgateError } from '../../words/errors.ts';
import { Secret } from '../../words/secret.ts';
import type { SignInTokens } from '../../words/sign-in.ts';

/** A year: longer than any access token lives, and no date is too far away to be told. */
const LONGEST_LIFE_SECONDS = 31_536_000;

/** What is known of the tokens before they come. */
export interface TokenFrame {
  readonly issuer: string;
  readonly clientId: string;
  /** Before the request was sent: so the token ends here no later than there. */
  readonly askedAt: number;
  readonly scopes: readonly string[];
  readonly proofKey: Secret | undefined;
}

/** The answer of the token endpoint (RFC 6749 section 5.1), as oauth4webapi has let it through. Throws `bad_answer`. */
export function tokensOf(answer: unknown, frame: TokenFrame): SignInTokens {
  const parsed = tokenAnswerSchema.safeParse(answer);
  if (!parsed.success) throw badTokens('leave out what they must have');
  const { access_token, refresh_token, expires_in, scope, token_type } = parsed.data;
  if (!isSendable(access_token)) throw badTokens('hold an access token that cannot be sent');
  const bound = token_type.toLowerCase() === 'dpop';
  if (bound && frame.proofKey === undefined) throw badTokens('are bound to a key that nobody has');
  return {
    issuer: frame.issuer,
    clientId: frame.clientId,
    accessToken: new Secret(access_token),
    issuedAt: frame.askedAt,
    accessExpiresAt: frame.askedAt + Math.min(Math.max(0, expires_in), LONGEST_LIFE_SECONDS) * 1_000,
    refreshToken: refresh_token === undefined ? undefined : new Secret(refresh_token),
    scopes: scope === undefined ? frame.scopes : scope.split(' ').filter(isScope),
    proofKey: bound ? frame.proofKey : undefined,
  };
}

/** Without the answer as a cause: it holds tokens. */
function badTokens(flaw: string): WicketgateError {
  return new WicketgateError('bad_answer', `The tokens of the gateway ${flaw}. Check the URL of the gateway.`);
}
