import { parseDuration } from './duration.ts';

export type ExpiryParse =
  /** RFC 3339 in UTC; null for never. */
  { readonly ok: true; readonly expiresAt: string | null } | { readonly ok: false; readonly problem: string };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const FORMS = 'Write a day (2026-12-31: its end in UTC), an instant (2026-12-31T18:00:00Z), a span (90d) or "never".';

/** Reads when a key ends: `never`, a span from now, the end of a day in UTC, or an instant. */
export function parseExpiry(text: string, now: number): ExpiryParse {
  const given = text.trim();
  if (given === 'never') return { ok: true, expiresAt: null };
  const at = instantOf(given, now);
  if (at === undefined) return { ok: false, problem: FORMS };
  if (at <= now) return { ok: false, problem: 'This is in the past.' };
  return { ok: true, expiresAt: new Date(at).toISOString() };
}

function instantOf(given: string, now: number): number | undefined {
  const seconds = parseDuration(given);
  if (seconds !== undefined) return inRange(now + seconds * 1_000);
  if (DAY.test(given)) return realDay(given) ? Date.parse(`${given}T23:59:59.999Z`) : undefined;
  if (!INSTANT.test(given) || !realDay(given.slice(0, 10))) return undefined;
  return inRange(Date.parse(given));
}

/** `Date.parse` takes 31 February for 3 March. */
function realDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(day);
}

/** RFC 3339 has four digits for the year. */
function inRange(at: number): number | undefined {
  return Number.isFinite(at) && at < Date.UTC(10_000, 0, 1) ? at : undefined;
}
