import type { Identity } from '@wicketgate/core';
import type { Speech } from '@wicketgate/vscode-kit/page';
import { MESSAGES } from './messages.ts';

const WINDOWS: Readonly<Record<number, string>> = {
  1: MESSAGES.perSecond,
  60: MESSAGES.perMinute,
  3_600: MESSAGES.perHour,
  86_400: MESSAGES.perDay,
};

/** Says how often a key may call: `60 a minute, 10 at once`. */
export function limitText({ requests, windowSeconds, burst }: Identity['limits'], t: Speech['t']): string {
  const sentence = WINDOWS[windowSeconds];
  return sentence === undefined ? t(MESSAGES.perSeconds, requests, windowSeconds, burst) : t(sentence, requests, burst);
}
