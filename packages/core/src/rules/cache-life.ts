import type { Verdict } from '../words/verdict.ts';

export interface CacheLives {
  /** Milliseconds that a plain valid verdict lives. */
  readonly positiveMs: number;
  /** Milliseconds that everything less certain lives. */
  readonly negativeMs: number;
}

/**
 * Until when a verdict may be answered again, in milliseconds since 1970: never beyond the end of the key or of the grace.
 * Undefined when it must not be kept: nobody knows, so the next caller asks again.
 */
export function cachedUntil(verdict: Verdict, now: number, lives: CacheLives): number | undefined {
  switch (verdict.status) {
    case 'unavailable':
      return undefined;
    case 'invalid':
      return now + lives.negativeMs;
    case 'valid': {
      const certain = verdict.via === 'gateway' && !verdict.degraded;
      const keyEnd = verdict.identity.expiresAt;
      return Math.min(
        now + (certain ? lives.positiveMs : Math.min(lives.negativeMs, lives.positiveMs)),
        keyEnd === null ? Infinity : Date.parse(keyEnd),
        verdict.grace === undefined ? Infinity : Date.parse(verdict.grace.until),
      );
    }
  }
}
