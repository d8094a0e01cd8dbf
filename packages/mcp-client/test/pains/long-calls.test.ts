import { describe, expect, it } from 'vitest';
import type { ServerFetch } from '../../src/index.ts';
import { settled } from '../client-world.ts';
import { nextStep } from '../mcp-servers/tool-server.ts';
import { failureOf, until } from '../session-world.ts';
import { openClient, openHost } from './real-servers.ts';

const MINUTE = 60_000;

/** Counts the notes of progress that come over the wire. */
function watchedFetch() {
  const seen = { notes: 0 };
  const fetching: ServerFetch = async (url, init) => {
    const answer = await fetch(url, init);
    const counting = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        seen.notes += new TextDecoder().decode(chunk).split('notifications/progress').length - 1;
        controller.enqueue(chunk);
      },
    });
    return new Response(answer.body?.pipeThrough(counting) ?? null, answer);
  };
  return { seen, fetch: fetching };
}

describe.each(['modern', 'legacy'] as const)('a call of minutes, %s', (era) => {
  it('is waited for while it makes progress, though nobody listens to it', async () => {
    const host = await openHost({ era });
    const { seen, fetch: fetching } = watchedFetch();
    const { client, clock } = openClient({ hub: host }, { fetch: fetching });
    await client.listTools();
    const begun = clock.now();
    const call = client.callTool('hub/steps', { count: 5 });
    for (let step = 1; step <= 5; step++) {
      await until(() => {
        nextStep();
        return seen.notes >= step;
      });
      await settled();
      if (step < 5) await clock.advance(MINUTE - 1);
    }
    expect((await call).content).toEqual([{ type: 'text', text: 'done' }]);
    expect(clock.now() - begun).toBe(4 * (MINUTE - 1));
  });

  it('that makes none ends after the minute that it has', async () => {
    const host = await openHost({ era });
    const { client, clock } = openClient({ hub: host });
    await client.listTools();
    const failure = failureOf(client.callTool('hub/wait'));
    await until(() => host.methods().includes('tools/call'));
    await clock.advance(MINUTE - 1);
    expect(await Promise.race([failure, Promise.resolve('still waiting')])).toBe('still waiting');
    await clock.advance(1);
    expect(await failure).toMatchObject({ code: 'timeout', tool: 'hub/wait' });
  });
});
