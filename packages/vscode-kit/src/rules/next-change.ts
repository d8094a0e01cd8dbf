/** The last instant that there is a date for (ECMA-262 section 21.4.1.1). */
export const LATEST_CHANGE = 8_640_000_000_000_000;

/**
 * The time of a change that is later than every change known, in milliseconds since 1970, whatever the clock says: after a
 * clock was set back, the newest change must still win. A known time that no date has is ignored.
 */
export function nextChange(now: number, ...known: readonly (number | undefined)[]): number {
  return known.reduce<number>(
    (latest, time) => (time !== undefined && time < LATEST_CHANGE ? Math.max(latest, time + 1) : latest),
    now,
  );
}
