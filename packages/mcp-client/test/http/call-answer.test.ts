import { describe, expect, it } from 'vitest';
import { McpError } from '../../src/index.ts';
import { createGate, settled } from '../client-world.ts';
import { text, tool } from '../scripted-server.ts';
import { callRequest, createHandlerWorld } from './handler-world.ts';

describe('POST /tools/{name}', () => {
  it.each(['issues__create_issue', 'issues%2Fcreate_issue', 'issues/create_issue'])('calls %s', async (name) => {
    const { call, issues, mail } = createHandlerWorld();
    issues.answer = ({ arguments: args }) => text(JSON.stringify(args));
    expect(await call(name, { arguments: { title: 'x' } })).toMatchObject({
      status: 200,
      body: {
        content: [{ type: 'text', text: '{"title":"x"}' }],
        is_error: false,
        execution_time_ms: 0,
        citations: [],
      },
    });
    expect(mail.asked.lists).toBe(0);
  });

  it('answers all that a tool answers, and how long it took', async () => {
    const { call, issues, clock } = createHandlerWorld();
    const link = { type: 'resource_link', uri: 'https://issues.example/7', name: 'Issue 7' };
    issues.answer = async () => {
      await clock.advance(250);
      return { content: [link], structuredContent: { id: 7 }, isError: true };
    };
    expect((await call('issues__create_issue')).body).toEqual({
      content: [link],
      structured_content: { id: 7 },
      is_error: true,
      execution_time_ms: 250,
      citations: [{ uri: 'https://issues.example/7', name: 'Issue 7' }],
    });
  });

  it('says how much of a result was cut, and does not cite its own link to the whole', async () => {
    const { call, issues } = createHandlerWorld({ client: { results: { textBytes: 1_024 } } });
    issues.answer = () => text('x'.repeat(5_000));
    expect((await call('issues__create_issue')).body).toMatchObject({
      citations: [],
      truncated: { bytes: expect.any(Number) as number, kept_bytes: 1_024 },
    });
  });

  it('unwraps arguments of a tool whose schema is shown wrapped', async () => {
    const { call, get, mail } = createHandlerWorld();
    const choice = { type: 'object', anyOf: [{ properties: { to: { type: 'string' } } }] };
    mail.tools = [tool('send_message', { inputSchema: choice })];
    expect((await get('/tools?server=mail&detail=full')).body).toMatchObject({
      tools: [{ input_schema: { required: ['arguments'] } }],
    });
    await call('mail__send_message', { arguments: { arguments: { to: 'me' } } });
    expect(mail.calls[0]?.arguments).toEqual({ to: 'me' });
  });

  it.each(['nobody__nothing', 'issues__nothing', 'create_issue'])('knows no tool %s', async (name) => {
    const { call, issues } = createHandlerWorld();
    expect(await call(name)).toMatchObject({ status: 404, body: { code: 'unknown_tool' } });
    expect(issues.calls).toEqual([]);
  });

  it('calls no tool that is held, denied, or cannot be listed', async () => {
    const held = createHandlerWorld({ client: { pinning: 'hold-new-and-changed' } });
    expect(await held.call('issues__list_issues')).toMatchObject({ status: 403, body: { code: 'tool_held' } });
    const denied = createHandlerWorld({ client: { tools: { deny: ['issues'] } } });
    expect(await denied.call('issues__list_issues')).toMatchObject({ status: 404, body: { code: 'unknown_tool' } });
    const hidden = createHandlerWorld();
    const inputSchema = { type: 'object', properties: { 'a\u200bb': {} } };
    hidden.issues.tools = [tool('list_issues', { inputSchema })];
    expect(await hidden.call('issues__list_issues')).toMatchObject({ status: 404 });
    const calls = [held, denied, hidden].flatMap(({ issues }) => issues.calls);
    expect(calls).toEqual([]);
  });

  it('calls nothing that whoever decides about calls does not approve', async () => {
    const { call, issues } = createHandlerWorld({ client: { approve: () => 'deny' } });
    expect(await call('issues__list_issues')).toMatchObject({ status: 403, body: { code: 'approval_denied' } });
    expect(issues.calls).toEqual([]);
  });
});

