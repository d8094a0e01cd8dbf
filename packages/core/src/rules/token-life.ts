/** An access token is refreshed from here on, unless it lives so shortly that a quarter of its life is less. */
const REFRESH_AHEAD_MS = 5 * 60_000;

/** Milliseconds since 1970, by the clock of this machine. */
export interface TokenTimes {
  readonly issuedAt: number;
  readonly accessExpiresAt: number;
}

/** When a token is to be refreshed without anybody waiting. */
export function refreshTime({ issuedAt, accessExpiresAt }: TokenTimes): number {
  const life = Math.max(0, accessExpiresAt - issuedAt);
  return accessExpiresAt - Math.min(REFRESH_AHEAD_MS, life / 4);
}

/** `over` is not used any more. A clock that was set back makes no token older: the gateway's 401 speaks then. */
export function tokenAge(times: TokenTimes, now: number): 'fresh' | 'ageing' | 'over' {
  if (!(now < times.accessExpiresAt)) return 'over';
  return now < refreshTime(times) ? 'fresh' : 'ageing';
}
