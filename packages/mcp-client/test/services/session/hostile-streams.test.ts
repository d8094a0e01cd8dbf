import { describe, expect, it } from 'vitest';
import { call, failureOf, read, sessionWorld, until } from '../../session-world.ts';

describe('a server that refuses with more than a word', () => {
  it('is told by its status, and not read to the end', async () => {
    const { session, host } = await sessionWorld();
    const made = session();
    await made.connect();
    host.intercept = ({ method }, response) => {
      if (method !== 'tools/call') return false;
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(1024 * 1024)));
      };
      response.writeHead(503, { 'content-type': 'text/plain' }).on('drain', more);
      more();
      return true;
    };
    expect(await failureOf(call(made, 'write'))).toMatchObject({
      code: 'server_unreachable',
      status: 503,
      attempts: 1,
    });
  });
});

describe('a server of old that ends its stream again and again', () => {
  it('and asks for no pause is not asked without one', async () => {
    const { session, host, clock } = await sessionWorld({ era: 'legacy' });
    host.intercept = ({ verb }, response) => {
      if (verb !== 'GET') return false;
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('retry: 0\n\n');
      return true;
    };
    const made = session();
    const streams = () => host.seen.filter(({ verb }) => verb === 'GET').length;
    await made.connect();
    await until(() => streams() === 1 && clock.sleepers > 0);
    for (let at = 0; at < 5; at++) await read(made);
    expect(streams()).toBe(1);
    await until(async () => {
      await clock.advance(200);
      return streams() === 2;
    });
    await made.close();
    expect(clock.sleepers).toBe(0);
  });
});
