import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { MAX_MESSAGE_BYTES } from '../../../src/adapters/sdk/limited-body.ts';
import { call, failureOf, read, type SessionWorld, sessionWorld, turnUntil, until } from '../../session-world.ts';

const whole = { era: 'modern' } as const;

/** Has one method answered by the test. */
function answer(host: SessionWorld['host'], asked: string, respond: (response: ServerResponse) => void): void {
  host.intercept = ({ method }, response) => {
    if (method !== asked) return false;
    respond(response);
    return true;
  };
}

const json = (response: ServerResponse, body: string) =>
  response.setHeader('content-type', 'application/json').end(body);

const stream = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });

/** Writes for as long as somebody reads. */
function pour(response: ServerResponse, piece: string): void {
  const more = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', more);
  more();
}

describe('a server that hangs', () => {
  it('while it is connected to ends by the deadline, and its connection is given up', async () => {
    const { session, host, clock } = await sessionWorld(whole);
    let isGivenUp = false;
    answer(host, 'server/discover', (response) => {
      response.on('close', () => (isGivenUp = true));
    });
    const failure = failureOf(session({ deadlineMs: 4_000 }).connect());
    expect(await turnUntil(clock, failure)).toMatchObject({ code: 'timeout', server: 'hub', attempts: 0 });
    await until(() => isGivenUp);
    expect(clock.sleepers).toBe(0);
  });

  it.each(['modern', 'legacy'] as const)('in the middle of an answer ends by the deadline, %s', async (era) => {
    const { session, host, clock } = await sessionWorld({ era });
    const made = session();
    await made.connect();
    let isGivenUp = false;
    answer(host, 'tools/call', (response) => {
      response.on('close', () => (isGivenUp = true));
      stream(response).write('data: {"jsonrpc":');
    });
    const failure = failureOf(call(made, 'write', { timeoutMs: 2_000 }));
    expect(await turnUntil(clock, failure)).toMatchObject({ code: 'timeout', attempts: 1 });
    await until(() => isGivenUp);
  });

  it('while it lists its tools ends by the deadline', async () => {
    const { session, host, clock } = await sessionWorld(whole);
    const made = session({ deadlineMs: 4_000 });
    await made.connect();
    answer(host, 'tools/list', () => undefined);
    expect(await turnUntil(clock, failureOf(made.list()))).toMatchObject({ code: 'timeout' });
  });
});

describe('a server that answers garbage', () => {
  it.each([
    ['a page of HTML', 'text/html', '<html>Sign in</html>'],
    ['what is no JSON', 'application/json', '{"jsonrpc": "2.0", '],
    ['JSON that is no message', 'application/json', '[1, 2]'],
    ['nothing', 'application/json', ''],
  ])('to a call ends it: %s', async (_, type, body) => {
    const { session, host } = await sessionWorld(whole);
    const made = session();
    await made.connect();
    answer(host, 'tools/call', (response) => response.writeHead(200, { 'content-type': type }).end(body));
    expect(await failureOf(call(made, 'write'))).toMatchObject({ code: 'bad_answer', attempts: 1 });
  });

  it('at its address is no MCP server', async () => {
    const { session, host } = await sessionWorld(whole);
    host.intercept = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
      return true;
    };
    expect(await failureOf(session().connect())).toMatchObject({ code: 'bad_answer', attempts: 0 });
  });

  it('that is not found at its address is no MCP server', async () => {
    const { session, host } = await sessionWorld(whole);
    host.intercept = (_, response) => {
      response.writeHead(404).end('nothing here');
      return true;
    };
    expect(await failureOf(session().connect())).toMatchObject({ code: 'bad_answer', status: 404 });
  });

  it('that lists nothing but a number ends the listing', async () => {
    const { session, host } = await sessionWorld(whole);
    const made = session();
    await made.connect();
    answer(host, 'tools/list', (response) => {
      json(response, JSON.stringify({ jsonrpc: '2.0', id: 0, result: { resultType: 'complete', tools: 7, ttlMs: 0 } }));
    });
    expect(await failureOf(made.list())).toMatchObject({ code: 'bad_answer' });
  });
});

describe('a server that sends too much', () => {
  it.each(['application/json', 'text/event-stream'])('as %s is cut off', async (type) => {
    const { session, host } = await sessionWorld(whole);
    const made = session();
    await made.connect();
    let sent = 0;
    answer(host, 'tools/call', (response) => {
      response.writeHead(200, { 'content-type': type });
      response.write('data: ');
      response.on('close', () => (sent = response.socket?.bytesWritten ?? MAX_MESSAGE_BYTES));
      pour(response, 'x'.repeat(1024 * 1024));
    });
    expect(await failureOf(call(made, 'write'))).toMatchObject({ code: 'bad_answer', attempts: 1 });
    await until(() => sent > 0);
  });
});

describe('a server whose stream ends without the answer', () => {
  it.each(['modern', 'legacy'] as const)('ends the call at once, %s', async (era) => {
    const { session, host } = await sessionWorld({ era });
    const made = session();
    await made.connect();
    answer(host, 'tools/call', (response) => stream(response).end(': nothing more\n\n'));
    expect(await failureOf(call(made, 'write'))).toMatchObject({ code: 'connection_lost', attempts: 1 });
  });
});

