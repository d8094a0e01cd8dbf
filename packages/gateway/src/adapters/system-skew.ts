/** Seconds by which an instant of ours (milliseconds) is ahead of the platform's clock, for libraries that read that clock themselves. */
export function skewOfPlatform(now: number): number {
  return Math.round((now - Date.now()) / 1_000);
}