describe('the time of a call', () => {
  it.each([
    [{}, 30_000],
    [{ timeout: 1 }, 1_000],
    [{ timeout: 600 }, 600_000],
  ])('of %j is over after %d ms', async (body, ms) => {
    const { call, issues, clock } = createHandlerWorld();
    await call('issues__list_issues');
    const gate = createGate();
    const signals: (AbortSignal | undefined)[] = [];
    issues.answer = async (_, signal) => {
      signals.push(signal);
      await gate.passed;
      return text('late');
    };
    let answered = false;
    const calling = call('issues__list_issues', body).finally(() => (answered = true));
    await settled();
    await clock.advance(ms - 1);
    await settled();
    expect(answered).toBe(false);
    await clock.advance(1);
    expect(await calling).toMatchObject({ status: 504, body: { code: 'timeout' } });
    expect(signals[0]?.aborted).toBe(true);
    gate.open();
  });

  it('counts from the request: a server that lists for too long has none left', async () => {
    const { call, issues, clock } = createHandlerWorld();
    issues.onList = () => new Promise(() => undefined);
    const calling = call('issues__list_issues', { timeout: 1 });
    await settled();
    await clock.advance(1_000);
    expect(await calling).toMatchObject({ status: 504, body: { code: 'timeout' } });
    expect(issues.calls).toEqual([]);
  });

  it('counts from the request: what decides about it, and its body, take of it', async () => {
    const { call, issues, clock } = createHandlerWorld({ handler: { authorize } });
    async function authorize(): Promise<boolean> {
      await clock.advance(1_000);
      return true;
    }
    expect(await call('issues__list_issues', { timeout: 1 })).toMatchObject({ status: 504, body: { code: 'timeout' } });
    expect(issues.calls).toEqual([]);
    expect((await call('issues__list_issues', { timeout: 2 })).status).toBe(200);
  });

  it('ends with its request also while the body is still under way', async () => {
    const { handle, issues } = createHandlerWorld();
    const ending = new AbortController();
    const given: unknown[] = [];
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{}')),
      cancel: (reason) => void given.push(reason),
    });
    const request = callRequest('issues__list_issues', {}, {
      body,
      duplex: 'half',
      signal: ending.signal,
    } as RequestInit);
    const calling = handle(request);
    await settled();
    ending.abort();
    expect((await calling).status).toBe(499);
    expect(given).toHaveLength(1);
    expect(issues.calls).toEqual([]);
  });

  it('ends with its request, and the server is told', async () => {
    const { handle, issues, call } = createHandlerWorld();
    await call('issues__list_issues');
    const ending = new AbortController();
    const signals: (AbortSignal | undefined)[] = [];
    issues.answer = (_, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    };
    const calling = handle(callRequest('issues__list_issues', {}, { signal: ending.signal }));
    await settled();
    expect(signals).toHaveLength(1);
    ending.abort();
    expect((await calling).status).toBe(499);
    expect(signals[0]?.aborted).toBe(true);
  });
});

