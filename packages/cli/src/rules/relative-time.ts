const STEPS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const WORDS = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'long' });

/** An instant as people say it, `3 hours ago` or `in 89 days`; `just now` within a minute. */
export function relativeTime(instant: string, now: number): string {
  const seconds = (Date.parse(instant) - now) / 1_000;
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  return step ? WORDS.format(Math.trunc(seconds / step[1]), step[0]) : 'just now';
}

/** A span in the largest unit that fits it whole or nearly: `72 hours`, `5 minutes`. */
export function spanText(seconds: number): string {
  const [unit, length] = STEPS.find(([, size]) => seconds >= 2 * size) ?? (['second', 1] as const);
  const amount = Math.round(seconds / length);
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
