/** Seconds before the end at which a log, where no line can be written over, is told how long there is. */
const TOLD_AT: readonly number[] = [300, 60];

/** `9:58`: minutes and seconds until an instant, `0:00` once it has passed. Both in milliseconds. */
export function clockText(endsAt: number, now: number): string {
  const seconds = secondsLeft(endsAt, now);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Milliseconds until the text of the clock changes; undefined when the time is over. */
export function untilNextSecond(endsAt: number, now: number): number | undefined {
  const left = endsAt - now;
  if (left <= 0) return undefined;
  return left % 1_000 === 0 ? 1_000 : left % 1_000;
}

/** Whether this second is one that a log is told of. */
export function isTold(endsAt: number, now: number): boolean {
  return TOLD_AT.includes(secondsLeft(endsAt, now));
}

function secondsLeft(endsAt: number, now: number): number {
  return Math.max(0, Math.ceil((endsAt - now) / 1_000));
}