describe('a call that fails', () => {
  it.each([
    ['unauthorized', 502, 'server_unauthorized'],
    ['forbidden', 502, 'server_forbidden'],
    ['server_error', 502, 'server_error'],
    ['connection_lost', 502, 'connection_lost'],
    ['timeout', 504, 'timeout'],
  ] as const)('with %s has the status %d and the code %s, and none of the words', async (code, status, told) => {
    const { call, issues } = createHandlerWorld();
    issues.answer = () => Promise.reject(new McpError(code, 'at https://me:secret@issues.example/'));
    const answer = await call('issues__create_issue');
    expect(answer).toMatchObject({ status, body: { code: told, status } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.text).not.toContain('secret');
  });

  it('because of a throttle says when to come again, in whole seconds', async () => {
    const { call, issues } = createHandlerWorld();
    issues.answer = () => Promise.reject(new McpError('throttled', 'Slowly.', { retryAfterMs: 1_500 }));
    const answer = await call('issues__create_issue');
    expect(answer).toMatchObject({ status: 503, body: { code: 'throttled', retry_after: 2 } });
    expect(answer.headers.get('retry-after')).toBe('2');
  });

  it('because its server is down says so, to whoever may use every tool', async () => {
    const down = createHandlerWorld();
    down.issues.onConnect = () => Promise.reject(new McpError('server_unreachable', 'Down.'));
    expect(await down.call('issues__create_issue')).toMatchObject({
      status: 502,
      body: { code: 'server_unreachable' },
    });
    const narrowed = createHandlerWorld({ handler: { authorize: () => ({ allow: ['mail'] }) } });
    narrowed.issues.onConnect = down.issues.onConnect;
    expect(await narrowed.call('issues__create_issue')).toMatchObject({ status: 404, body: { code: 'unknown_tool' } });
  });

  it.each(['issues__create_issue', 'nobody__nothing'])(
    'does not tell, by %s, whoever may use some tools alone that a server hangs, nor by the time it takes',
    async (name) => {
      const { call, issues, clock } = createHandlerWorld({ handler: { authorize: () => ({ allow: ['mail'] }) } });
      issues.onList = () => new Promise(() => undefined);
      let answered = false;
      const calling = call(name).finally(() => (answered = true));
      await settled();
      await clock.advance(2_999);
      await settled();
      expect(answered).toBe(false);
      await clock.advance(1);
      expect(await calling).toMatchObject({ status: 404, body: { code: 'unknown_tool' } });
    },
  );
});

describe('the body of a call', () => {
  it.each([
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=latin1',
    'text/json',
  ])('of the type %s is not read', async (type) => {
    const { call, issues } = createHandlerWorld();
    const headers = type === undefined ? {} : { 'content-type': type };
    for (const body of ['', '{}']) {
      expect(await call('issues__list_issues', body, { headers })).toMatchObject({
        status: 415,
        body: { code: 'unsupported_media_type' },
      });
    }
    expect(issues.calls).toEqual([]);
  });

  it('is not read when it is encoded', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect(await createHandlerWorld().call('issues__list_issues', {}, { headers })).toMatchObject({ status: 415 });
  });

  it('may be empty', async () => {
    const { call, issues } = createHandlerWorld();
    expect((await call('issues__list_issues', '')).status).toBe(200);
    expect(issues.calls[0]?.arguments).toEqual({});
  });

  it('has as many bytes as are allowed, whatever its headers say', async () => {
    const { call, issues } = createHandlerWorld({ handler: { bodyBytes: 1_024 } });
    const sized = (bytes: number) => JSON.stringify({ arguments: { a: 'x'.repeat(bytes - 25) } }).padEnd(bytes);
    expect((await call('issues__list_issues', sized(1_024))).status).toBe(200);
    expect(await call('issues__list_issues', sized(1_025))).toMatchObject({
      status: 413,
      body: { code: 'body_too_large' },
    });
    const body = new Blob([sized(1_025)]).stream();
    const streamed = { body, duplex: 'half' } as RequestInit;
    expect(await call('issues__list_issues', '', streamed)).toMatchObject({ status: 413 });
    expect(issues.calls).toHaveLength(1);
  });

  it('may come byte by byte', async () => {
    const { call, issues } = createHandlerWorld({ handler: { bodyBytes: 16_384 } });
    const text = JSON.stringify({ arguments: { title: 'x'.repeat(9_000) } });
    const pieces = [...new TextEncoder().encode(text)].map((byte) => new Uint8Array([byte]));
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    });
    expect((await call('issues__create_issue', '', { body, duplex: 'half' } as RequestInit)).status).toBe(200);
    expect(issues.calls[0]?.arguments).toEqual({ title: 'x'.repeat(9_000) });
  });

  it('that breaks off calls nothing', async () => {
    const { call, issues } = createHandlerWorld();
    const body = new ReadableStream({ start: (controller) => controller.error(new Error('gone')) });
    const broken = { body, duplex: 'half' } as RequestInit;
    expect(await call('issues__list_issues', '', broken)).toMatchObject({
      status: 400,
      body: { code: 'malformed_body' },
    });
    expect(issues.calls).toEqual([]);
  });
});
