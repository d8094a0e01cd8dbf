/** Units, largest first. A span is told in the first that it fills twice: 90 minutes, not 1 hour. */
const UNITS = [
  ['year', 365 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const WORDS = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'long' });

/** An instant as people say it, `3 hours ago` or `in 89 days`; `just now` within a minute. */
export function relativeTime(instant: string, now: number): string {
  const seconds = (Date.parse(instant) - now) / 1_000;
  if (Math.abs(seconds) < 60) return 'just now';
  const [unit, length] = unitOf(Math.abs(seconds)) ?? ['minute', 60];
  return WORDS.format(Math.trunc(seconds / length), unit);
}

/** A span in words: `72 hours`, `5 minutes`, `90 seconds`. */
export function spanText(seconds: number): string {
  const [unit, length] = unitOf(seconds) ?? ['second', 1];
  const amount = Math.round(seconds / length);
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** An instant without the milliseconds that nobody asked for. */
export function instantText(instant: string): string {
  return instant.replace(/\.\d+Z$/, 'Z');
}

function unitOf(seconds: number) {
  return UNITS.find(([, length]) => seconds >= 2 * length);
}
