import { describe, expect, it } from 'vitest';
import { failureOf, turnUntil } from '../session-world.ts';
import { countOf, openClient, openHost } from './real-servers.ts';

/** Turns away the first calls with 429, and lets the later ones through. */
function throttling(times: number) {
  let left = times;
  return openHost({
    intercept: ({ method }, response) => {
      if (method !== 'tools/call' || left === 0) return false;
      left -= 1;
      response.writeHead(429, { 'retry-after': '2' }).end();
      return true;
    },
  });
}

describe('a server that throttles', () => {
  it('costs none of fifty calls at once that may be repeated', async () => {
    const host = await throttling(5);
    const { client, clock } = openClient({ hub: host });
    const calls = Promise.all(Array.from({ length: 50 }, (_, at) => client.callTool('hub/echo', { at })));
    const answers = await turnUntil(clock, calls, 100);
    expect(answers.map(({ content }) => content[0]?.['text'])).toEqual(answers.map((_, at) => `{"at":${at}}`));
    expect(answers.filter(({ attempts }) => attempts > 1)).toHaveLength(5);
    expect(countOf(host, 'tools/call')).toBe(55);
  });

  it('is named to whoever made a call that may not be repeated, with how long it asks for', async () => {
    const host = await throttling(1);
    const { client } = openClient({ hub: host });
    const refusal = { code: 'throttled', server: 'hub', tool: 'hub/write', retryAfterMs: 2_000, attempts: 1 };
    expect(await failureOf(client.callTool('hub/write'))).toMatchObject(refusal);
    expect(countOf(host, 'tools/call')).toBe(1);
  });
});
