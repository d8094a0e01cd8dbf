import { inputRequired, type McpServer, type ServerContext } from '@modelcontextprotocol/server';
import { describe, expect, it } from 'vitest';
import type { InputQuestion, ServerRequestHandlers } from '../../../src/words/server-requests.ts';
import { createToolServer, text } from '../../mcp-servers/tool-server.ts';
import { call, failureOf, sessionWorld, until } from '../../session-world.ts';

const requestedSchema = {
  type: 'object',
  properties: { name: { type: 'string' }, size: { type: 'integer', default: 4 } },
} as const;
const message = 'Who are you?';

/** Asks for input in the way of either era. */
function askingServer(): McpServer {
  const server = createToolServer();
  server.registerTool('ask', {}, async ({ mcpReq }: ServerContext) => {
    const params = { mode: 'form' as const, message, requestedSchema: { ...requestedSchema, required: ['name'] } };
    if (mcpReq.envelope === undefined) {
      return text(JSON.stringify(await mcpReq.send({ method: 'elicitation/create', params })));
    }
    const answer = mcpReq.inputResponses?.['who'];
    if (answer) return text(JSON.stringify(answer));
    return inputRequired({ inputRequests: { who: { method: 'elicitation/create', params } } });
  });
  return server;
}

async function world(era: 'modern' | 'legacy', handlers?: ServerRequestHandlers) {
  const made = await sessionWorld({ era, server: askingServer });
  return { ...made, session: made.session({ connecting: handlers ? { handlers } : {} }) };
}

describe.each(['modern', 'legacy'] as const)('what a %s server asks for', (era) => {
  it('is answered by the handler, and what was left out is filled in by the defaults', async () => {
    const questions: InputQuestion[] = [];
    const elicit: ServerRequestHandlers['elicit'] = (question) => {
      questions.push(question);
      return Promise.resolve({ action: 'accept', content: { name: 'Ada' } });
    };
    const { session } = await world(era, { elicit });
    const { result } = await call(session, 'ask');
    expect(result.content).toEqual([{ type: 'text', text: '{"action":"accept","content":{"name":"Ada","size":4}}' }]);
    expect(questions).toEqual([
      { mode: 'form', message, requestedSchema: expect.any(Object) as unknown, url: undefined },
    ]);
  });

  it('does not count against the time of the call while somebody is asked', async () => {
    let answer: () => void = () => undefined;
    const elicit: ServerRequestHandlers['elicit'] = () =>
      new Promise((resolve) => {
        answer = () => resolve({ action: 'decline' });
      });
    const { session, clock } = await world(era, { elicit });
    const notYet = answer;
    const result = call(session, 'ask', { timeoutMs: 1_000 });
    await until(() => answer !== notYet);
    await clock.advance(30_500);
    answer();
    await until(() => clock.sleepers > 0);
    await clock.advance(900);
    expect((await result).result.content).toEqual([{ type: 'text', text: '{"action":"decline"}' }]);
  });

  it('is not offered without a handler, and ends the call by name', async () => {
    const { session } = await world(era);
    const outcome = era === 'modern' ? await failureOf(call(session, 'ask')) : (await call(session, 'ask')).result;
    expect(outcome).toMatchObject(era === 'modern' ? { code: 'server_error', attempts: 1 } : { isError: true });
  });

  it('ends the call when the handler fails, and tells the server nothing of why', async () => {
    const elicit = () => Promise.reject(new Error('The window of Ada is gone.'));
    const { session, host } = await world(era, { elicit });
    const outcome = era === 'modern' ? await failureOf(call(session, 'ask')) : (await call(session, 'ask')).result;
    expect(outcome).toMatchObject(era === 'modern' ? { code: 'server_error' } : { isError: true });
    expect(JSON.stringify(outcome)).not.toContain('Ada');
    expect(host.seen.length).toBeGreaterThan(0);
  });
});

describe('a call of several rounds', () => {
  it('does not begin anew when a later round could not be sent: the first one was taken', async () => {
    const made = await sessionWorld({ era: 'modern', server: askingServer });
    let calls = 0;
    const fetching = ((url: string, init?: RequestInit) => {
      const isCall = (init?.body as string | undefined)?.includes('"tools/call"') === true;
      if (isCall && ++calls === 2) {
        const cause = Object.assign(new Error('no'), { code: 'ECONNREFUSED', syscall: 'connect' });
        return Promise.reject(new TypeError('fetch failed', { cause }));
      }
      return fetch(url, init);
    }) as typeof fetch;
    const elicit = () => Promise.resolve({ action: 'decline' as const });
    const session = made.session({ fetch: fetching, connecting: { handlers: { elicit } } });
    expect(await failureOf(call(session, 'ask'))).toMatchObject({ code: 'server_unreachable', attempts: 1 });
    expect(calls).toBe(2);
  });
});

describe('capabilities', () => {
  it.each([
    ['modern', {}],
    ['modern', { roots: () => Promise.resolve([]) }],
  ] as const)('name what has a handler, and nothing else', async (era, handlers) => {
    const made = await sessionWorld({ era });
    const bodies: string[] = [];
    const fetching = ((url: string, init?: RequestInit) => {
      bodies.push(init?.body as string);
      return fetch(url, init);
    }) as typeof fetch;
    await made.session({ fetch: fetching, connecting: { handlers } }).connect();
    const { params } = JSON.parse(bodies[0] ?? '{}') as { params: { _meta: Record<string, object> } };
    const names = Object.keys(params._meta['io.modelcontextprotocol/clientCapabilities'] ?? {});
    expect(names).toEqual(Object.keys(handlers));
  });
});
