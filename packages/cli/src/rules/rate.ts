import { parseDuration } from './duration.ts';

export interface Rate {
  readonly requests: number;
  readonly windowSeconds: number;
}

const RATE = /^(\d{1,7})\/(\S+)$/;

/** `100/1m` as 100 requests in 60 seconds; undefined for anything else. The ranges are the gateway's to check. */
export function parseRate(text: string): Rate | undefined {
  const [, requests, window] = RATE.exec(text.trim()) ?? [];
  const windowSeconds =
    window === undefined ? undefined : parseDuration(/^[smhd]$/.test(window) ? `1${window}` : window);
  if (requests === undefined || windowSeconds === undefined) return undefined;
  return { requests: Number(requests), windowSeconds };
}
