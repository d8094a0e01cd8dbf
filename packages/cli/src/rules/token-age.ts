import type { SignedIn } from '@wicketgate/core/auth';

/** A token that ends sooner is not handed to anybody who may still want to use it then. */
const SHORT_MS = 5 * 60_000;

/** Whether an access token is in its last five minutes, or in the last quarter of a shorter life, and not over. */
export function isAgeing({ savedAt, accessExpiresAt }: SignedIn, now: number): boolean {
  const left = accessExpiresAt - now;
  return left > 0 && left <= Math.min(SHORT_MS, (accessExpiresAt - savedAt) / 4);
}
