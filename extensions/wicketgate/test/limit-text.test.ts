import { describe, expect, it } from 'vitest';
import { limitText } from '../src/limit-text.ts';

const t = (message: string, ...args: (string | number | boolean)[]): string =>
  message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));

describe('the text of a limit', () => {
  it.each([
    [1, '60 a second, 10 at once'],
    [60, '60 a minute, 10 at once'],
    [3_600, '60 an hour, 10 at once'],
    [86_400, '60 a day, 10 at once'],
    [90, '60 in 90 seconds, 10 at once'],
  ])('of a window of %i seconds says "%s"', (windowSeconds, text) => {
    expect(limitText({ requests: 60, windowSeconds, burst: 10 }, t)).toBe(text);
  });
});