describe('a server that sends its callers elsewhere', () => {
  it('is not followed: the credential is not for others', async () => {
    const other = await sessionWorld(whole);
    const { session, host } = await sessionWorld(whole);
    host.intercept = (_, response) => {
      response.writeHead(307, { location: other.host.url }).end();
      return true;
    };
    expect(await failureOf(session().connect())).toMatchObject({ code: 'bad_answer', status: 307 });
    expect(other.host.seen).toEqual([]);
  });
});

describe('a server that wants a credential', () => {
  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
  ])('is told apart from one that is not there: %i', async (status, code) => {
    const { session, host } = await sessionWorld(whole);
    host.intercept = (_, response) => {
      response.writeHead(status).end();
      return true;
    };
    expect(await failureOf(session().connect())).toMatchObject({ code, status });
    host.intercept = undefined;
    const made = session();
    await made.connect();
    answer(host, 'tools/call', (response) => response.writeHead(status).end());
    expect(await failureOf(read(made))).toMatchObject({ code, status, attempts: 1 });
  });
});

describe('a server with broken entries among its tools', () => {
  it.each(['modern', 'legacy'] as const)('lists the others, and the entries as they came, %s', async (era) => {
    const { session, host } = await sessionWorld({ era });
    const made = session();
    await made.connect();
    const tools = [{ name: 'good', inputSchema: { type: 'object' } }, { name: 7 }, 'text', null, { name: 'no-schema' }];
    answer(host, 'tools/list', (response) => {
      json(
        response,
        JSON.stringify({
          jsonrpc: '2.0',
          id: era === 'modern' ? 0 : 1,
          result: { resultType: 'complete', tools, ttlMs: 9 },
        }),
      );
    });
    const listing = await made.list();
    expect(listing.tools).toEqual(tools);
    expect(listing.ttlMs).toBe(9);
  });

  it('leaves out tools that declare headers wrongly, and says so', async () => {
    const lines: unknown[] = [];
    const note = (fields: unknown) => void lines.push(fields);
    const logger = { debug: () => undefined, info: () => undefined, warn: note, error: () => undefined };
    const { session, host } = await sessionWorld(whole);
    const made = session({ connecting: { logger } });
    await made.connect();
    const bad = { type: 'object', properties: { region: { type: 'number', 'x-mcp-header': 'Region' } } };
    const tools = [
      { name: 'bad', inputSchema: bad },
      { name: 'good', inputSchema: { type: 'object' } },
    ];
    answer(host, 'tools/list', (response) => {
      json(
        response,
        JSON.stringify({
          jsonrpc: '2.0',
          id: 0,
          result: { resultType: 'complete', tools, ttlMs: 0, cacheScope: 'private' },
        }),
      );
    });
    expect((await made.list()).tools.map(({ name }) => name)).toEqual(['good']);
    expect(lines).toEqual([expect.objectContaining({ tool: 'bad' })]);
  });
});

describe('a server with a thousand tools', () => {
  it('lists all of its twenty pages', async () => {
    const { session, host } = await sessionWorld(whole);
    const made = session();
    await made.connect();
    let pages = 0;
    answer(host, 'tools/list', (response) => {
      const tools = Array.from({ length: 50 }, (_, at) => ({
        name: `t${pages * 50 + at}`,
        inputSchema: { type: 'object' },
      }));
      const id = pages++;
      const more = pages < 20 ? { nextCursor: `page ${pages}` } : {};
      const result = { resultType: 'complete', tools, ttlMs: 60_000, cacheScope: 'public', ...more };
      json(response, JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
    const listing = await made.list();
    expect([listing.tools.length, pages, listing.cacheScope]).toEqual([1_000, 20, 'public']);
  });

  it('that never ends ends the listing', async () => {
    const { session, host } = await sessionWorld(whole);
    const made = session();
    await made.connect();
    let id = 0;
    answer(host, 'tools/list', (response) => {
      const result = { resultType: 'complete', tools: [], nextCursor: 'again', ttlMs: 0, cacheScope: 'private' };
      json(response, JSON.stringify({ jsonrpc: '2.0', id: id++, result }));
    });
    expect(await failureOf(made.list())).toMatchObject({ code: 'bad_answer' });
    expect(id).toBe(2);
  });
});

describe('a server without tools', () => {
  it('is not asked for any', async () => {
    const { session, host } = await sessionWorld(whole);
    host.intercept = ({ method }, response) => {
      if (method !== 'server/discover') return false;
      const result = {
        resultType: 'complete',
        supportedVersions: ['2026-07-28'],
        capabilities: {},
        ttlMs: 0,
        cacheScope: 'private',
      };
      json(response, JSON.stringify({ jsonrpc: '2.0', id: 'server-discover-probe-1', result }));
      return true;
    };
    expect(await session().list()).toEqual({ tools: [], ttlMs: undefined, cacheScope: 'private' });
    expect(host.methods()).toEqual(['server/discover']);
  });
});
